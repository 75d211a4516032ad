// What is different about keys and sets of keys: for each row of the list, what jose does and what
// the shim does instead.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'

import * as theirs from 'jose'
import { Key } from 'tokenseal'
import * as ours from 'tokenseal/compat/jose'

import { jwkOf, otherP256, p256, p384, pss, rsa, weakRsa } from './material.mjs'

const BYTES = Buffer.from('any bytes')
const signed = (library, key, alg) =>
  new library.CompactSign(BYTES).setProtectedHeader({ alg }).sign(key)
const encrypted = (library, key, alg) =>
  new library.CompactEncrypt(BYTES).setProtectedHeader({ alg, enc: 'A128GCM' }).encrypt(key)

/** A server that gives these answers, one after the other, and the last one ever after. */
async function serving(answers, use) {
  let requests = 0
  const server = createServer((_, response) => {
    response.end(answers[Math.min(requests++, answers.length - 1)])
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(new URL(`http://127.0.0.1:${server.address().port}`), () => requests)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const setOf = (...keys) => JSON.stringify({ keys })

export const KEY_DIFFERENCES = {
  'unfitting keys': async () => {
    const cases = [
      [p256.privateKey, 'RS256', 'ERR_KEY_MISMATCH'],
      [p384.privateKey, 'ES256', 'ERR_KEY_MISMATCH'],
      [weakRsa.privateKey, 'RS256', 'ERR_KEY_WEAK'],
    ]
    for (const [key, alg, code] of cases) {
      await assert.rejects(signed(theirs, key, alg), (error) => error.code !== code)
      await assert.rejects(signed(ours, key, alg), { name: 'TypeError', code })
    }
  },

  'malformed JWKs': async () => {
    const jwk = { ...jwkOf(p256.privateKey), x: 'AA' }
    await assert.rejects(signed(theirs, jwk, 'ES256'), { name: 'DataError' })
    await assert.rejects(signed(ours, jwk, 'ES256'), { code: 'ERR_JWK_INVALID' })
    const odd = { ...jwkOf(p256.publicKey), x: 'é' }
    await assert.rejects(theirs.calculateJwkThumbprint(odd), TypeError)
    await assert.rejects(ours.calculateJwkThumbprint(odd), { code: 'ERR_JWK_INVALID' })
  },

  'more keys': async () => {
    await assert.rejects(signed(theirs, pss.privateKey, 'PS256'))
    await ours.compactVerify(await signed(ours, pss.privateKey, 'PS256'), pss.publicKey)
    const jwk = { ...jwkOf(rsa.publicKey), key_ops: ['wrapKey'] }
    await assert.rejects(encrypted(theirs, jwk, 'RSA-OAEP'))
    await ours.compactDecrypt(await encrypted(ours, jwk, 'RSA-OAEP'), rsa.privateKey)
    const mlDsa = Key.generate('ML-DSA-44')
    const token = await signed(ours, mlDsa.toJwk({ private: true }), 'ML-DSA-44')
    await ours.compactVerify(token, mlDsa.toJwk())
  },

  'JWK objects': async () => {
    const there = jwkOf(p256.publicKey)
    const here = { ...there }
    const token = await signed(theirs, p256.privateKey, 'ES256')
    await theirs.compactVerify(token, there)
    await ours.compactVerify(token, here)
    assert.deepEqual([Object.isFrozen(there), Object.isFrozen(here)], [true, false])
    Object.assign(here, jwkOf(otherP256.publicKey))
    await assert.rejects(ours.compactVerify(token, here))
  },

  'base64url.encode': () => {
    assert.equal(theirs.base64url.encode(3), '')
    assert.throws(() => ours.base64url.encode(3), TypeError)
  },

  'fetching sets': async () => {
    const good = setOf({ ...jwkOf(p256.publicKey), kid: 'a' })
    // After a failure, jose asks again at once. The first pauses here are a second or two.
    const askTwentyTimes = (library) =>
      serving(['{}'], async (url, requests) => {
        const set = library.createRemoteJWKSet(url)
        for (let times = 0; times < 20; times++) {
          await assert.rejects(set({ alg: 'ES256' }), { code: 'ERR_JWKS_INVALID' })
        }
        return requests()
      })
    assert.equal(await askTwentyTimes(theirs), 20)
    assert.ok((await askTwentyTimes(ours)) < 10)
    await serving([good.replace('{', `{"more":"${'x'.repeat(300_000)}",`)], async (url) => {
      await theirs.createRemoteJWKSet(url)({ alg: 'ES256' })
      await assert.rejects(ours.createRemoteJWKSet(url)({ alg: 'ES256' }))
    })
    await serving(['x'], async (url) => {
      const generic = { code: 'ERR_JOSE_GENERIC' }
      await assert.rejects(theirs.createRemoteJWKSet(url)({ alg: 'ES256' }), generic)
      const invalid = { code: 'ERR_JWKS_INVALID' }
      await assert.rejects(ours.createRemoteJWKSet(url)({ alg: 'ES256' }), invalid)
    })
  },

  'sets of keys': async () => {
    const weak = { ...jwkOf(weakRsa.publicKey), kid: 'weak' }
    const good = { ...jwkOf(p256.publicKey), kid: 'a' }
    await serving([setOf(weak, { kty: 'new' }, good)], async (url) => {
      const there = theirs.createRemoteJWKSet(url)
      const here = ours.createRemoteJWKSet(url)
      await there({ alg: 'RS256' })
      await assert.rejects(here({ alg: 'RS256' }), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
      assert.equal(there.jwks().keys.length, 3)
      assert.deepEqual(here.jwks(), { keys: [good] })
    })
  },
}
