// Types as they are found from where the package is installed.

import { Key, type TokenError, sign } from 'tokenseal'
import jwt, { type JwtPayload } from 'tokenseal/compat/jsonwebtoken'

export const token: string = sign({}, Key.generate('ES256'), { expiresIn: '15m' })
export const payload = jwt.verify(token, 'x') as JwtPayload
export const same: jwt.JwtPayload = payload
export const code = (error: TokenError): 'ERR_JWT_EXPIRED' | undefined => (error.code === 'ERR_JWT_EXPIRED' ? error.code : undefined)
// @ts-expect-error a misspelt algorithm: so these are the types, and not `any`
Key.generate('ES265')
// @ts-expect-error as in jsonwebtoken
jwt.sign({}, 'x', { algorithm: 'EdDSA' })
