// Signing and verifying.

import { createHmac, createSecretKey, sign as nodeSign, timingSafeEqual, verify as nodeVerify } from 'node:crypto'

import nodeRs from '@node-rs/jsonwebtoken'
import fastJwt from 'fast-jwt'
import * as jose from 'jose'
import jwt from 'jsonwebtoken'

import { BARE, CLAIMS, EXPECTED, KEYS, LIBRARY, NAMES, SECRET, SHIM, TOKENSEAL } from './material.mjs'

const { Issuer, Key, Verifier, sign } = await import(LIBRARY)
const shim = (await import(SHIM)).default

/** What a token says before it has its times. An object as programs write it: what is left of another is slower to read. */
const { iat, exp, ...rest } = CLAIMS
const UNTIMED = JSON.parse(JSON.stringify(rest))
const LIFETIME = 15 * 60
const isSecret = (alg) => alg === 'HS256'
const HASH = { ES256: 'sha256', RS256: 'sha256', EdDSA: null }

/** The key of each library for an algorithm, in the form that serves it best. */
async function keysOf(alg) {
  if (isSecret(alg)) {
    const object = createSecretKey(SECRET)
    const imported = await globalThis.crypto.subtle.importKey('raw', SECRET, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
    const own = Key.fromSecret(SECRET, alg)
    return { own: [own, own], object: [object, object], pem: [SECRET, SECRET], jose: [imported, imported] }
  }
  const { publicPem, privatePem, publicKey, privateKey } = KEYS[alg]
  return {
    own: [Key.fromPem(privatePem, alg), Key.fromPem(publicPem, alg)],
    object: [privateKey, publicKey],
    pem: [privatePem, publicPem],
    jose: [await jose.importPKCS8(privatePem, alg), await jose.importSPKI(publicPem, alg)],
  }
}

/** What only the cryptography costs, with the same text taken apart. */
function bareCheck(alg, token, key) {
  return () => {
    const end = token.lastIndexOf('.')
    const signature = Buffer.from(token.slice(end + 1), 'base64url')
    const input = token.slice(0, end)
    const ok = isSecret(alg)
      ? timingSafeEqual(createHmac('sha256', key).update(input).digest(), signature)
      : nodeVerify(HASH[alg], Buffer.from(input), alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature)
    if (!ok) throw new Error('refused')
    return JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString())
  }
}

const nowAndLater = () => {
  const now = Math.floor(Date.now() / 1000)
  return { iat: now, exp: now + LIFETIME }
}

function bareSign(alg, key) {
  const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url')
  return () => {
    const input = `${header}.${Buffer.from(JSON.stringify({ ...UNTIMED, ...nowAndLater() })).toString('base64url')}`
    const signature = isSecret(alg)
      ? createHmac('sha256', key).update(input).digest()
      : nodeSign(HASH[alg], Buffer.from(input), alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key)
    return `${input}.${signature.toString('base64url')}`
  }
}

/** The contenders for verifying, the claims read. */
export async function verifying(alg) {
  const { own, object, pem, jose: imported } = await keysOf(alg)
  const token = sign(CLAIMS, own[0])
  const verifier = new Verifier({ keys: own[1], ...EXPECTED })
  const fast = fastJwt.createVerifier({ ...fastOptions(alg, pem[1]), cache: false })
  const rs = { algorithms: [alg], iss: [EXPECTED.issuer], aud: [EXPECTED.audience] }
  const contenders = [
    { name: TOKENSEAL, run: () => verifier.verify(token).claims },
    { name: `${NAMES['fast-jwt']}, no cache`, run: () => fast(token) },
    { name: NAMES.jsonwebtoken, run: () => jwt.verify(token, object[1], { algorithms: [alg], ...EXPECTED }) },
    { name: NAMES.jose, run: async () => (await jose.jwtVerify(token, imported[1], EXPECTED)).payload, isAsync: true },
    { name: NAMES['@node-rs/jsonwebtoken'], run: () => nodeRs.verifySync(token, pem[1], rs) },
    { name: BARE, run: bareCheck(alg, token, object[1]) },
  ]
  return checked(withoutMissing(contenders, alg))
}

const fastOptions = (alg, key) => ({ key, algorithms: [alg], allowedIss: EXPECTED.issuer, allowedAud: EXPECTED.audience })

/** The same for a token that was verified before, by those that keep such tokens: the very string, or a new one each time. */
export async function repeating(alg, isFresh) {
  const { own, pem } = await keysOf(alg)
  const verifier = new Verifier({ keys: own[1], ...EXPECTED, remember: 1000 })
  const fast = fastJwt.createVerifier({ ...fastOptions(alg, pem[1]), cache: true })
  const stringOf = (token) => {
    const bytes = Buffer.from(token, 'latin1')
    return isFresh ? () => bytes.latin1Slice(0, bytes.length) : () => token
  }
  const token = stringOf(sign(CLAIMS, own[0]))
  const contenders = [
    { name: `${TOKENSEAL}, remembering`, run: () => verifier.verify(token()).claims },
    { name: `${NAMES['fast-jwt']}, cached`, run: () => fast(token()) },
  ]
  return checked(contenders)
}

/** Those who make tokens for a quarter of an hour by what was prepared for it, and those who are told each time. */
function makers(alg, { own, object, pem, jose: imported }) {
  const issuer = new Issuer({ signingKey: own[0], lifetime: LIFETIME })
  const fast = fastJwt.createSigner({ key: pem[0], algorithm: alg, expiresIn: LIFETIME * 1000 })
  const header = { algorithm: alg }
  return {
    sign: { name: TOKENSEAL, run: () => sign(UNTIMED, own[0], { expiresIn: LIFETIME }) },
    issue: { name: `${TOKENSEAL}, Issuer.issue`, run: () => issuer.issue(UNTIMED) },
    others: [
      { name: NAMES['fast-jwt'], run: () => fast(UNTIMED) },
      { name: NAMES.jsonwebtoken, run: () => jwt.sign(UNTIMED, object[0], { algorithm: alg, expiresIn: LIFETIME }) },
      {
        name: NAMES.jose,
        run: () => new jose.SignJWT(UNTIMED).setProtectedHeader({ alg }).setIssuedAt().setExpirationTime('15m').sign(imported[0]),
        isAsync: true,
      },
      { name: NAMES['@node-rs/jsonwebtoken'], run: () => nodeRs.signSync({ ...UNTIMED, ...nowAndLater() }, pem[0], header) },
      { name: BARE, run: bareSign(alg, object[0]) },
    ],
  }
}

/** The contenders for signing by one line. */
export async function signing(alg) {
  const keys = await keysOf(alg)
  const { sign: own, issue, others } = makers(alg, keys)
  return checked(withoutMissing([own, issue, ...others], alg), bareOf(alg, keys.object[1]))
}

/** The contenders for signing by what was prepared for it. */
export async function issuing(alg) {
  const keys = await keysOf(alg)
  const { issue, others } = makers(alg, keys)
  return checked(withoutMissing([issue, ...others], alg), bareOf(alg, keys.object[1]))
}

/** jsonwebtoken's functions, there and here. */
export async function shimmed(alg) {
  const { own, object, pem } = await keysOf(alg)
  const token = sign(CLAIMS, own[0])
  const options = { algorithms: [alg], ...EXPECTED }
  const contenders = [
    { name: `${TOKENSEAL}, compat/jsonwebtoken`, run: () => shim.verify(token, object[1], options) },
    { name: `${TOKENSEAL}, compat/jsonwebtoken, key as text`, run: () => shim.verify(token, pem[1], options) },
    { name: NAMES.jsonwebtoken, run: () => jwt.verify(token, object[1], options) },
    { name: `${NAMES.jsonwebtoken}, key as text`, run: () => jwt.verify(token, pem[1], options) },
  ]
  return checked(contenders)
}

/** The same for making tokens. */
export async function shimmedSigning(alg) {
  const { object, pem } = await keysOf(alg)
  const options = { algorithm: alg, expiresIn: '15m' }
  const contenders = [
    { name: `${TOKENSEAL}, compat/jsonwebtoken`, run: () => shim.sign(UNTIMED, object[0], options) },
    { name: `${TOKENSEAL}, compat/jsonwebtoken, key as text`, run: () => shim.sign(UNTIMED, pem[0], options) },
    { name: NAMES.jsonwebtoken, run: () => jwt.sign(UNTIMED, object[0], options) },
    { name: `${NAMES.jsonwebtoken}, key as text`, run: () => jwt.sign(UNTIMED, pem[0], options) },
  ]
  return checked(contenders, bareOf(alg, object[1]))
}

/** The claims of a token, once its signature is right. */
const bareOf = (alg, key) => (token) => bareCheck(alg, token, key)()
const withoutMissing = (contenders, alg) => contenders.filter(({ name }) => alg !== 'EdDSA' || name !== NAMES.jsonwebtoken)

/** The contenders, once each of them has given the right claims. */
async function checked(contenders, read = (claims) => claims) {
  for (const { name, run } of contenders) {
    const { sub } = read(await run())
    if (sub !== CLAIMS.sub) throw new Error(`${name} gave other claims`)
  }
  return contenders
}
