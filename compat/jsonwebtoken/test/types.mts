// The shim by the types of jsonwebtoken: what compiles there compiles here, in both directions.

import type * as theirs from 'jsonwebtoken'
import jwt, { JsonWebTokenError, TokenExpiredError, verify } from 'tokenseal/compat/jsonwebtoken'
import * as ours from 'tokenseal/compat/jsonwebtoken'

const secret = 'a secret that is long enough, is it not?'
const getKey: jwt.GetPublicKeyOrSecret = (header, callback) => callback(null, header.kid === '1' ? secret : undefined)
export const token: string = jwt.sign({ sub: 'alice' }, secret, {
  expiresIn: '15m',
  algorithm: 'HS256',
  header: { alg: 'HS256', kid: '1' },
})
export const subject: string | undefined = (verify(token, secret) as jwt.JwtPayload).sub
export const whole: jwt.Jwt = jwt.verify(token, secret, { complete: true, audience: [/x/, 'y'], issuer: ['x'], maxAge: '2h' })
export const decoded: jwt.JwtPayload | null = jwt.decode(token, { json: true })
jwt.verify(token, getKey, { algorithms: ['RS256'] }, (error, payload) => {
  if (error instanceof TokenExpiredError) console.log(error.expiredAt.getTime(), error instanceof JsonWebTokenError, payload)
})
jwt.sign({}, secret, (error: Error | null, made?: string) => console.log(error, made))

// The whole module stands in the place of the other, and its options and results are theirs.
export const sign: typeof theirs.sign = ours.sign
export const verifying: typeof theirs.verify = ours.verify
export const decoding: typeof theirs.decode = ours.decode
export const signOptions: theirs.SignOptions = {} as jwt.SignOptions
export const ownSignOptions: jwt.SignOptions = {} as theirs.SignOptions
export const verifyOptions: theirs.VerifyOptions = {} as jwt.VerifyOptions
export const ownVerifyOptions: jwt.VerifyOptions = {} as theirs.VerifyOptions
export const payload: theirs.JwtPayload = {} as jwt.JwtPayload
export const ownError: theirs.JsonWebTokenError = new jwt.JsonWebTokenError('x')

// @ts-expect-error an algorithm that is not there
jwt.sign({}, secret, { algorithm: 'EdDSA' })
// @ts-expect-error a misspelt option
jwt.verify(token, secret, { isuer: 'x' })

// What is not of jsonwebtoken: short secrets, for the process or for a call.
export const allowed: void = jwt.allowWeakSecrets()
export const weak: string = jwt.sign({}, 'shhhhh', { allowWeakSecret: true })
