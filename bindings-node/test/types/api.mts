// Type checks only: compiled, never run. What must not compile is marked.

import { Issuer, Key, KeySet, TokenError, Verifier, jwe, jws, sign, verify } from 'tokenseal'
import * as tokenseal from 'tokenseal'

const key: Key = Key.generate('ES256', { keyId: '1' })
const token: string = sign({ sub: 'alice' }, key, { expiresIn: '15m', audience: ['a'], notBefore: new Date() })
const read = verify<{ sub: string }>(token, [key], { leeway: 5, requiredClaims: ['sub'] })
export const subject: string = read.claims.sub
export const same: string = read.get('sub')

const verifier = new Verifier({ keys: new KeySet([key]), issuer: 'https://issuer.example', accept: ['signed'] })
for (const result of verifier.verifyMany([token, new Uint8Array()])) {
  if (result instanceof TokenError) console.log(result.code === 'ERR_JWT_EXPIRED', result.claim)
  else console.log(result.claims.exp, result.outerHeader)
}
export const issued: string = new Issuer({ signingKey: key, lifetime: 60 }).issue({}, { tokenId: '1' })
export const bytes: Uint8Array = jws.verify(jws.sign(new Uint8Array(), key), key, { algorithms: ['ES256'] }).payload
export const places: number[] = jws.verify({ payload: '' }, key, { payload: bytes, require: 'all' }).verified
export const general: string = jwe.encrypt(bytes, [key], { serialization: 'general', recipientHeaders: [{}], aad: bytes })
export const plaintext: Uint8Array = jwe.decrypt('', key, { maxPbes2Iterations: 1 }).plaintext
export const sealed: string = tokenseal.seal({}, { signWith: key, encryptTo: key, noExpiry: true })

const certified = Key.fromCertificate(new Uint8Array(), 'RS256', { keyId: '1' })
Key.fromPem('', 'RS256', { password: new Uint8Array(), keyId: null })
export const completed: string = tokenseal.prepare({}, certified, { noExpiry: true }).complete(new Uint8Array())
const pending: jwe.Pending = jwe.prepareDecrypt('', certified, { keyManagement: ['RSA-OAEP'] })
export const opened: Uint8Array = pending.complete(pending.encryptedKey ?? pending.peerKey!.toDer()).plaintext

// @ts-expect-error a misspelt algorithm
Key.generate('ES265')
// @ts-expect-error a misspelt option
sign({}, key, { expires: 1 })
// @ts-expect-error only by its functions
new Key()
// @ts-expect-error allowUnsigned is for encrypted tokens
verify(token, key, { allowUnsigned: true })
// @ts-expect-error not a length
sign({}, key, { expiresIn: 'soon' })
