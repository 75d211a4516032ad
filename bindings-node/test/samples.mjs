// What the misuse tests are made of: right calls of every public function, wrong values, and the way to judge a failure.

import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

import { Redis } from 'ioredis'

import * as tokenseal from '../index.mjs'

const { AccessRules, Issuer, Key, KeyRing, KeySet, ProtectedResource, RemoteKeySet, ReplayCache, Revocations, StatusList, StatusLists, TokenError, Verifier, dpop, http, jwe, jws } = tokenseal
/** The file of a list. None is made by a wrong call, whose path may be any text. */
function listFile() {
  const path = join(mkdtempSync(join(tmpdir(), 'tokenseal-')), 'revoked.log')
  Revocations.file(path, { create: true, longestLifetime: '1h' })
  return path
}

const TYPES = fileURLToPath(new URL('../lib/error.d.ts', import.meta.url))
const CODES = new Set(
  readFileSync(TYPES, 'utf8')
    .match(/'ERR_\w+'/g)
    .map((code) => code.slice(1, -1)),
)

export const SECRET = Buffer.from('a secret of thirty-two bytes, ha')
const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
export const hmac = Key.fromSecret(SECRET, 'HS256', { keyId: 'mac' })
export const signing = Key.generate('ES256')
export const sealing = Key.generate('ECDH-ES+A256KW', { curve: 'X25519' })
export const options = { noExpiry: true }
export const reading = { allowMissingExp: true }
export const signed = tokenseal.sign({ sub: 'alice' }, hmac, options)
export const encrypted = tokenseal.encrypt({ sub: 'alice' }, sealing, options)
export const sealed = tokenseal.seal({ sub: 'alice' }, { signWith: signing, encryptTo: sealing, ...options })
export const verifier = new Verifier({ keys: hmac, ...reading })
export const issuer = new Issuer({ signingKey: hmac })
export const token = verifier.verify(signed)
const own = ownPair()
export const unsigned = tokenseal.prepare({ sub: 'alice' }, signing.public(), options)
/** A token whose signature was made elsewhere. */
const finished = (options) => {
  const elsewhere = tokenseal.prepare({}, own.public, { noExpiry: true })
  return elsewhere.complete(sign('sha256', elsewhere.signingInput, { key: own.privateKey, dsaEncoding: 'ieee-p1363' }), options)
}
export const pending = jwe.prepareDecrypt(jwe.encrypt(SECRET, sealing), sealing.public())
export const encryptedPem = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh72lYI/tCaXwICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJ2dvJsLvYwByg14XjRE1t8EQHDb
b478AAla1GUxauEWzskabveEX2Dxivw2tpIYb1aAdCJU9jYxadcWhmD4I9YACiKs
zVKxqj8Dyp+Zs+Qpi0Q=
-----END ENCRYPTED PRIVATE KEY-----
`
export const certificate = `-----BEGIN CERTIFICATE-----
MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
-----END CERTIFICATE-----
`
/** A key pair of another library. */
function ownPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, public: Key.fromKeyObject(publicKey, 'ES256') }
}

/** A call that is right in its form, and refused for what it means. */
const refused = (call) => (given) =>
  assert.notEqual(
    codeOf(() => call(given)),
    undefined,
  )
export const set = new KeySet([hmac, signing])
export const remote = new RemoteKeySet('https://issuer.example/jwks.json', { fetch: async () => Response.json(new KeySet(signing).toJwks()) })
await remote.ready()
export const several = Verifier.byIssuer([])
export const ring = KeyRing.create(['Ed25519', 'ECDH-ES+A256KW'])
export const wrapping = Key.generate('A256KW')
const rings = mkdtempSync(join(tmpdir(), 'tokenseal-samples-'))
process.once('exit', () => rmSync(rings, { recursive: true }))
const ringPath = join(rings, 'keys.ring')
const kept = KeyRing.create('Ed25519')
kept.save(ringPath, wrapping, { wrappedKey: SECRET })
export const revocations = new Revocations({ audit: true })
const replays = new ReplayCache()
export const rules = AccessRules.fromJson({ rules: [{ name: 'all', methods: ['GET'], path: '/{*rest}', public: true }] })
export const api = new ProtectedResource(verifier, { rules, cookie: '__Host-x', csrfKey: hmac })
export const statusList = new StatusList(8, 2)
const index = statusList.allocate()
const [uri, allowedUris] = ['https://issuer.example/1', ['https://issuer.example/']]
/** A security event that revokes a session. */
const told = { iss: 'https://issuer.example', sub_id: { format: 'opaque', id: 'x' }, events: { [SESSION_REVOKED]: {} } }
export const event = tokenseal.verify(tokenseal.sign(told, hmac, { ...options, profile: 'security-event' }), hmac, { issuer: told.iss, profile: 'security-event' })
/** An entry that was not withdrawn yet, since it is new. */
const withdraw = (entry, ...given) => {
  const { id } = revocations.revokeKey(null, 'x')
  return revocations.withdraw(entry === 'new' ? id : entry, ...given)
}
const withdrawLater = async (entry, ...given) => revocations.withdrawAsync(entry === 'new' ? revocations.revokeKey(null, 'x').id : entry, ...given)
/** A new ring, which is kept under a name of its own in that folder. */
let saved = 0
const save = (path, ...given) => KeyRing.create('Ed25519').save(typeof path === 'string' ? join(rings, `${++saved}-${path}`) : path, ...given)

/** Every public function with arguments that are right. */
export const CALLS = {
  'Key.generate': [(...given) => Key.generate(...given), 'HS256', { keyId: '1' }],
  'Key.fromJwk': [(...given) => Key.fromJwk(...given), hmac.toJwk({ private: true }), { alg: 'HS256' }],
  'Key.fromPem': [(...given) => Key.fromPem(...given), signing.toPem(), 'ES256', { keyId: '1' }],
  'Key.fromDer': [(...given) => Key.fromDer(...given), signing.toDer(), 'ES256', { keyId: '1' }],
  'Key.fromPem, encrypted': [(...given) => Key.fromPem(...given), encryptedPem, 'Ed25519', { password: 'correct horse' }],
  'Key.fromCertificate': [(...given) => Key.fromCertificate(...given), certificate, 'Ed25519', { keyId: '1' }],
  'Key.fromSecret': [(...given) => Key.fromSecret(...given), SECRET, 'HS256', { keyId: '1' }],
  'Key.fromPassword': [(...given) => Key.fromPassword(...given), 'correct horse', 'PBES2-HS256+A128KW', { keyId: '1' }],
  'Key.fromKeyObject': [(...given) => Key.fromKeyObject(...given), createSecretKey(SECRET), 'HS256', { keyId: '1' }],
  'key.toJwk': [(...given) => hmac.toJwk(...given), { private: true }],
  'key.toPem': [(...given) => signing.toPem(...given), { private: true }],
  'key.toDer': [(...given) => signing.toDer(...given), { private: true }],
  'key.thumbprint': [(...given) => hmac.thumbprint(...given), 'sha256'],
  'key.thumbprintUri': [(...given) => hmac.thumbprintUri(...given), 'sha256'],
  'key.equals': [(...given) => hmac.equals(...given), signing],
  KeySet: [(...given) => new KeySet(...given), [hmac]],
  'KeySet.fromJwks': [(...given) => KeySet.fromJwks(...given), set.toJwks({ private: true }), { strict: true }],
  'set.get': [(...given) => set.get(...given), 'mac'],
  'set.toJwks': [(...given) => set.toJwks(...given), { private: true }],
  'token.get': [(...given) => token.get(...given), 'sub'],
  Issuer: [(...given) => new Issuer(...given), { signingKey: signing, encryptionKey: sealing, lifetime: '15m', clock: () => 1 }],
  'issuer.issue': [(...given) => issuer.issue(...given), { sub: 'alice' }, { expiresIn: 60 }],
  'issuer.issue, bound': [(...given) => issuer.issue(...given), { sub: 'alice' }, { expiresIn: 60, confirm: certificate }],
  Verifier: [(...given) => new Verifier(...given), { keys: [hmac], decryptionKeys: new KeySet([sealing]), accept: ['signed'], clock: () => 1 }],
  RemoteKeySet: [(...given) => new RemoteKeySet(...given), 'https://issuer.example/jwks.json', { maxAge: '1h', headers: () => ({}), onEvent: () => {} }],
  'remote.snapshot': [(...given) => remote.snapshot(...given), signing],
  'Verifier.forIssuer': [(...given) => Verifier.forIssuer(...given), 'https://issuer.example', { audience: 'x', fetch: () => {}, clock: () => 1 }],
  'Verifier.byIssuer': [(...given) => Verifier.byIssuer(...given), [new Verifier({ keys: hmac, issuer: 'x' })], { decryptionKeys: sealing, clock: () => 1, onEvent: () => {} }],
  'verifier.add': [(...given) => Verifier.byIssuer([]).add(...given), new Verifier({ keys: hmac, issuer: 'x' })],
  'verifier.remove': [(...given) => several.remove(...given), 'https://a.example'],
  'KeyRing.create': [(...given) => KeyRing.create(...given), ['Ed25519', 'ECDH-ES'], { keys: [signing], curve: 'X25519', rotateEvery: '30d', clock: () => 1, now: 1 }],
  'KeyRing.open': [(...given) => KeyRing.open(...given), ringPath, [wrapping], { clock: () => 1 }],
  'KeyRing.fromJwe': [(...given) => KeyRing.fromJwe(...given), ring.toJwe(wrapping), wrapping, { clock: () => 1 }],
  'KeyRing.wrappedKey': [(...given) => KeyRing.wrappedKey(...given), ringPath],
  'ring.save': [save, 'x', wrapping, { wrappedKey: SECRET }],
  'ring.toJwe': [(...given) => ring.toJwe(...given), wrapping, { wrappedKey: SECRET }],
  'ring.rewrap': [(...given) => kept.rewrap(...given), wrapping, { wrappedKey: SECRET, now: 1 }],
  'ring.advance': [(...given) => ring.advance(...given), { now: null }],
  'ring.revoke': [(...given) => KeyRing.create('Ed25519', { keys: hmac }).revoke(...given), 'mac', { now: null }],
  'ring.add': [(...given) => KeyRing.create('Ed25519').add(...given), signing, { now: null }],
  'ring.toJwks': [(...given) => ring.toJwks(...given), { now: null }],
  'ring.keys': [(...given) => ring.keys(...given), { now: null }],
  'ring.status': [(...given) => ring.status(...given), { now: null }],
  'ring.signingKey': [(...given) => ring.signingKey(...given), { alg: 'Ed25519', now: null }],
  'ring.toKeySet': [(...given) => ring.toKeySet(...given), { now: null }],
  'Issuer of a ring': [(...given) => new Issuer(...given), { signingKey: ring, encryptionKey: ring, lifetime: '15m', alg: 'Ed25519' }],
  'issuer.issue by a ring': [(...given) => new Issuer({ signingKey: ring }).issue(...given), { sub: 'alice' }, { expiresIn: 60 }],
  'Verifier of a ring': [(...given) => new Verifier(...given), { keys: ring, decryptionKeys: ring }],
  Revocations: [(...given) => new Revocations(...given), { longestLifetime: '1h', audit: true, clock: () => 1 }],
  'Revocations.fromSnapshot': [(...given) => Revocations.fromSnapshot(...given), revocations.snapshot(), { audit: true, clock: () => 1 }],
  'Revocations.file': [(...given) => Revocations.file(...given), listFile(), { longestLifetime: '1h', clock: () => 1 }],
  'Revocations.redis': [(...given) => Revocations.redis(...given), new Redis({ lazyConnect: true }), { namespace: 'x', create: true, longestLifetime: '1h', clock: () => 1 }],
  'revocations.revoke': [(...given) => revocations.revoke(...given), token, { by: 'x', reason: 'x', now: null }],
  'revocations.revokeId': [(...given) => revocations.revokeId(...given), 'x', 'x', { until: 9e9, by: 'x', reason: 'x', now: null }],
  'revocations.revokeSession': [(...given) => revocations.revokeSession(...given), 'x', 'x', { until: new Date(9e12), by: 'x' }],
  'revocations.revokeKey': [(...given) => revocations.revokeKey(...given), 'x', 'x', { until: 9e9 }],
  'revocations.revokeSubject': [(...given) => revocations.revokeSubject(...given), 'x', 'x', { before: new Date(), by: 'x' }],
  'revocations.revokeIssuer': [(...given) => revocations.revokeIssuer(...given), 'x', { before: 1, reason: 'x' }],
  'revocations.withdraw': [withdraw, 'new', { by: 'x', reason: 'x', now: null }],
  'revocations.applyEvents': [(...given) => revocations.applyEvents(...given), event, { subjectIssuers: ['x'], by: 'x', reason: 'x', now: null }],
  'revocations.entries': [(...given) => revocations.entries(...given), { issuer: 'x', tokenId: 'x', sessionId: 'x', subject: 'x', keyId: 'x', now: null }],
  'revocations.merge': [(...given) => revocations.merge(...given), revocations.snapshot()],
  'ring.useRevocations': [(...given) => KeyRing.create('Ed25519').useRevocations(...given), revocations, 'x'],
  'Verifier with revocations': [(...given) => new Verifier(...given), { keys: hmac, revocations }],
  StatusList: [(...given) => new StatusList(...given), 8, 1],
  'StatusList.fromState': [(...given) => StatusList.fromState(...given), statusList.toState()],
  'statusList.set': [(...given) => statusList.set(...given), index, 1],
  'statusList.get': [(...given) => statusList.get(...given), index],
  'statusList.claim': [(...given) => statusList.claim(...given), uri, index],
  'statusList.toState': [(...given) => statusList.toState(...given)],
  'statusList.toJwt': [(...given) => statusList.toJwt(...given), signing, uri, { ttl: '5m', expiresIn: '1d', now: null }],
  StatusLists: [(...given) => new StatusLists(...given), { allowedUris, keys: signing, maxAge: '1h', fetch: () => {}, onEvent: () => {} }],
  'Verifier with status lists': [(...given) => new Verifier(...given), { keys: hmac, statusLists: new StatusLists({ allowedUris }) }],
  'AccessRules.fromJson': [(...given) => AccessRules.fromJson(...given), '{"rules":[{"name":"x","methods":["GET"],"path":"/","public":true}]}'],
  ProtectedResource: [(...given) => new ProtectedResource(...given), verifier, { rules, csrfKey: hmac, cookie: '__Host-x', resource: 'https://api.example/', ignores: ['case'] }],
  'api.check': [(...given) => api.check(...given), 'GET', '/', { authorization: 'Bearer x' }, { scope: 'x', now: 1, certificate: Buffer.from(certificate) }],
  'api.csrfToken': [(...given) => api.csrfToken(...given), signed],
  'http.eventAnswer': [http.eventAnswer, new TokenError('x', { code: 'ERR_JWT_EXPIRED' })],
  'http.logoutAnswer': [http.logoutAnswer, new TokenError('x', { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'aud' })],
  'http.logoutToken': [http.logoutToken, 'logout_token=a.b.c'],
  'rules.check': [(...given) => rules.check(...given), token, 'GET', '/', { form: 'raw', ignores: ['case'], now: 1 }],
  'rules.require': [(...given) => rules.require(...given), token, 'GET', '/x', { form: 'decoded', ignores: ['last-slash'], now: null }],
  'rules.explain': [(...given) => rules.explain(...given), token, 'GET', '/', { now: new Date() }],
  'verifier.verify': [(...given) => verifier.verify(...given), signed, { now: 1 }],
  'verifier.verify, with a certificate': [(...given) => verifier.verify(...given), signed, { certificate: Buffer.from(certificate), now: 1 }],
  'verifier.dpopNonce': [(...given) => verifier.dpopNonce(...given), { now: 1 }],
  'Verifier of proofs': [(...given) => new Verifier(...given), { keys: hmac, publicOrigins: ['https://api.example'], replays, nonceKey: hmac }],
  ReplayCache: [(...given) => new ReplayCache(...given), { capacity: 10 }],
  'ReplayCache.redis': [(...given) => ReplayCache.redis(...given), new Redis({ lazyConnect: true }), { namespace: 'x', timeout: '1s' }],
  'dpop.prove': [dpop.prove, signing, 'GET', 'https://api.example/', { accessToken: 'x', nonce: 'x', tokenId: 'x', now: 1 }],
  'dpop.prepare': [dpop.prepare, signing, 'GET', 'https://api.example/', { now: null }],
  'verifier.verifyMany': [(...given) => verifier.verifyMany(...given), [signed], { now: 1 }],
  sign: [tokenseal.sign, { sub: 'alice' }, hmac, { expiresIn: '15m', header: { x: 1 } }],
  encrypt: [tokenseal.encrypt, { sub: 'alice' }, sealing, { expiresIn: '15m', compress: true }],
  seal: [tokenseal.seal, { sub: 'alice' }, { signWith: signing, encryptTo: sealing, expiresIn: '15m' }],
  verify: [tokenseal.verify, signed, hmac, reading],
  decrypt: [tokenseal.decrypt, encrypted, sealing, { allowUnsigned: true, ...reading }],
  unseal: [tokenseal.unseal, sealed, { decryptWith: sealing, verifyWith: signing, ...reading }],
  prepare: [tokenseal.prepare, { sub: 'alice' }, signing, { expiresIn: '15m', header: { x: 1 } }],
  'unsigned.complete': [refused((signature) => unsigned.complete(signature, { format: 'der' })), SECRET],
  'unsigned.complete, with options': [(options) => finished(options), { format: 'raw' }],
  'jwe.prepareDecrypt': [jwe.prepareDecrypt, encrypted, sealing, { maxAttempts: 1 }],
  'pending.complete': [refused((secret) => pending.complete(secret)), SECRET],
  inspectUnverified: [tokenseal.inspectUnverified, signed],
  'jws.sign': [jws.sign, SECRET, [signing, hmac], { header: { typ: 'x' }, serialization: 'general' }],
  'jws.verify': [jws.verify, signed, set, { algorithms: ['HS256'] }],
  'jwe.encrypt': [jwe.encrypt, SECRET, sealing, { enc: 'A128GCM', serialization: 'flattened', aad: SECRET }],
  'jwe.decrypt': [jwe.decrypt, encrypted, sealing, { maxAttempts: 1 }],
}

export const cyclic = {}
cyclic.self = cyclic
const detached = new Uint8Array(32)
structuredClone(detached.buffer, { transfer: [detached.buffer] })
export const mine = () => {
  throw new RangeError('mine')
}
export const throwing = Object.defineProperty({}, 'alg', { get: mine, enumerable: true })
const hostile = new Proxy({}, { ownKeys: mine, get: mine })
const revoked = Proxy.revocable({}, {})
revoked.revoke()

export const WRONG = {
  null: null,
  'an empty text': '',
  text: 'x',
  zero: 0,
  number: -1,
  fraction: 1.5,
  NaN: NaN,
  Infinity: Infinity,
  true: true,
  bigint: 5n,
  Symbol: Symbol('x'),
  function: () => 1,
  class: Key,
  'an empty object': {},
  'an empty list': [],
  'a list': [1, null],
  'a frozen object': Object.freeze({ x: 1 }),
  cyclic,
  throwing,
  hostile,
  revoked: revoked.proxy,
  'a proxy': new Proxy({}, {}),
  'a proxied key': new Proxy(hmac, {}),
  detached,
  'empty bytes': new Uint8Array(),
  'random bytes': randomBytes(64),
  'other bytes': new Uint16Array(4),
  'an ArrayBuffer': new ArrayBuffer(8),
  'a DataView': new DataView(new ArrayBuffer(8)),
  'a KeyObject': createSecretKey(SECRET),
  'a sparse list': Object.assign([], { 3: hmac }),
  'a getter that gives something else each time': Object.defineProperty({}, 'alg', { get: () => Math.random(), enumerable: true }),
  'something with toJSON': { toJSON: () => 5n },
  'shared bytes': new Uint8Array(new SharedArrayBuffer(32)),
  'a forged Key': Object.create(Key.prototype),
  'a forged KeySet': Object.create(KeySet.prototype),
  'a forged ReplayCache': Object.create(ReplayCache.prototype),
  'a forged Revocations': Object.create(Revocations.prototype),
  'a forged StatusLists': Object.create(StatusLists.prototype),
  'a forged Uint8Array': Object.create(Uint8Array.prototype),
  'a Date': new Date(NaN),
  'a Map': new Map([[1, 2]]),
  'a boxed text': new String('HS256'),
  'a huge text': 'A'.repeat(2_000_000),
  'huge bytes': new Uint8Array(2_000_000),
  'a huge list of nothing': new Array(2 ** 32 - 1),
  'half a surrogate pair': '\ud800',
  'random text': randomBytes(200).toString('latin1'),
  'truncated token': signed.slice(0, -5),
  dots: '....',
  'a deep object': deep(5000),
  'no prototype': Object.create(null),
  'a wrong option': { isuer: 'x' },
  'an option in snake case': { expires_in: 1, key_id: 'x' },
  'inherited options': Object.create({ issuer: 'x' }),
  'a symbol as name': { [Symbol('x')]: 1 },
  'undefined members': { issuer: undefined, private: undefined, strict: undefined, keyId: undefined },
  'own __proto__': JSON.parse('{"__proto__":{"issuer":"x"}}'),
}

export function deep(levels) {
  let value = {}
  for (let level = 0; level < levels; level++) value = { value }
  return value
}

/** The forms that work on the thread pool, with arguments that are right. */
export const ASYNC_CALLS = {
  'Key.generateAsync': [(...given) => Key.generateAsync(...given), ...CALLS['Key.generate'].slice(1)],
  'Key.fromPemAsync': [(...given) => Key.fromPemAsync(...given), encryptedPem, 'Ed25519', { password: 'correct horse' }],
  'Key.fromDerAsync': [(...given) => Key.fromDerAsync(...given), ...CALLS['Key.fromDer'].slice(1)],
  'issuer.issueAsync': [(...given) => issuer.issueAsync(...given), ...CALLS['issuer.issue'].slice(1)],
  'verifier.verifyAsync': [(...given) => verifier.verifyAsync(...given), ...CALLS['verifier.verify'].slice(1)],
  'revocations.revokeAsync': [(...given) => revocations.revokeAsync(...given), token, { by: 'x' }],
  'revocations.revokeIdAsync': [(...given) => revocations.revokeIdAsync(...given), 'x', 'x', { until: 9e9, by: 'x' }],
  'revocations.revokeSessionAsync': [(...given) => revocations.revokeSessionAsync(...given), 'x', 'x', { until: 9e9 }],
  'revocations.revokeKeyAsync': [(...given) => revocations.revokeKeyAsync(...given), 'x', 'x', { until: 9e9 }],
  'revocations.revokeSubjectAsync': [(...given) => revocations.revokeSubjectAsync(...given), 'x', 'x', { before: 1 }],
  'revocations.revokeIssuerAsync': [(...given) => revocations.revokeIssuerAsync(...given), 'x', { before: 1 }],
  'revocations.applyEventsAsync': [(...given) => revocations.applyEventsAsync(...given), event, { by: 'x' }],
  'revocations.withdrawAsync': [withdrawLater, 'new', { by: 'x' }],
  'api.checkAsync': [(...given) => api.checkAsync(...given), 'GET', '/', ['Authorization', 'Bearer x'], { scope: 'x' }],
  'statusList.toStateAsync': [(...given) => statusList.toStateAsync(...given)],
  'statusList.toJwtAsync': [(...given) => statusList.toJwtAsync(...given), signing, uri, { ttl: '5m' }],
  'remote.ready': [(...given) => remote.ready(...given), { timeout: '1s' }],
  'verifier.ready': [(...given) => verifier.ready(...given), { timeout: '1s' }],
  'ring.advanceAsync': [async (...given) => KeyRing.create('Ed25519').advanceAsync(...given), { now: null }],
  'ring.revokeAsync': [async (...given) => KeyRing.create('Ed25519', { keys: hmac }).revokeAsync(...given), 'mac', { now: null }],
  'ring.addAsync': [async (...given) => KeyRing.create('Ed25519').addAsync(...given), Key.generate('Ed25519'), { now: null }],
  'ring.rewrapAsync': [(...given) => kept.rewrapAsync(...given), wrapping, { wrappedKey: SECRET, now: 1 }],
  'verifier.verifyManyAsync': [(...given) => verifier.verifyManyAsync(...given), ...CALLS['verifier.verifyMany'].slice(1)],
  'dpop.proveAsync': [dpop.proveAsync, ...CALLS['dpop.prove'].slice(1)],
  signAsync: [tokenseal.signAsync, ...CALLS.sign.slice(1)],
  encryptAsync: [tokenseal.encryptAsync, ...CALLS.encrypt.slice(1)],
  sealAsync: [tokenseal.sealAsync, ...CALLS.seal.slice(1)],
  verifyAsync: [tokenseal.verifyAsync, ...CALLS.verify.slice(1)],
  decryptAsync: [tokenseal.decryptAsync, ...CALLS.decrypt.slice(1)],
  unsealAsync: [tokenseal.unsealAsync, ...CALLS.unseal.slice(1)],
  'jws.signAsync': [jws.signAsync, ...CALLS['jws.sign'].slice(1)],
  'jws.verifyAsync': [jws.verifyAsync, ...CALLS['jws.verify'].slice(1)],
  'jwe.encryptAsync': [jwe.encryptAsync, ...CALLS['jwe.encrypt'].slice(1)],
  'jwe.decryptAsync': [jwe.decryptAsync, ...CALLS['jwe.decrypt'].slice(1)],
}

/** Whether a function of this name gives a promise. */
export const isAsync = (name) => name.endsWith('Async') || name === 'ready'

/** The code that a promise is rejected with, or undefined. */
export async function rejectionOf(promise, what = '') {
  const [result] = await Promise.allSettled([promise])
  return codeOf(() => {
    if (result.status === 'rejected') throw result.reason
  }, what)
}

/** Calls it; a failure must be one from the table. Returns its code, or undefined. */
export function codeOf(call, what = '') {
  try {
    call()
    return undefined
  } catch (error) {
    assert.ok(error instanceof TokenError, `${what}: ${inspect(error)}`)
    assert.ok(CODES.has(error.code) && error.code !== 'ERR_INTERNAL', `${what}: ${error.code}`)
    assert.ok(error.message.length > 0 && error.message.length < 300)
    return error.code
  }
}
