// Every option of the core's table: the package takes it, its type has it, and null is accepted
// exactly when the table says so.

import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'

import { Redis } from 'ioredis'
import ts from 'typescript'

import * as tokenseal from '../index.mjs'
import { checker, exported } from './declared.mjs'
import { certificate, encryptedPem, event } from './samples.mjs'

const { AccessRules, Issuer, Key, KeyRing, KeySet, ProtectedResource, RemoteKeySet, ReplayCache, Revocations, StatusList, StatusLists, Verifier, dpop, jwe, jws } = tokenseal
const TABLE = JSON.parse(readFileSync(new URL('options.json', import.meta.url), 'utf8'))

const [mac, signing, agreeing] = [Key.generate('HS256'), Key.generate('ES256'), Key.generate('ECDH-ES+A128KW')]
const bytes = new Uint8Array(32).map((_, index) => index)
const encryptedDer = Buffer.from(encryptedPem.split('\n').slice(1, -2).join(''), 'base64')
const jwt = tokenseal.sign({}, mac, { expiresIn: 60 })
const encrypted = tokenseal.encrypt({}, agreeing, { expiresIn: 60 })
const sealed = tokenseal.seal({}, { signWith: signing, encryptTo: agreeing, expiresIn: 60 })
const claims = { exp: 9e9 }
/** Of lists that nobody reads: it is never connected. */
const client = new Redis({ lazyConnect: true })
const allowedUris = ['https://issuer.example/']
const rules = AccessRules.fromJson({ rules: [{ name: 'all', methods: ['GET'], path: '/{*rest}', public: true }] })
const [revocations, checked] = [new Revocations({ audit: true }), tokenseal.verify(jwt, mac)]

/** What an option of a protected resource does nothing without. */
const [resource, csrfKey] = ['https://api.example/', Key.generate('HS256')]
const NEEDED = {
  allowInsecureCookies: { cookie: 'x', csrfKey },
  authorizationServers: { resource },
  cookie: { csrfKey, allowInsecureCookies: true },
  csrfKey: { cookie: '__Host-x' },
  documentation: { resource },
  scopesSupported: { resource },
}

/** Those without which a verifier has no use for what is about proofs. */
const ORIGINS = { publicOrigins: ['https://api.example'] }

/** A token that was signed elsewhere. */
function completed(options) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const unsigned = tokenseal.prepare(claims, Key.fromKeyObject(publicKey, 'ES256'))
  return unsigned.complete(sign('sha256', unsigned.signingInput, { key: privateKey, dsaEncoding: 'ieee-p1363' }), options)
}

/** A valid call of each function without options, except the password that some need. */
const CALLS = {
  'Key.generate': (options) => Key.generate('ES256', options),
  'Key.fromJwk': (options) => Key.fromJwk(mac.toJwk({ private: true }), options),
  'Key.fromPem': (options) => Key.fromPem('password' in options ? encryptedPem : signing.toPem(), 'password' in options ? 'Ed25519' : 'ES256', options),
  'Key.fromDer': (options) => Key.fromDer('password' in options ? encryptedDer : signing.toDer(), 'password' in options ? 'Ed25519' : 'ES256', options),
  'Key.fromCertificate': (options) => Key.fromCertificate(certificate, 'Ed25519', options),
  'Key.fromSecret': (options) => Key.fromSecret(options.encoding ? 'x'.repeat(32) : bytes, 'HS256', options),
  'Key.fromPassword': (options) => Key.fromPassword('correct horse', 'PBES2-HS256+A128KW', options),
  'Key.toJwk': (options) => signing.toJwk(options),
  'Key.toPem': (options) => signing.toPem(options),
  'Key.toDer': (options) => signing.toDer(options),
  'KeySet.fromJwks': (options) => KeySet.fromJwks({ keys: [] }, options),
  'KeySet.toJwks': (options) => new KeySet(mac).toJwks(options),
  RemoteKeySet: (options) => new RemoteKeySet('https://issuer.example/jwks.json', options),
  'KeyRing.create': (options) => KeyRing.create(options.bits === undefined ? ['ES256', 'ECDH-ES'] : 'RS256', options),
  Revocations: (options) => new Revocations(options),
  'Revocations.file': (options) => Revocations.file(join(mkdtempSync(join(tmpdir(), 'tokenseal-')), 'revoked.log'), { create: true, ...options }),
  // Without a namespace it asks no store.
  'KeyRing.redis': (options) => KeyRing.redis(client, Key.generate('A256KW'), options),
  'Revocations.redis': (options) => Revocations.redis(client, { namespace: 'x', create: true, ...options }),
  'Revocations.revoke': (options) => revocations.revoke(checked, options),
  'Revocations.revokeId': (options) => revocations.revokeId('x', 'x', options),
  'Revocations.revokeSession': (options) => revocations.revokeSession('x', 'x', options),
  'Revocations.revokeKey': (options) => revocations.revokeKey('x', 'x', options),
  'Revocations.revokeSubject': (options) => revocations.revokeSubject('x', 'x', options),
  'Revocations.revokeIssuer': (options) => revocations.revokeIssuer('x', options),
  'Revocations.withdraw': (options) => revocations.withdraw(revocations.revoke(checked), options),
  'Revocations.applyEvents': (options) => revocations.applyEvents(event, options),
  'Revocations.entries': (options) => revocations.entries(options),
  'StatusList.toJwt': (options) => new StatusList(8, 1).toJwt(mac, 'https://issuer.example/1', { ...(options.ttl === undefined && { expiresIn: '1d' }), ...options }),
  StatusLists: (options) => new StatusLists({ allowedUris, ...options }),
  sign: (options) => tokenseal.sign(claims, mac, options),
  encrypt: (options) => tokenseal.encrypt(claims, agreeing, options),
  seal: (options) => tokenseal.seal(claims, { signWith: signing, encryptTo: agreeing, ...options }),
  prepare: (options) => tokenseal.prepare(claims, signing, options),
  Issuer: (options) => new Issuer({ signingKey: signing, encryptionKey: agreeing, ...options }),
  'Issuer.issue': (options) => new Issuer({ signingKey: mac }).issue(claims, options),
  verify: (options) => tokenseal.verify(jwt, mac, options),
  decrypt: (options) => tokenseal.decrypt(encrypted, agreeing, { allowUnsigned: true, ...options }),
  unseal: (options) => tokenseal.unseal(sealed, { decryptWith: agreeing, verifyWith: signing, ...options }),
  Verifier: (options) => new Verifier({ keys: mac, decryptionKeys: agreeing, ...(options.publicOrigins === undefined && ORIGINS), ...options }),
  'Verifier.verify': (options) => new Verifier({ keys: mac }).verify(jwt, options),
  'Verifier.verifyMany': (options) => new Verifier({ keys: mac }).verifyMany([jwt], options),
  'Unsigned.complete': (options) => completed(options),
  'dpop.prove': (options) => dpop.prove(signing, 'GET', 'https://api.example/', options),
  'dpop.prepare': (options) => dpop.prepare(signing, 'GET', 'https://api.example/', options),
  ReplayCache: (options) => new ReplayCache(options),
  'ReplayCache.redis': (options) => ReplayCache.redis(client, { namespace: 'x', ...options }),
  ProtectedResource: (options) => new ProtectedResource(new Verifier({ keys: mac }), { ...NEEDED[Object.keys(options)[0]], ...options }),
  'ProtectedResource.check': (options) => new ProtectedResource(new Verifier({ keys: mac })).check('GET', '/', [], options),
  'AccessRules.check': (options) => rules.check(null, 'GET', '/', options),
  'AccessRules.require': (options) => rules.require(null, 'GET', '/x', options),
  'AccessRules.explain': (options) => rules.explain(null, 'GET', '/', options),
  'jws.sign': (options) => jws.sign(bytes, mac, options),
  'jws.verify': (options) => jws.verify(jwt, mac, options),
  'jwe.encrypt': (options) => jwe.encrypt(bytes, agreeing, { serialization: 'general', ...options }),
  'jwe.decrypt': (options) => jwe.decrypt(encrypted, agreeing, options),
  'jwe.prepareDecrypt': (options) => jwe.prepareDecrypt(encrypted, agreeing, options),
}

const HANDLES = {
  AccessRules: rules,
  Clock: () => new Date(),
  Confirmation: signing,
  Key: signing,
  Keys: [mac],
  ReplayCache: new ReplayCache(),
  Revocations: revocations,
  StatusLists: new StatusLists({ allowedUris }),
}

/** A value of each form; those of names stand in the table. */
const VALUES = {
  flag: () => true,
  text: () => 'x',
  texts: () => ['x'],
  'text-or-texts': () => ['x', 'y'],
  length: () => '15m',
  time: () => new Date(),
  count: () => 16,
  bits: () => 2048,
  object: () => ({ x: 1 }),
  objects: () => [{ x: 1 }],
  'object-or-objects': () => [{ x: 1 }],
  name: ({ sample }) => sample,
  names: ({ sample }) => sample,
  secret: () => 'correct horse',
  bytes: () => bytes,
  handle: ({ of }, option) => (option === 'nonceKey' || option === 'csrfKey' ? mac : HANDLES[of]),
}

/** The error of a call; an empty object if there is none. Anything but a TokenError is a defect. */
async function failureOf(call) {
  try {
    await call()
    return {}
  } catch (error) {
    assert.ok(error instanceof tokenseal.TokenError, error)
    return error
  }
}

/** What only this language has among the options: functions that drivers take, and what is an argument elsewhere. */
const OWN = { KeyRingOptions: ['now'], RingStoreOptions: ['create', 'onEvent'], others: ['fetch', 'headers', 'onEvent'] }

/** Members of an interface by name, and whether null is one of their types. */
function declaredMembers(name) {
  const declaration = exported.get(name).declarations[0]
  const isNullable = (member) => {
    const type = checker.getTypeOfSymbolAtLocation(member, declaration)
    return type.isUnion() && type.types.some((one) => one.flags & ts.TypeFlags.Null)
  }
  const members = checker.getDeclaredTypeOfSymbol(exported.get(name)).getProperties().filter((member) => !(OWN[name] ?? OWN.others).includes(member.name))
  return Object.fromEntries(members.filter(({ flags }) => flags & ts.SymbolFlags.Optional).map((member) => [member.name, isNullable(member)]))
}

for (const [name, { interface: taken, options }] of Object.entries(TABLE)) {
  describe(name, () => {
    const call = CALLS[name]
    for (const [option, row] of Object.entries(options)) {
      test(option, async () => {
        const value = VALUES[row.form](row, option)
        assert.notEqual(value, undefined)
        // An option may be wrong for this very token or key, but never for the function.
        const { message = '' } = await failureOf(() => call({ [option]: value }))
        assert.doesNotMatch(message, /unknown|form|must be|cannot|wanted/)
        const refused = await failureOf(() => call({ [option]: null }))
        // Without its key or its password a call is wrong in itself.
        const isNeeded = row.form === 'handle' || row.form === 'secret'
        if (!row.null) assert.equal(refused.code, 'ERR_OPTION_INVALID')
        else if (!isNeeded) assert.equal(refused.message, undefined)
      })
    }
    test(`has the type ${taken}`, () => {
      const nullable = Object.fromEntries(Object.entries(options).map(([option, row]) => [option, row.null]))
      assert.deepEqual(declaredMembers(taken), nullable)
    })
  })
}

test('every function of the table is called, and every interface taken', () => {
  assert.deepEqual(Object.keys(CALLS).sort(), Object.keys(TABLE).sort())
  const shared = ['LimitOptions', 'CommonReadOptions', 'ClaimCheckOptions', 'TokenErrorOptions']
  const ownOfNode = ['ByIssuerOptions', 'ForIssuerOptions', 'FromSnapshotOptions', 'ReadyOptions', 'RewrapOptions', 'SigningKeyOptions']
  const names = [...exported.keys()].filter((name) => name.endsWith('Options') && ![...shared, ...ownOfNode].includes(name))
  assert.deepEqual(names.sort(), [...new Set(Object.values(TABLE).map((one) => one.interface))].sort())
})

describe('options that come again', () => {
  const claimsOf = (token) => tokenseal.inspectUnverified(token).claims
  const made = (options) => claimsOf(tokenseal.sign({}, mac, options))

  test('say the same each time, of whichever object they are', () => {
    const now = () => Math.floor(Date.now() / 1000)
    const options = { expiresIn: 60, issuer: 'a' }
    for (let time = 0; time < 3; time++) {
      const { iss, iat, exp } = made(time === 2 ? { ...options } : options)
      assert.deepEqual([iss, exp - iat], ['a', 60])
      assert.ok(Math.abs(iat - now()) <= 5)
    }
    options.issuer = 'b'
    assert.equal(made(options).iss, 'b')
  })

  test('leave the time to each call', () => {
    for (const now of [1_700_000_000, 1_800_000_000, new Date(1_700_000_000_000)]) {
      assert.equal(made({ expiresIn: 60, now }).iat, Number(now) > 1e12 ? 1_700_000_000 : now)
    }
    for (const now of [undefined, null]) assert.ok(made({ expiresIn: 60, now }).iat > 1_790_000_000)
    const named = [1, 2, 3].map((id) => made({ expiresIn: 60, tokenId: `t${id}`, subject: `s${id}` }))
    assert.deepEqual(named.map(({ jti, sub }) => jti + sub), ['t1s1', 't2s2', 't3s3'])
  })

  test('are refused each time where they are wrong', () => {
    const wrong = [{ expiresIn: 0 }, { expiresIn: 60, isuer: 'a' }, { expiresIn: 60, issuer: undefined }, { expiresIn: 60, type: 'x'.repeat(300), foo: 1 }]
    const message = (options) => {
      try {
        return made(options)
      } catch (error) {
        return error.message
      }
    }
    const first = wrong.map(message)
    assert.deepEqual([1, 2, 3].map(() => wrong.map(message)), [first, first, first])
    assert.match(first[2], /option `issuer` is undefined/)
  })

  test('are not mistaken for others, however many there are', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ expiresIn: 60 + index, issuer: `issuer ${index}` }))
    for (const { expiresIn, issuer } of [...many, ...many.toReversed(), ...many]) {
      const { iss, iat, exp } = made({ expiresIn, issuer })
      assert.deepEqual([iss, exp - iat], [issuer, expiresIn])
      const { claims } = tokenseal.decrypt(tokenseal.encrypt({}, agreeing, { expiresIn, issuer }), agreeing, { issuer, allowUnsigned: true })
      assert.equal(claims.iss, issuer)
    }
  })
})
