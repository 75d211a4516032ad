// Lists of revocations in memory: what each call refuses, for how long, and how it is taken back.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'

import { Issuer, Key, Revocations, RevokedError, TokenError, Verifier, sign, verify } from '../index.mjs'
import { INVALID, ISSUER, NOW, REVOKED, listed, verifierOf } from './listed.mjs'

const END = NOW + 900 + 3600

describe('what is refused', () => {
  test('one token, by its jti', () => {
    const { revocations, issuer, verifier } = listed()
    const [text, other] = [issuer.issue({ jti: '1' }), issuer.issue({ jti: '2' })]
    assert.deepEqual(revocations.revoke(verifier.verify(text)), {
      id: revocations.withdraw(revocations.revokeId(ISSUER, '1')).id,
      kind: 'token',
      at: NOW,
      before: null,
      ends: END,
      by: null,
      reason: null,
      withdrawn: null,
    })
    revocations.revokeId(ISSUER, '1')
    assert.throws(() => verifier.verify(text), { ...REVOKED, claim: 'jti', message: 'the token was revoked' })
    assert.throws(() => verifier.verify(text), (error) => error instanceof RevokedError && error instanceof TokenError)
    assert.equal(verifier.verify(other).get('jti'), '2')
  })

  test('one token, by what it says, whoever checked it', () => {
    const { revocations, issuer, verifier, clock } = listed()
    const [text, other] = [issuer.issue({ sub: 'ålice', n: 1 }), issuer.issue({ sub: 'ålice', n: 2 })]
    revocations.revoke(verifierOf(undefined, clock).verify(text))
    assert.throws(() => verifier.verify(text), (error) => error.code === REVOKED.code && error.claim === undefined)
    assert.equal(verifier.verify(other).get('n'), 2)
  })

  test('encrypted and nested tokens', () => {
    const { revocations, clock } = listed()
    const [signingKey, encryptionKey] = [Key.generate('ES256'), Key.generate('ECDH-ES+A256KW')]
    for (const keys of [{ encryptionKey }, { signingKey, encryptionKey }]) {
      const issuer = new Issuer({ ...keys, lifetime: '15m', clock })
      const reading = { decryptionKeys: encryptionKey, ...(keys.signingKey ? { keys: signingKey } : { allowUnsigned: true }) }
      const verifier = new Verifier({ ...reading, revocations, clock })
      for (const claims of [{ jti: '1' }, { sub: 'alice' }]) {
        const text = issuer.issue(claims)
        revocations.withdraw(revocations.revoke(verifier.verify(text)))
        revocations.revoke(verifier.verify(text))
        assert.throws(() => verifier.verify(text), REVOKED)
      }
      revocations.withdraw(revocations.revokeId(null, '1'))
    }
  })

  test('a session, whenever its tokens are issued', () => {
    const { revocations, issuer, verifier, clock } = listed({ longestLifetime: '1h' })
    const before = issuer.issue({ sid: 's1' })
    assert.equal(revocations.revokeSession(ISSUER, 's1').ends, NOW + 3600 + 3600)
    assert.equal(revocations.revokeSession(ISSUER, 's2', { until: NOW + 60 }).ends, NOW + 60 + 3600)
    clock.advance(100)
    for (const text of [before, issuer.issue({ sid: 's1' })]) assert.throws(() => verifier.verify(text), { ...REVOKED, claim: 'sid' })
    assert.equal(verifier.verify(issuer.issue({ sid: 's3' })).get('sid'), 's3')
  })

  test('what a subject was issued before a time', () => {
    const { revocations, issuer, verifier, clock } = listed()
    const before = issuer.issue({ sub: 'alice' })
    assert.deepEqual([revocations.revokeSubject(ISSUER, 'alice').before, revocations.revokeSubject(ISSUER, 'bob').ends], [NOW + 1, null])
    const refused = { ...REVOKED, claim: 'sub' }
    assert.throws(() => verifier.verify(before), refused)
    assert.throws(() => verifier.verify(issuer.issue({ sub: 'alice' })), refused)
    clock.advance(1)
    assert.equal(verifier.verify(issuer.issue({ sub: 'alice' })).get('sub'), 'alice')
    assert.equal(verifier.verify(issuer.issue({ sub: 'carol' })).get('sub'), 'carol')
    assert.throws(() => verifier.verify(before), refused)
  })

  test('a key, of one issuer or of every one', () => {
    const { revocations, issuer, verifier } = listed()
    const text = issuer.issue({ sub: 'alice' })
    revocations.revokeKey('https://other.example', 'k1')
    assert.equal(verifier.verify(text).keyId, 'k1')
    for (const whose of [ISSUER, null]) {
      const entry = revocations.revokeKey(whose, 'k1')
      assert.equal(entry.ends, null)
      assert.throws(() => verifier.verify(text), REVOKED)
      revocations.withdraw(entry)
      assert.equal(verifier.verify(text).keyId, 'k1')
    }
  })

  test('what an issuer issued before a time', () => {
    const { revocations, issuer, verifier, clock } = listed()
    const text = issuer.issue({ sub: 'alice' })
    assert.equal(revocations.revokeIssuer(ISSUER, { before: new Date((NOW + 50) * 1000) }).before, NOW + 50)
    assert.throws(() => verifier.verify(text), { ...REVOKED, claim: 'iss' })
    clock.advance(50)
    assert.equal(verifier.verify(issuer.issue({ sub: 'alice' })).get('sub'), 'alice')
  })

  test('what an identity provider says is over', async () => {
    const { revocations, issuer, verifier } = listed()
    const key = Key.generate('HS256')
    const told = (profile, claims) => {
      const about = { issuer: ISSUER, audience: 'api', profile, now: NOW }
      return verify(sign(claims, key, { expiresIn: '2m', ...about }), key, about)
    }
    const logout = told('logout-token', { sid: 's', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } })
    const [entry] = revocations.applyEvents(logout)
    assert.deepEqual([entry.kind, entry.at, entry.by], ['session', NOW, ISSUER])
    assert.throws(() => verifier.verify(issuer.issue({ sid: 's' })), { ...REVOKED, claim: 'sid' })
    assert.deepEqual(
      (await revocations.applyEventsAsync(logout, { by: 'me' })).map(({ id, by }) => [id, by]),
      [[entry.id, 'me']],
    )
    const user = { format: 'iss_sub', iss: 'https://other.example', sub: 'alice' }
    const event = (name) => told('security-event', { sub_id: user, events: { [name]: {} } })
    const revoked = event('https://schemas.openid.net/secevent/caep/event-type/session-revoked')
    assert.throws(() => revocations.applyEvents(revoked), { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'sub_id' })
    await assert.rejects(revocations.applyEventsAsync(revoked), { code: 'ERR_JWT_CLAIM_MISMATCH' })
    assert.equal(revocations.applyEvents(revoked, { subjectIssuers: [user.iss] })[0].kind, 'subject')
    assert.deepEqual(revocations.applyEvents(event('https://issuer.example/else')), [])
    const { claims } = verifier.verify(issuer.issue({ sub: 'alice' }))
    assert.throws(() => revocations.applyEvents(claims), { ...INVALID, message: /token must be a Token/ })
  })

  test('and only the tokens of that issuer', () => {
    const { revocations, issuer, verifier } = listed()
    const text = issuer.issue({ jti: '1', sid: 's', sub: 'alice' })
    for (const other of [null, 'https://other.example']) {
      revocations.revokeId(other, '1')
      revocations.revokeSession(other, 's')
      revocations.revokeSubject(other, 'alice')
    }
    revocations.revokeIssuer('https://other.example')
    assert.equal(verifier.verify(text).get('sub'), 'alice')
  })
})

describe('what is taken back', () => {
  test('is accepted, and can be revoked again', () => {
    const { revocations, issuer, verifier } = listed()
    const text = issuer.issue({ jti: '1' })
    const token = verifier.verify(text)
    for (const name of [(entry) => entry, ({ id }) => id, ({ id }) => ({ id })]) {
      const entry = revocations.revoke(token, { by: 'support', reason: 'lost phone' })
      assert.throws(() => verifier.verify(text), REVOKED)
      const { withdrawn } = revocations.withdraw(name(entry), { by: 'alice', reason: 'found it' })
      assert.deepEqual([withdrawn.by, withdrawn.reason, Math.abs(withdrawn.at - NOW) < 1], ['alice', 'found it', true])
      assert.equal(verifier.verify(text).get('jti'), '1')
      assert.throws(() => revocations.withdraw(name(entry)), { ...INVALID, message: /^the list has no such entry/ })
    }
  })

  test('with every revocation of the same name', () => {
    const { revocations, issuer, verifier } = listed()
    const entries = [revocations.revokeSession(ISSUER, 's'), revocations.revokeSession(ISSUER, 's', { until: NOW + 9000 })]
    assert.equal(entries[0].id, entries[1].id)
    revocations.withdraw(entries[0])
    assert.equal(verifier.verify(issuer.issue({ sid: 's' })).get('sid'), 's')
  })

  test('is no text, entry or value of any other kind', () => {
    const { revocations } = listed()
    const message = /no entry of a list of revocations/
    for (const wrong of ['', 'x', {}, { id: 5 }, { id: 'x' }]) assert.throws(() => revocations.withdraw(wrong), { ...INVALID, message })
    for (const wrong of [undefined, null, 5]) assert.throws(() => revocations.withdraw(wrong), { ...INVALID, message: /^entry must be an entry/ })
  })
})

describe('a list with audit', () => {
  test('lists what was revoked, in order, and how it was taken back', () => {
    const { revocations, issuer, verifier, clock } = listed({ audit: true })
    const token = verifier.verify(issuer.issue({ jti: '1' }))
    const made = [
      revocations.revoke(token, { by: 'logout' }),
      revocations.revokeSession(ISSUER, 's', { reason: 'stolen' }),
      revocations.revokeSubject(ISSUER, 'alice'),
      revocations.revokeKey(ISSUER, 'k1'),
      revocations.revokeIssuer(ISSUER),
    ]
    made[1] = revocations.withdraw(made[1], { by: 'support' })
    const [kinds, listOf] = [({ kind }) => kind, (options) => revocations.entries(options)]
    assert.deepEqual(listOf().map(kinds), ['token', 'session', 'subject', 'key', 'issuer'])
    assert.equal(listOf()[1].withdrawn.by, 'support')
    assert.deepEqual(listOf()[0], made[0])
    const one = { tokenId: '1', sessionId: 's', subject: 'alice', keyId: 'k1' }
    for (const [index, [name, id]] of Object.entries(one).entries()) {
      assert.deepEqual(listOf({ issuer: ISSUER, [name]: id }).map(({ id }) => id), [made[index].id], name)
      assert.deepEqual(listOf({ issuer: ISSUER, [name]: 'other' }), [])
      assert.deepEqual(listOf({ [name]: id }), [])
    }
    assert.deepEqual(listOf({ issuer: ISSUER }).map(kinds), ['issuer'])
    assert.deepEqual(listOf({ issuer: ISSUER, ...one }).map(kinds), ['token', 'session', 'subject', 'key'])
    clock.set(END + 1)
    assert.deepEqual(listOf().map(kinds), ['session', 'subject', 'key', 'issuer'])
    assert.equal(listOf({ now: NOW }).length, 5)
  })

  test('and no other', () => assert.throws(() => listed().revocations.entries(), { ...INVALID, message: /^entries needs a list that keeps its records/ }))
})

describe('wrong calls', () => {
  const { revocations, issuer, verifier, clock } = listed({ longestLifetime: '1h' })
  const text = issuer.issue({ jti: '1' })
  const token = verifier.verify(text)
  const calls = {
    'a length of time is zero': () => new Revocations({ longestLifetime: 0 }),
    'option `audit`': () => new Revocations({ audit: 1 }),
    'clock must be a function': () => new Revocations({ clock: NOW }),
    'option `longest_lifetime` is unknown': () => new Revocations({ longest_lifetime: '1h' }),
    'option `longestLifetime` is unknown': () => Revocations.fromSnapshot(revocations.snapshot(), { longestLifetime: '1h' }),
    'snapshot must be a Uint8Array': () => Revocations.fromSnapshot('x'),
    'token must be a Token': () => revocations.revoke(text),
    'until is no option of this call': () => revocations.revoke(token, { until: NOW }),
    'before is no option of this call': () => revocations.revokeSession(ISSUER, 's', { before: NOW }),
    'until is no option of': () => revocations.revokeIssuer(ISSUER, { until: NOW }),
    'option `untill` is unknown': () => revocations.revokeId(ISSUER, '1', { untill: NOW }),
    'until is later than longestLifetime': () => revocations.revokeId(ISSUER, '1', { until: NOW + 7201 }),
    'until has passed': () => revocations.revokeKey(ISSUER, 'k1', { until: NOW - 3601 }),
    'tokenId is empty': () => revocations.revokeId(ISSUER, ''),
    'sessionId is empty': () => revocations.revokeSession(ISSUER, ''),
    'keyId is empty': () => revocations.revokeKey(null, ''),
    'subject is empty': () => revocations.revokeSubject(ISSUER, ''),
    'issuer is empty': () => revocations.revokeIssuer(''),
    'issuer must be a string or null, and this is undefined': () => revocations.revokeSubject(undefined, 'alice'),
    'issuer must be a string, and this is null': () => revocations.revokeIssuer(null),
    'sessionId must be a string': () => revocations.revokeSession(ISSUER, 5),
    'by is longer than 255 bytes': () => revocations.revoke(token, { by: 'é'.repeat(128) }),
    'reason is longer than 1000 bytes': () => {
      const other = new Revocations()
      other.withdraw(other.revokeKey(null, 'k').id, { reason: 'x'.repeat(1001) })
    },
    'before is not between': () => revocations.revokeSubject(ISSUER, 'alice', { before: 0 }),
    'option `before` is unknown': () => revocations.applyEvents(token, { before: NOW }),
    'option `now`': () => revocations.revoke(token, { now: NaN }),
  }
  for (const [message, call] of Object.entries(calls)) {
    test(message, () => assert.throws(call, (error) => error.code === INVALID.code && error.message.startsWith(message)))
  }

  test('and a token that lives too long', () => {
    const key = Key.generate('HS256')
    const long = new Verifier({ keys: key, clock }).verify(new Issuer({ signingKey: key, lifetime: '3h', clock }).issue({}))
    assert.throws(() => revocations.revoke(long), { ...INVALID, message: /^the exp of the token is later than longestLifetime/ })
  })

  test('leave nothing behind', () => {
    assert.deepEqual(revocations.status().entries, { token: 0, session: 0, subject: 0, key: 0, issuer: 0 })
    assert.equal(verifier.verify(text).get('jti'), '1')
  })
})

describe('the time', () => {
  test('is that of the list’s clock, or `now`', () => {
    const { revocations } = listed()
    for (const [options, at] of [[undefined, NOW], [{ now: null }, NOW], [{ now: NOW + 5 }, NOW + 5], [{ now: new Date((NOW + 9) * 1000) }, NOW + 9]]) {
      assert.equal(Math.floor(revocations.revokeSession(ISSUER, 's', options).at), at)
    }
    const by = new Revocations({ clock: () => new Date(NOW * 1000) })
    assert.equal(by.revokeSession(ISSUER, 's').at, NOW)
    assert.ok(Math.abs(new Revocations({ clock: null }).revokeKey(null, 'k').at - Date.now() / 1000) < 60)
  })

  test('is asked once for each call, and what the clock throws comes through unchanged', () => {
    let calls = 0
    const revocations = new Revocations({ clock: () => (++calls === 2 ? assert.fail('mine') : NOW) })
    revocations.revokeKey(null, 'k')
    assert.equal(calls, 1)
    assert.throws(() => revocations.revokeKey(null, 'other'), { name: 'AssertionError', message: 'mine' })
    assert.equal(revocations.status().entries.key, 1)
  })

  test('ends entries', () => {
    const { revocations, issuer, verifier, clock } = listed({ longestLifetime: '15m' })
    revocations.revokeSession(ISSUER, 's')
    clock.set(END)
    assert.throws(() => verifier.verify(issuer.issue({ sid: 's' })), REVOKED)
    clock.set(END + 1)
    assert.equal(verifier.verify(issuer.issue({ sid: 's' })).get('sid'), 's')
  })
})

test('nothing shows what was revoked', () => {
  const { revocations, issuer, verifier } = listed({ audit: true })
  const entries = [
    revocations.revoke(verifier.verify(issuer.issue({ jti: 'tell-tale' }))),
    revocations.revokeSession(ISSUER, 'tell-tale'),
    revocations.revokeSubject(ISSUER, 'tell-tale'),
    revocations.revokeKey(ISSUER, 'tell-tale'),
  ]
  const shown = [inspect(revocations, { depth: 9, showHidden: true }), JSON.stringify(revocations), String(revocations), JSON.stringify(revocations.status())]
  assert.doesNotMatch([...shown, JSON.stringify(entries), Buffer.from(revocations.snapshot()).toString('latin1')].join(), /tell|issuer\.example/)
  assert.equal(inspect(revocations), 'Revocations(4 entries)')
  assert.equal(inspect(Object.create(Revocations.prototype)), 'Revocations {}')
  assert.throws(() => verifier.verify(issuer.issue({ sid: 'tell-tale' })), ({ message }) => !message.includes('tell-tale'))
})
