// The tokens and proofs of the cases, made by `node:crypto` alone, so that nothing checks what it has made itself.

import { createHash, createPrivateKey, sign } from 'node:crypto'

import { keys, proofs, tokens } from './cases.mjs'

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1000)
const hashed = (text) => createHash('sha256').update(text).digest('base64url')

/** The public half of an elliptic key, without what it is called. */
const publicHalf = ({ kty, crv, x, y }) => ({ kty, crv, x, y })
/** RFC 7638: the required members, by name. */
const thumbprint = ({ kty, crv, x, y }) => hashed(JSON.stringify({ crv, kty, x, y }))

function jws(header, claims, key) {
  const input = `${encoded(header)}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: createPrivateKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

/** The claim, if it is one: null means that it is absent. */
const unlessNull = (name, value) => (value === null ? {} : { [name]: value })

function token(name, verifier) {
  const { key = 'issuer', lifetime = 300, issued = 0, altered, ...given } = tokens[name]
  const now = seconds()
  const claims = {
    ...unlessNull('iss', given.issuer === undefined ? verifier.issuer : given.issuer),
    ...unlessNull('aud', given.audience === undefined ? verifier.audience : given.audience),
    iat: now + issued,
    ...unlessNull('exp', lifetime === null ? null : now + issued + lifetime),
    ...unlessNull('nbf', given.not_before === undefined ? null : now + given.not_before),
    ...unlessNull('auth_time', given.authenticated === undefined ? null : now + given.authenticated),
    ...unlessNull('jti', given.token_id ?? null),
    ...unlessNull('cnf', given.bound_to === undefined ? null : { jkt: thumbprint(keys[given.bound_to]) }),
    ...given.claims,
  }
  const header = { alg: 'ES256', kid: keys[key].kid, ...(given.type === undefined ? {} : { typ: given.type }) }
  const text = jws(header, claims, keys[key])
  return altered === undefined ? text : ALTERATIONS[altered](text, claims)
}

const ALTERATIONS = {
  signature: (text) => text.replace(/\.([^.])([^.]*)$/, (whole, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`),
  claims: (text, claims) => text.replace(/\..*\./, `.${encoded({ ...claims, altered: true })}.`),
  unsigned: (text, claims) => `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
}

function proof(name, textOf, given) {
  const { key, method, url, token: of, issued = 0, nonce } = proofs[name]
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicHalf(keys[key]) }
  const claims = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: url,
    iat: seconds() + issued,
    ...unlessNull('ath', of === null ? null : hashed(textOf('token', of))),
    ...unlessNull('nonce', nonce === 'given' ? given() : (nonce ?? null)),
  }
  return jws(header, claims, keys[key])
}

/**
 * What fills the places in the texts of one case: within it a name stands for the same text. `csrf` gives the value for a token, and
 * `given` the nonce of the last answer.
 */
export function filling(verifier, { csrf, given }) {
  const made = new Map()
  const textOf = (kind, name) => {
    const place = `${kind}:${name}`
    if (!made.has(place)) made.set(place, MAKERS[kind](name))
    return made.get(place)
  }
  const MAKERS = {
    token: (name) => token(name, verifier),
    proof: (name) => proof(name, textOf, given),
    csrf: (name) => csrf(textOf('token', name)),
  }
  return (text) => text.replace(/<(token|proof|csrf):([^>]+)>/g, (whole, kind, name) => textOf(kind, name))
}
