// What vectors cannot show of access rules and protected resources: JavaScript's own types, and checks that wait.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'

import {
  AccessDeniedError,
  AccessRules,
  Answer,
  Decision,
  Issuer,
  Key,
  ProtectedResource,
  StatusList,
  StatusLists,
  TokenError,
  Verifier,
  dpop,
  http,
} from '../index.mjs'
import resources from '../lib/protected_resource.cjs'
import { TestIssuer, testClock } from '../testing/index.mjs'

const INVALID = { code: 'ERR_OPTION_INVALID' }
const key = Key.generate('HS256')
const issuer = new Issuer({ signingKey: key, lifetime: '15m' })
const verifier = new Verifier({ keys: key })
const RULES = {
  rules: [
    { name: 'orders', methods: ['GET'], path: '/orders/{id}', require: { scope: ['read'], max_auth_age: '5m' } },
    { name: 'health', methods: ['GET'], path: '/health', public: true },
  ],
}
const rules = AccessRules.fromJson(RULES)
const bearer = (claims) => issuer.issue(claims)
const tokenOf = (claims, options) => verifier.verify(bearer(claims), options)

describe('access rules', () => {
  test('are read from text, bytes and objects', () => {
    const text = JSON.stringify(RULES)
    for (const given of [text, Buffer.from(text), RULES]) assert.equal(AccessRules.fromJson(given).check(null, 'GET', '/health').rule, 'health')
    for (const wrong of ['', '{}', 'null', null, undefined, 5, Buffer.from([0xff]), { rules: [{ name: 'x' }] }, { rules: [], more: 1 }]) {
      assert.throws(() => AccessRules.fromJson(wrong), INVALID)
    }
    assert.throws(() => new AccessRules(), INVALID)
  })

  test('are asked with a token, an error or nothing', () => {
    const good = tokenOf({ scope: 'read', auth_time: Math.floor(Date.now() / 1000) - 10 })
    assert.equal(rules.check(good, 'GET', '/orders/7').rule, 'orders')
    assert.equal(rules.check(undefined, 'GET', '/orders/7').reason, 'no_token')
    assert.equal(rules.check(new TokenError('x', { code: 'ERR_JWT_EXPIRED' }), 'GET', '/orders/7').status, 401)
    assert.equal(rules.check(new TokenError('x', { code: 'ERR_JWKS_UNAVAILABLE' }), 'GET', '/orders/7').status, 503)
    assert.equal(rules.check(new RangeError('mine'), 'GET', '/orders/7').status, 500)
    for (const wrong of ['a.b.c', {}, 5, { claims: {} }, true]) assert.throws(() => rules.check(wrong, 'GET', '/orders/7'), INVALID)
    for (const wrong of [null, 5, undefined]) assert.throws(() => rules.check(null, wrong, '/health'), INVALID)
    for (const wrong of [null, 5, undefined, '\ud800']) assert.throws(() => rules.check(null, 'GET', wrong), INVALID)
    for (const wrong of [null, { form: 'x' }, { ignores: ['x'] }, { foo: 1 }, { now: 'x' }]) assert.throws(() => rules.check(null, 'GET', '/', wrong), INVALID)
  })

  test('a decision says what lacks', () => {
    const old = tokenOf({ scope: 'write', auth_time: 1, name: 'é\u001f' })
    const decision = rules.check(old, 'GET', '/orders/7')
    assert.deepEqual({ ...decision.toJSON(), challenges: decision.challenges.length }, {
      allowed: false,
      onlyReported: false,
      status: 401,
      reason: 'insufficient',
      rule: 'orders',
      needed: { scope: ['read'], anyScope: [], claims: [], acr: [], maxAuthAge: 300, issuer: [], proof: false },
      challenges: 1,
    })
    decision.needed.scope.push('x')
    assert.deepEqual(decision.needed.scope, ['read'])
    assert.match(inspect(decision), /^Decision \{/)
    assert.ok(decision instanceof Decision)
    assert.throws(() => new Decision(), INVALID)
    const reporting = AccessRules.fromJson({ ...RULES, report_only: true })
    assert.deepEqual([reporting.reportOnly, reporting.check(null, 'GET', '/x').onlyReported], [true, true])
  })

  test('require throws the decision', () => {
    assert.equal(rules.require(null, 'GET', '/health').allowed, true)
    for (const [token, status, fault] of [
      [null, 401, 'token'],
      [tokenOf({ sub: 'alice' }), 401, 'token'],
      [new TokenError('x', { code: 'ERR_JWKS_UNAVAILABLE' }), 503, 'environment'],
      [new RangeError('mine'), 500, 'program'],
    ]) {
      assert.throws(() => rules.require(token, 'GET', '/orders/7'), (error) => {
        assert.ok(error instanceof AccessDeniedError && error instanceof TokenError && error.decision instanceof Decision)
        assert.deepEqual([error.code, error.status, error.fault, error.decision.status], ['ERR_JWT_ACCESS_DENIED', status, fault, status])
        return true
      })
    }
    assert.throws(() => rules.require(null, 'GET', '/x', { foo: 1 }), INVALID)
    assert.equal(new AccessDeniedError('made').decision, undefined)
  })

  test('explain, lint, Cedar and schema', () => {
    const [orders] = rules.explain(tokenOf({}), 'POST', '/orders/7')
    assert.deepEqual([orders.rule, orders.effect, orders.fits, orders.fitsPath, orders.matches, orders.missing.maxAuthAge], ['orders', 'allow', false, true, false, 300])
    assert.deepEqual(rules.lint(), [])
    assert.match(rules.toCedar(), /permit/)
    assert.equal(typeof AccessRules.schema(), 'object')
  })

  test('a token says how its possession was proven', () => {
    assert.equal(tokenOf({}).provenBy, null)
    const own = Key.generate('ES256')
    const bound = issuer.issue({ sub: 'alice' }, { confirm: own.public() })
    const proving = new Verifier({ keys: key, publicOrigins: ['https://api.example'] })
    const sent = { proof: dpop.prove(own, 'GET', 'https://api.example/a', { accessToken: bound }), method: 'GET', url: '/a' }
    const token = proving.verify(bound, sent)
    assert.deepEqual([token.provenBy, token.kind, token.get('sub')], ['dpop', 'signed', 'alice'])
    const asking = AccessRules.fromJson({ rules: [{ name: 'a', methods: ['GET'], path: '/a', require: { proof: true } }] })
    assert.deepEqual([token, tokenOf({})].map((one) => asking.check(one, 'GET', '/a').allowed), [true, false])
  })
})

describe('a protected resource', () => {
  const api = new ProtectedResource(verifier, { rules })
  const claims = { sub: 'alice', scope: 'read', auth_time: Math.floor(Date.now() / 1000) - 10 }

  test('takes headers in every form', async () => {
    const value = `Bearer ${bearer(claims)}`
    const forms = [
      ['Host', 'x', 'AUTHORIZATION', value],
      [['Host', 'x'], ['authorization', value]],
      new Headers({ authorization: value }),
      new Map([['Authorization', value]]),
      { host: 'x', authorization: value, cookie: undefined, 'set-cookie': ['a', 'b'] },
      { Authorization: [value] },
      Object.assign(Object.create(null), { authorization: value }),
    ]
    for (const headers of forms) {
      for (const answer of [api.check('GET', '/orders/7', headers), await api.checkAsync('GET', '/orders/7?x=1', headers)]) {
        assert.deepEqual([answer.allowed, answer.status, answer.headers, answer.body, answer.error], [true, 200, [], '', null])
        assert.deepEqual([answer.token.get('sub'), answer.decision.rule], ['alice', 'orders'])
        assert.equal(answer.token, answer.token)
      }
    }
    for (const twice of [['authorization', value, 'Authorization', value], { authorization: [value, value] }]) assert.equal(api.check('GET', '/orders/7', twice).status, 400)
    for (const none of [[], {}, new Headers(), { Authorization: [] }]) assert.equal(api.check('GET', '/orders/7', none).status, 401)
    for (const wrong of [null, undefined, 5, 'x', ['authorization'], [['authorization']], [[1, 2]], [5], { authorization: 5 }, { authorization: [null] }, new Set(['x']), new Proxy({}, {})]) {
      assert.throws(() => api.check('GET', '/', wrong), INVALID, inspect(wrong))
      await assert.rejects(api.checkAsync('GET', '/', wrong), INVALID)
    }
    const throwing = Object.defineProperty({}, 'authorization', { enumerable: true, get: () => { throw new RangeError('mine') } })
    assert.throws(() => api.check('GET', '/', throwing), INVALID)
  })

  test('answers with why it refuses', () => {
    const answer = api.check('GET', '/orders/7', { authorization: `Bearer ${bearer({ scope: 'read', auth_time: 1 })}` })
    assert.deepEqual([answer.allowed, answer.status, answer.token, answer.decision.reason], [false, 401, null, 'insufficient'])
    assert.ok(answer.error instanceof AccessDeniedError && answer.error.decision.needed.maxAuthAge === 300 && answer.error.status === 401)
    assert.equal(answer.error, answer.error)
    assert.equal(JSON.parse(answer.body).error, 'insufficient_user_authentication')
    const names = answer.headers.map(([name]) => name)
    assert.ok(names.includes('WWW-Authenticate') && names.includes('Cache-Control'))
    answer.headers.push(['x', 'y'])
    assert.equal(answer.headers.length, names.length)
    assert.match(inspect(answer), /code: 'ERR_JWT_ACCESS_DENIED'/)
    const bad = api.check('GET', '/orders/7', { authorization: `Bearer ${bearer(claims).slice(0, -4)}AAAA` })
    assert.deepEqual([bad.status, bad.error.code, bad.error.status], [401, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 401])
    assert.ok(bad instanceof Answer)
    assert.throws(() => new Answer(), INVALID)
  })

  test('takes the time of the verifier’s clock, or of the call', async () => {
    const clock = testClock(1_800_000_000)
    const timed = new ProtectedResource(new Verifier({ keys: key, clock }))
    const headers = { authorization: `Bearer ${new Issuer({ signingKey: key, lifetime: 60, clock }).issue({})}` }
    assert.ok(timed.check('GET', '/', headers).allowed)
    assert.equal(timed.check('GET', '/', headers, { now: 1_800_000_060 }).error.code, 'ERR_JWT_EXPIRED')
    assert.ok((await timed.checkAsync('GET', '/', headers, { now: new Date(1_800_000_059_000) })).allowed)
    clock.advance(60)
    assert.equal(timed.check('GET', '/', headers).error.code, 'ERR_JWT_EXPIRED')
  })

  test('asks for scopes and lets requests without a token pass', () => {
    const plain = new ProtectedResource(verifier)
    const headers = { authorization: `Bearer ${bearer({ scope: 'a b' })}` }
    assert.ok(plain.check('GET', '/', headers, { scope: ['a', 'b'] }).allowed)
    assert.equal(plain.check('GET', '/', headers, { scope: 'a c' }).status, 403)
    const passed = plain.check('GET', '/', {}, { optional: true })
    assert.deepEqual([passed.allowed, passed.token, passed.decision], [true, null, null])
    assert.equal(plain.check('GET', '/', { authorization: 'Bearer x' }, { optional: true }).status, 401)
    for (const wrong of [null, { scopes: 'a' }, { scope: 5 }, { now: 'x' }, { certificate: 'x' }]) assert.throws(() => plain.check('GET', '/', {}, wrong), INVALID)
  })

  test('decrypts on the thread pool', async () => {
    const own = Key.generate('A256GCMKW')
    const sealed = new Issuer({ encryptionKey: own, lifetime: 60 }).issue({ sub: 'alice' })
    const decrypting = new ProtectedResource(new Verifier({ decryptionKeys: own }))
    for (const answer of [decrypting.check('GET', '/', { authorization: `Bearer ${sealed}` }), await decrypting.checkAsync('GET', '/', { authorization: `Bearer ${sealed}` })]) {
      assert.deepEqual([answer.token.kind, answer.token.get('sub')], ['encrypted', 'alice'])
    }
  })

  test('takes DPoP proofs where the verifier can check them', async () => {
    const own = Key.generate('ES256')
    const bound = issuer.issue({ sub: 'alice' }, { confirm: own.public() })
    const proving = new ProtectedResource(new Verifier({ keys: key, publicOrigins: ['https://api.example'], nonceKey: key }))
    const ask = (nonce) => {
      const proof = dpop.prove(own, 'GET', 'https://api.example/a', { accessToken: bound, ...(nonce && { nonce }) })
      return proving.checkAsync('GET', '/a', ['authorization', `DPoP ${bound}`, 'DPoP', proof])
    }
    const first = await ask()
    const nonce = first.headers.find(([name]) => name === 'DPoP-Nonce')[1]
    assert.deepEqual([first.status, first.error.code, first.error.dpopNonce], [401, 'ERR_DPOP_NONCE_REQUIRED', nonce])
    const second = await ask(nonce)
    assert.deepEqual([second.allowed, second.token.provenBy, second.headers[0][0]], [true, 'dpop', 'DPoP-Nonce'])
  })

  test('waits for keys and lists, or says that there are none yet', async () => {
    const remote = await TestIssuer.start()
    const list = new StatusList(8, 1)
    const indexes = [list.allocate(), list.allocate()]
    list.set(indexes[1], StatusList.INVALID)
    const uri = 'https://issuer.example/1'
    const fetch = async () => new Response(list.toJwt(remote.key, uri, { ttl: '5m' }))
    const events = []
    const watching = remote.verifier({ statusLists: new StatusLists({ allowedUris: [uri], fetch }), onEvent: ({ event }) => events.push(event) })
    const waiting = new ProtectedResource(watching, { realm: 'x' })
    const headers = indexes.map((index) => ({ authorization: `Bearer ${remote.issue({ sub: 'alice', status: list.claim(uri, index) })}` }))
    const early = waiting.check('GET', '/', headers[0])
    assert.deepEqual([early.status, early.error.code], [503, 'ERR_JWKS_UNAVAILABLE'])
    const answers = await Promise.all(headers.map((one) => waiting.checkAsync('GET', '/', one)))
    assert.deepEqual(answers.map(({ status, error }) => [status, error?.code ?? null]), [[200, null], [401, 'ERR_JWT_REVOKED']])
    assert.equal(answers[0].token.get('sub'), 'alice')
    assert.ok(waiting.check('GET', '/', headers[0]).allowed)
    assert.deepEqual(events.filter((event) => event === 'refused'), ['refused', 'refused'])
    await remote.close()
  })

  test('is told by adapters what their router ignores, unless its maker has said so', () => {
    const reason = (resource, path) => resource.check('GET', path, []).decision.reason
    const ignoring = resources.ignoring(api, ['case', 'last-slash'])
    assert.deepEqual([api, ignoring].map((one) => reason(one, '/HEALTH/')), ['no_rule', 'bad_path'])
    assert.deepEqual([api, ignoring].map((one) => reason(one, '/health')), ['public', 'public'])
    const told = new ProtectedResource(verifier, { rules, ignores: ['case'] })
    assert.equal(resources.ignoring(told, ['last-slash']), told)
    const plain = new ProtectedResource(verifier)
    for (const other of [plain, null, 5, { checkAsync: () => {} }]) assert.equal(resources.ignoring(other, ['case']), other)
    assert.equal(resources.ignoring(api, []), api)
  })

  test('has metadata where it has a URL', () => {
    const named = new ProtectedResource(verifier, { resource: 'https://api.example/v1', authorizationServers: ['https://issuer.example'] })
    assert.equal(JSON.parse(named.metadata()).resource, 'https://api.example/v1')
    assert.equal(named.metadataUrl, `https://api.example${named.metadataPath}`)
    assert.deepEqual([api.metadata(), api.metadataPath, api.metadataUrl], [null, null, null])
    assert.match(named.check('GET', '/', []).headers[0][1], /resource_metadata="https:\/\/api\.example\//)
  })

  test('refuses options that are wrong', () => {
    const cookie = { cookie: '__Host-t', csrfKey: key }
    for (const wrong of [{ rules: null }, { rules: RULES }, { csrfKey: null, cookie: '__Host-t' }, { cookie: 't', csrfKey: key }, { resource: 'x' }, { foo: 1 }, null]) {
      assert.throws(() => new ProtectedResource(verifier, wrong), INVALID, inspect(wrong))
    }
    for (const wrong of [null, undefined, {}, key]) assert.throws(() => new ProtectedResource(wrong), INVALID)
    assert.throws(() => api.csrfToken('x'), INVALID)
    const cookies = new ProtectedResource(verifier, cookie)
    assert.throws(() => cookies.csrfToken(5), INVALID)
    const token = bearer({})
    const post = (more) => cookies.check('POST', '/', { cookie: `a=b; __Host-t=${token}`, ...more }).status
    assert.deepEqual([post({}), post({ 'X-CSRF-Token': cookies.csrfToken(token) }), post({ 'X-CSRF-Token': cookies.csrfToken('x') })], [403, 200, 403])
  })
})

test('events are answered', () => {
  assert.equal(http.eventAnswer(null).status, 202)
  assert.equal(http.eventAnswer(new RangeError('mine')).status, 500)
  assert.equal(http.logoutAnswer(new TokenError('x', { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'aud' })).status, 400)
  assert.equal(http.logoutToken('logout_token=a.b.c&x=y'), 'a.b.c')
  for (const wrong of ['', 'x', 'logout_token=a&logout_token=b']) assert.throws(() => http.logoutToken(wrong), { code: 'ERR_REQUEST_INVALID' })
  for (const wrong of [5, 'x', {}]) assert.throws(() => http.eventAnswer(wrong), INVALID)
  assert.throws(() => http.logoutToken(undefined), INVALID)
})
