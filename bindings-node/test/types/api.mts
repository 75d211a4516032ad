// Type checks only: compiled, never run. What must not compile is marked.

import { createSecretKey } from 'node:crypto'

import { ClaimError, ExpiredError, Issuer, Key, KeySet, Token, TokenError, Verifier, decrypt, dpop, jwe, jws, sign, verify } from 'tokenseal'
import type { AlgorithmName, ErrorCode, Jwk, KeyManagementName, PasswordAlgorithmName, SecretAlgorithmName } from 'tokenseal'
import * as tokenseal from 'tokenseal'
import { TestIssuer, testClock } from 'tokenseal/testing'

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
export const places: number[] = jws.verify({ payload: '' }, key, { payload: bytes, require: 'all' }).verified.map(({ index }) => index)
export const general: string = jwe.encrypt(bytes, [key], { serialization: 'general', recipientHeaders: [{}], aad: bytes })
export const plaintext: Uint8Array = jwe.decrypt('', key, { maxPbes2Iterations: 1 }).plaintext
export const sealed: string = tokenseal.seal({}, { signWith: key, encryptTo: key, noExpiry: true })

const certified = Key.fromCertificate(new Uint8Array(), 'RS256', { keyId: '1' })
Key.fromPem('', 'RS256', { password: new Uint8Array(), keyId: null })
export const completed: string = tokenseal.prepare({}, certified, { noExpiry: true }).complete(new Uint8Array())
const pending: jwe.Pending = jwe.prepareDecrypt('', certified, { keyManagement: ['RSA-OAEP'] })
export const opened: Uint8Array = pending.complete(pending.encryptedKey ?? pending.peerKey!.toDer()).plaintext

// Claims of one's own type, everywhere.
interface Own {
  sub: string
  roles: ('admin' | 'user')[]
}
const own: Token<Own> = new Verifier<Own>({ keys: key }).verify(token)
export const roles: ('admin' | 'user')[] = own.claims.roles
export const role: 'admin' | 'user' | undefined = own.get('roles')[0]
export const later: Promise<Token<Own>> = tokenseal.verifyAsync<Own>(token, key, { now: null, issuer: ['a', 'b'] })
export const many: Promise<Array<Token<Own> | TokenError>> = new Verifier<Own>({ keys: key }).verifyManyAsync([token])
export const big: { id: bigint | number } = own.claimsWithBigInts<{ id: bigint | number }>()
export const unknown: unknown = verify(token, key).claims['anything']
export const expires: number | undefined = decrypt(token, key).claims.exp

// Keys that are fetched, by what fetches like the platform.
const remote = new tokenseal.RemoteKeySet(new URL('https://issuer.example'), { fetch, headers: async () => ({ authorization: 'x' }) })
new tokenseal.RemoteKeySet({ issuer: 'https://issuer.example', headers: () => new Headers(), onEvent: ({ event }) => console.log(event) })
export const fetched: Verifier<Own> = new Verifier<Own>({ keys: remote, onEvent: (event) => event.event === 'refused' && event.code })
export const ready: Promise<void> = fetched.ready({ timeout: '5s' })
export const state: 'cold' | string = remote.status().state
export const several: Verifier<Own> = Verifier.byIssuer([fetched, Verifier.forIssuer<Own>('https://a.example', { fetch })])
export const wasThere: boolean = several.remove('https://a.example')
export const snapshot: string = remote.snapshot(key)
const clock = testClock(5)
export const testing: Promise<string> = TestIssuer.start({ clock, alg: 'Ed25519' }).then((issuer) => issuer.issue({}, { subject: 'x' }))

// Keys that rotate here, in place of a key or keys.
const ring = tokenseal.KeyRing.create(['ES256', 'ECDH-ES+A256KW'], { keys: [key], rotateEvery: '30d', curve: 'X25519', clock, now: new Date() })
export const ringed: Issuer = new Issuer({ signingKey: ring, encryptionKey: ring, alg: 'ES256', lifetime: '15m' })
export const following: Verifier<Own> = new Verifier<Own>({ keys: ring, decryptionKeys: ring })
export const byRing: Verifier = Verifier.byIssuer([], { decryptionKeys: ring })
export const reopened: tokenseal.KeyRing = tokenseal.KeyRing.open(new URL('file:///keys.ring'), [key], { clock: null })
export const wrapped: Uint8Array = tokenseal.KeyRing.wrappedKey('keys.ring') ?? new Uint8Array()
ring.save('keys.ring', key, { wrappedKey: wrapped })
ring.rewrap(key, { now: 5 })
export const signer: Key = ring.signingKey({ alg: 'ES256' })
export const nextTime: number | null = ring.advance().next
export const became: (string | null)[] = ring.revoke('1', { now: 5 }).changes.map(({ is }) => is)
export const ringState: 'active' | string = ring.keys()[0].state
export const ahead: number = ring.status().publishedAhead
export const published: Jwk[] = ring.toJwks().keys
export const ringSet: KeySet = ring.toKeySet({ now: null })

// What was revoked, by lists that verifiers and rings share.
const revocations = new tokenseal.Revocations({ longestLifetime: '15m', audit: true, clock })
export const refusing: Verifier<Own> = new Verifier<Own>({ keys: ring, revocations })
export const refusingOne: Verifier = Verifier.forIssuer('https://a.example', { revocations })
export const revoked: tokenseal.RevocationEntry = revocations.revoke(own, { by: 'x', reason: 'y', now: new Date() })
export const kind: 'token' | 'session' | 'subject' | 'key' | 'issuer' = revocations.revokeId(null, '1', { until: 5 }).kind
export const ends: number | null = revocations.revokeSession('x', '1', { until: new Date() }).ends
export const cutOff: number | null = revocations.revokeSubject('x', '1', { before: new Date() }).before
export const takenBack: string | null | undefined = revocations.withdraw(revocations.revokeIssuer('x').id).withdrawn?.by
export const applied: tokenseal.RevocationEntry[] = revocations.applyEvents(own, { subjectIssuers: ['x'], by: 'x', now: 5 })
export const entries: tokenseal.RevocationEntry[] = revocations.entries({ issuer: 'x', keyId: '1', now: null })
export const copied: tokenseal.Revocations = tokenseal.Revocations.fromSnapshot(revocations.snapshot(), { audit: true, clock: null })
export const counted: number = revocations.status().entries.session
// Those that servers share. The types of clients are not needed for it: see clients/.
declare const client: { duplicate(settings?: object): { connect(): Promise<void> } }
const shared = tokenseal.Revocations.redis(client, { namespace: 'x', create: true, longestLifetime: '15m', maxStaleness: '1s', onEvent: () => {} })
export const modes: tokenseal.StoreOptions = { whenUnavailable: 'accept', durability: 'fsync', strict: true, replicas: 1, beat: '5s', timeout: 2, clock: null }
export const revokedLater: Promise<tokenseal.RevocationEntry> = shared.revokeAsync(own, { by: 'x' })
export const endLater: Promise<number | null> = shared.revokeSessionAsync('x', '1', { until: new Date() }).then(({ ends }) => ends)
export const backLater: Promise<tokenseal.RevocationEntry> = shared.revokeKeyAsync(null, '1').then((entry) => shared.withdrawAsync(entry))
const sharedRing: Promise<tokenseal.KeyRing> = tokenseal.KeyRing.redis(client, key, { namespace: 'x', create: ring, maxStaleness: '1s', timeout: 2, onEvent: () => {}, clock: null })
export const keyRevokedLater: Promise<number | null> = sharedRing.then((shared) => shared.revokeAsync('1')).then(({ next }) => next)
export const appliedLater: Promise<tokenseal.RevocationEntry[]> = shared.applyEventsAsync(own, { reason: 'y' })
ring.useRevocations(copied, 'https://a.example')
revocations.merge(copied.snapshot())

// Proofs of possession.
const replays: tokenseal.ReplayCache = new tokenseal.ReplayCache({ capacity: 10 })
export const proving: Verifier<Own> = new Verifier<Own>({ keys: key, publicOrigins: ['https://a.example'], replays, nonceKey: key, proofOfPossession: 'required' })
export const possession: Token<Own> = proving.verify(token, { proof: ['a.b.c'], method: 'GET', url: '/', certificate: bytes })
const statusList = new tokenseal.StatusList(1000, 2)
statusList.set(statusList.allocate(), tokenseal.StatusList.SUSPENDED)
export const invalid: 1 = tokenseal.StatusList.INVALID
export const counts: number[] = [statusList.capacity, statusList.bits, statusList.free, statusList.get(0)]
export const statusClaim: tokenseal.StatusClaim = statusList.claim('https://issuer.example/1', 5)
export const listTokens: [string, Promise<string>] = [statusList.toJwt(key, 'x', { ttl: '5m', now: 5 }), statusList.toJwtAsync(ring, 'x', { expiresIn: 60 })]
export const keptList: tokenseal.StatusList = tokenseal.StatusList.fromState(statusList.toState())
const statusLists = new tokenseal.StatusLists({ allowedUris: ['https://issuer.example/'], keys: null, fetch, onEvent: ({ event }) => console.log(event), maxAge: '1h' })
export const lookingUp: Verifier[] = [new Verifier({ keys: key, statusLists }), Verifier.forIssuer('https://a.example', { statusLists })]
export const byOwnKeys = new tokenseal.StatusLists({ allowedUris: [], keys: remote })
const verifying = new Verifier({ keys: key })
const rules = tokenseal.AccessRules.fromJson({ rules: [] })
const decision: tokenseal.Decision = rules.check(own, 'GET', '/', { form: 'decoded', ignores: ['case', 'last-slash'], now: null })
export const scopes: string[] | undefined = decision.needed?.anyScope
export const decided: boolean = rules.check(new TokenError('x'), 'GET', '/').allowed && rules.require(null, 'GET', '/').onlyReported
export const why: tokenseal.RuleExplanation[] = rules.explain(undefined, 'GET', '/')
export const found: tokenseal.RuleFinding[] = rules.lint()
export const deniedBy: number | undefined = new tokenseal.AccessDeniedError().decision?.status
export const proven: 'dpop' | 'certificate' | null = own.provenBy
const api = new tokenseal.ProtectedResource(new Verifier<Own>({ keys: key }), { rules, csrfKey: key, cookie: '__Host-x', realm: 'x', ignores: ['case'] })
const answer: tokenseal.Answer<Own> = api.check('GET', '/', ['a', 'b'], { scope: ['x'], optional: false, now: 5, certificate: bytes })
export const rolesOf: string[] | undefined = answer.token?.claims.roles
export const answers = [api.checkAsync('GET', '/', new Headers()), api.checkAsync('GET', '/', [['a', 'b']]), api.checkAsync('GET', '/', { a: 'b', c: ['d'], e: undefined })]
export const publishedAt: (string | null)[] = [api.metadata(), api.metadataPath, api.metadataUrl, api.csrfToken('x')]
export const told: tokenseal.http.HttpResponse = tokenseal.http.eventAnswer(new TokenError('x'))
export const sharedReplays: tokenseal.ReplayCache = tokenseal.ReplayCache.redis(client, { namespace: 'x', timeout: '1s' })
export const used: 'this process only' | 'store' | undefined = proving.replays?.status().scope
export const nonce: string | null = proving.dpopNonce({ now: 5 })
export const proof: string = dpop.prove(key, 'GET', 'https://a.example/', { accessToken: token, nonce })
export const elsewhere: string = dpop.prepare(key, 'GET', 'https://a.example/').complete(bytes, { format: 'der' })
export const bound: string[] = [key, '', bytes].map((confirm) => new Issuer({ signingKey: key, lifetime: 60 }).issue({}, { confirm }))
// @ts-expect-error a proof is for one token
proving.verifyMany([token], { proof: 'a.b.c' })

// A clock is a function that tells the time, as a number or a Date.
export const timed: Verifier[] = [() => 5, () => new Date(), null].map((clock) => new Verifier({ keys: key, clock }))
export const stopped: Issuer = new Issuer({ signingKey: key, lifetime: '15m', clock: Date.now })

// Everything that is made later is a promise of what is made now.
export const generated: Promise<Key> = Key.generateAsync('RS256', { bits: 4096 })
export const signedLater: Promise<string> = jws.signAsync(bytes, key)
export const openedLater: Promise<jwe.Decrypted> = jwe.decryptAsync(new Uint8Array(), [key], { keyManagement: null })
export const ofNode: Key = Key.fromKeyObject(createSecretKey(bytes), 'dir', { enc: 'A256GCM' })

// Names, codes and errors.
export const names: AlgorithmName[] = ['ML-DSA-44', 'ECDH-ES', 'PBES2-HS256+A128KW', 'dir']
export const secret: SecretAlgorithmName = 'A192GCMKW'
export const password: PasswordAlgorithmName = 'PBES2-HS512+A256KW'
export const management: KeyManagementName = password
export function codeOf(error: unknown): ErrorCode | undefined {
  if (error instanceof ExpiredError) return error.code satisfies 'ERR_JWT_EXPIRED'
  if (error instanceof ClaimError && error.claim === 'aud') return error.code
  return error instanceof TokenError ? error.code : undefined
}
export const jwk: Jwk = { kty: 'OKP', crv: 'Ed25519', x: '' }

// @ts-expect-error fetched keys are public
new Verifier({ decryptionKeys: remote })
// @ts-expect-error they are followed by a Verifier
verify(token, remote)
// @ts-expect-error a ring is followed by a Verifier
verify(token, ring)
// @ts-expect-error it begins with keys that are at hand
tokenseal.KeyRing.create('ES256', { keys: ring })
// @ts-expect-error only by its functions
new tokenseal.KeyRing()
// @ts-expect-error one key protects a new file
ring.save('keys.ring', [key])
// @ts-expect-error an encryption algorithm signs nothing
ring.signingKey({ alg: 'ECDH-ES' })
// @ts-expect-error a misspelt option
tokenseal.KeyRing.create('ES256', { rotateAfter: '30d' })
// @ts-expect-error a text is no token that was checked
revocations.revoke(token)
// @ts-expect-error no issuer is null, and not merely forgotten
revocations.revokeKey(undefined, '1')
// @ts-expect-error a session is revoked until a time
revocations.revokeSession('x', '1', { before: 5 })
// @ts-expect-error and what an issuer issued before one
revocations.revokeIssuer('x', { until: 5 })
// @ts-expect-error an event says itself when it happened
revocations.applyEvents(own, { before: 5 })
// @ts-expect-error the snapshot says it
tokenseal.Revocations.fromSnapshot(bytes, { longestLifetime: '1h' })
// @ts-expect-error a list in a store has a name there
tokenseal.Revocations.redis(client)
// @ts-expect-error and a client, not an address
tokenseal.Revocations.redis('redis://127.0.0.1', { namespace: 'x' })
// @ts-expect-error what is null must not drop the check
new Verifier({ keys: key, statusLists: null })
// @ts-expect-error for a Verifier
verify(token, key, { statusLists })
// @ts-expect-error a list's address is public: it has no headers
new tokenseal.StatusLists({ allowedUris: [], headers: () => ({}) })
// @ts-expect-error how many tokens, and how many bits for each
new tokenseal.StatusList(1000)
// @ts-expect-error what is null must not drop the rules
new tokenseal.ProtectedResource(verifying, { rules: null })
// @ts-expect-error rules are compiled first
new tokenseal.ProtectedResource(verifying, { rules: { rules: [] } })
// @ts-expect-error claims were not checked
rules.check({ sub: 'alice' }, 'GET', '/')
// @ts-expect-error headers are no text
api.check('GET', '/', 5)
// @ts-expect-error each issuer has its own list
Verifier.byIssuer([], { revocations })
// @ts-expect-error for a Verifier
verify(token, key, { revocations })
// @ts-expect-error the issuer stands first
Verifier.forIssuer('https://a.example', { issuer: 'https://b.example' })
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
// @ts-expect-error a password is no shared secret
Key.fromSecret(bytes, 'PBES2-HS256+A128KW')
// @ts-expect-error an asymmetric algorithm for a secret
Key.fromSecret(bytes, 'RS256')
// @ts-expect-error a key agreement is not symmetric
export const symmetric: tokenseal.SymmetricKeyManagementName = 'ECDH-ES+A128KW'
// @ts-expect-error a KeyObject names no algorithm
Key.fromKeyObject(createSecretKey(bytes))
// @ts-expect-error no key at all
sign({}, 'secret', { expiresIn: 60 })
// @ts-expect-error text is no claims
sign('{}', key, { expiresIn: 60 })
// @ts-expect-error null is refused, so that an unset setting never drops a check
verify(token, key, { issuer: null })
// @ts-expect-error a clock does not keep anyone waiting
new Verifier({ keys: key, clock: async () => 5 })
// @ts-expect-error a promise is not yet a token
verify(tokenseal.signAsync({}, key), key)
// @ts-expect-error a claim of another type
export const wrongly: number = own.claims.sub
// @ts-expect-error no such claim
own.claims.missing
// @ts-expect-error claims cannot be set
own.claims = { sub: '', roles: [] }
// @ts-expect-error no such code
if (codeOf(undefined) === 'ERR_JWT_EXPIERD') throw new Error()
// @ts-expect-error both keys are required
tokenseal.seal({}, { signWith: key, noExpiry: true })
// @ts-expect-error a nested serialization of claims does not exist
sign({}, key, { serialization: 'general' })
// @ts-expect-error an error is not made of any code
new TokenError('text', { code: 'ERR' })

// Keys and sets from documents as bytes, and what comes of several signatures.
const documents: Uint8Array = Buffer.from('{"keys":[]}')
export const fromBytes: KeySet = KeySet.fromJwks(documents)
export const renamed: Key = Key.fromJwk(documents).withKeyId(null)
export const reasons: string[] = fromBytes.rejected.map(({ message }) => message)
export const signers: (string | null)[] = jws.verify('', fromBytes).verified.map(({ keyId }) => keyId)
// @ts-expect-error no function takes a callback
jws.verify('', fromBytes, {}, () => undefined)
