// What `tokenseal/compat/jose` withstands: polluted prototypes, hostile tokens, errors that end in
// logs, objects that change while a call waits.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

import { TokenError } from 'tokenseal'

import { NOW, OTHER, SECRET, encode, ours } from './calls.mjs'
import { token } from './jwt_calls.mjs'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const BYTES = Buffer.from('any bytes')
const dir = { alg: 'dir', enc: 'A256GCM' }

/** Runs a program in a process of its own, since it changes what every object inherits. */
function run(program, flags = []) {
  const source = `
    const assert = require('node:assert/strict')
    const jose = require('tokenseal/compat/jose')
    const key = Buffer.from(${JSON.stringify(SECRET.toString())})
    void (async () => { ${program} })().then(() => console.log('done'))`
  const out = execFileSync(process.execPath, [...flags, '--eval', source], {
    cwd: FOLDER,
    encoding: 'utf8',
  })
  assert.equal(out, 'done\n')
}

describe('polluted prototypes', () => {
  const POLLUTED = {
    algorithms: ['none', 'HS256'],
    allowSharedContentKey: true,
    allowWeakSecret: true,
    clockTolerance: 1e12,
    crit: { x: true },
    currentDate: new Date(0),
    exp: 4e9,
    nbf: 1,
    iat: 4e9,
    iss: 'i',
    aud: 'b',
    sub: 's',
    alg: 'HS256',
    enc: 'A256GCM',
    key: 'k',
    text: 'x',
    payload: 'AAAA',
    header: { alg: 'HS256' },
    keyManagementAlgorithms: ['PBES2-HS256+A128KW'],
    p2c: 1,
    jti: 'j',
  }
  const expired = token({ sub: 'alice', exp: NOW - 1 })
  const plain = token({ sub: 'alice' })
  const extended = token({}, { crit: ['x'], x: 1 })

  test('waive nothing', () =>
    run(`
      const polluted = ${JSON.stringify(POLLUTED)}
      polluted.currentDate = new Date(0)
      const weak = Buffer.from('secret')
      const refused = assert.rejects
      const verify = jose.jwtVerify
      for (const [name, value] of Object.entries(polluted)) {
        Object.prototype[name] = value
        for (const options of [undefined, {}, Object.create(null)]) {
          await refused(verify('${expired}', key, options), { code: 'ERR_JWT_EXPIRED' }, name)
          await refused(verify('${plain}', weak, options), TypeError, name)
          const jwt = new jose.SignJWT().setProtectedHeader(JSON.parse('{"alg":"HS256"}'))
          await refused(jwt.sign(weak, options), TypeError, name)
        }
        for (const [option, claim] of [['issuer', 'iss'], ['audience', 'aud']]) {
          await refused(verify('${plain}', key, { [option]: 'i' }), { claim }, name)
        }
        await refused(verify('${plain}', key, { requiredClaims: ['jti'] }), { claim: 'jti' })
        await refused(verify('${plain}', key, { maxTokenAge: 5 }), { claim: 'iat' })
        await refused(verify('${encode({})}.e30.AA', key), { code: 'ERR_JWS_INVALID' }, name)
        const flat = { protected: '${encode({ alg: 'HS256' })}', signature: 'AA' }
        await refused(jose.flattenedVerify(flat, key), { code: 'ERR_JWS_INVALID' }, name)
        await refused(verify('${extended}', key), { code: 'ERR_JOSE_NOT_SUPPORTED' }, name)
        delete Object.prototype[name]
      }
    `))

  test('frozen', () =>
    run(
      `
        const signing = new jose.SignJWT({ sub: 'a' }).setProtectedHeader({ alg: 'HS256' })
        const jwt = await signing.setIssuedAt().sign(key)
        assert.equal((await jose.jwtVerify(jwt, key)).payload.sub, 'a')
        const header = { alg: 'dir', enc: 'A256GCM' }
        const jwe = await new jose.EncryptJWT({ sub: 'a' }).setProtectedHeader(header).encrypt(key)
        assert.equal((await jose.jwtDecrypt(jwe, () => key)).payload.sub, 'a')
      `,
      ['--frozen-intrinsics', '--no-warnings'],
    ))
})

describe('errors', () => {
  /** Everything that can be seen of an error, and of its causes. */
  const seenOf = (error) => inspect(error, { depth: 10, showHidden: true })
  const rejected = (promise) =>
    promise.then(
      () => assert.fail('resolved'),
      (error) => error,
    )
  const hidden = 'correct horse battery'
  const jwk = { kty: 'oct', k: Buffer.from(hidden).toString('base64url') }

  test('hold no secret, and no part of a token or of claims', async () => {
    const claims = token(`{"sub":"${hidden}","sub":1}`)
    const text = token(`{"sub": ${hidden}`)
    const jwe = await new ours.CompactEncrypt(Buffer.from(`{${hidden}`))
      .setProtectedHeader(dir)
      .encrypt(SECRET)
    for (const promise of [
      ours.jwtVerify(claims, SECRET),
      ours.jwtVerify(text, SECRET),
      ours.jwtDecrypt(jwe, SECRET),
      ours.jwtDecrypt(jwe, OTHER),
      ours.jwtVerify(token({}), Buffer.from(hidden)),
      ours.jwtVerify(token({}), { ...jwk, alg: 'HS512' }),
      ours.jwtVerify(token({}), { ...jwk, kty: 'RSA' }),
      ours.jwtVerify(token({}), hidden),
      new ours.SignJWT().setProtectedHeader({ alg: 'A' }).sign(jwk),
      new ours.EncryptJWT().setProtectedHeader({ ...dir, enc: 'A128GCM' }).encrypt(jwk),
      Promise.resolve().then(() => ours.decodeJwt(text)),
    ]) {
      const error = await rejected(promise)
      assert.ok(error instanceof Error)
      for (const form of [hidden, jwk.k, Buffer.from(hidden).toString('hex'), claims, jwe]) {
        assert.ok(!seenOf(error).includes(form), seenOf(error))
      }
    }
  })

  test('have the TokenError as their cause', async () => {
    const error = await rejected(ours.jwtVerify(token({}), OTHER))
    assert.ok(error.cause instanceof TokenError)
    assert.equal(error.cause.code, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED')
    const weak = await rejected(ours.jwtVerify(token({}), Buffer.from('secret')))
    assert.deepEqual([weak.code, weak.cause.code], ['ERR_KEY_WEAK', 'ERR_KEY_WEAK'])
  })

  test('are one for whatever goes wrong while decrypting', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const header = { alg: 'RSA-OAEP', enc: 'A128CBC-HS256' }
    const jwe = await new ours.FlattenedEncrypt(BYTES).setProtectedHeader(header).encrypt(publicKey)
    const changed = [
      { encrypted_key: 'AAAA' },
      { encrypted_key: encode('x'.repeat(256)) },
      { ciphertext: `${jwe.ciphertext.slice(0, -4)}AAAA` },
      { tag: 'AAAAAAAAAAAAAAAAAAAAAA' },
      { iv: 'AAAAAAAAAAAAAAAAAAAAAA' },
    ]
    const errors = await Promise.all(
      changed.map((members) => rejected(ours.flattenedDecrypt({ ...jwe, ...members }, privateKey))),
    )
    assert.deepEqual(new Set(errors.map(({ code, message }) => `${code} ${message}`)).size, 1)
    assert.equal(errors[0].code, 'ERR_JWE_DECRYPTION_FAILED')
  })
})

describe('hostile tokens', () => {
  const many = (count, entry) => Array.from({ length: count }, () => entry)
  const failing = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }

  test('with many signatures are not tried without end', async () => {
    const entry = { protected: encode({ alg: 'HS256' }), signature: 'AA' }
    let calls = 0
    const key = () => (calls++, SECRET)
    await assert.rejects(
      ours.generalVerify({ payload: 'AA', signatures: many(1001, entry) }, key),
      {
        code: 'ERR_JWS_INVALID',
      },
    )
    assert.equal(calls, 0)
    await assert.rejects(
      ours.generalVerify({ payload: 'AA', signatures: many(1000, entry) }, key),
      failing,
    )
    // The seventeenth is not tried, although it is good.
    const good = await new ours.GeneralSign(BYTES)
      .addSignature(SECRET)
      .setProtectedHeader({ alg: 'HS256' })
      .sign()
    const behind = (count) => ({ ...good, signatures: [...many(count, entry), ...good.signatures] })
    await assert.rejects(ours.generalVerify(behind(16), SECRET), failing)
    assert.ok((await ours.generalVerify(behind(15), SECRET)).payload)
    // Those that the key is not for cost nothing.
    const others = many(500, { protected: encode({ alg: 'ES256' }), signature: 'AA' })
    assert.ok(
      await ours.generalVerify({ ...good, signatures: [...others, ...good.signatures] }, SECRET),
    )
  })

  test('with many passwords cost what one may cost', async () => {
    const p2c = 400_000
    const header = { alg: 'PBES2-HS256+A128KW', p2c, p2s: encode('salt salt salt') }
    const content = { ciphertext: 'AA', iv: 'AAAAAAAAAAAAAAAA', tag: 'AAAAAAAAAAAAAAAAAAAAAA' }
    const recipients = many(16, { header, encrypted_key: 'A'.repeat(32) })
    const jwe = { ...content, protected: encode({ enc: 'A128GCM' }), recipients }
    const started = performance.now()
    const options = { keyManagementAlgorithms: [header.alg] }
    await assert.rejects(ours.generalDecrypt(jwe, BYTES, options), {
      code: 'ERR_JWE_DECRYPTION_FAILED',
    })
    const two = performance.now() - started
    const one = await timeOf(() =>
      ours.flattenedDecrypt(
        { ...content, ...recipients[0], protected: jwe.protected },
        BYTES,
        options,
      ),
    )
    assert.ok(two < one * 8, `${two} ms, and one takes ${one} ms`)
  })

  async function timeOf(work) {
    const started = performance.now()
    await assert.rejects(work())
    return performance.now() - started
  }

  test('that are large are refused', async () => {
    for (const jwt of [
      `${'a'.repeat(300_000)}.e30.AA`,
      `e30.${'a'.repeat(300_000)}.AA`,
      `${'.'.repeat(1_000_000)}`,
    ]) {
      await assert.rejects(ours.jwtVerify(jwt, SECRET), { code: 'ERR_JWS_INVALID' })
      await assert.rejects(ours.jwtDecrypt(jwt, SECRET), { code: 'ERR_JWE_INVALID' })
    }
    const big = await new ours.CompactEncrypt(Buffer.alloc(240_000, '['))
      .setProtectedHeader({ ...dir, zip: 'DEF' })
      .encrypt(SECRET)
    await assert.rejects(ours.jwtDecrypt(big, SECRET), { code: 'ERR_JWT_INVALID' })
  })

  test('do not stay in memory', async () => {
    const grown = async (count) => {
      for (let index = 0; index < count; index++) {
        const jwt = token({ index }, { kid: `${index}` })
        await ours.jwtVerify(jwt, SECRET)
        await ours
          .jwtVerify(`${jwt}A`, () => ({ kty: 'oct', k: SECRET.toString('base64url') }))
          .catch(() => {})
      }
      globalThis.gc?.()
      return process.memoryUsage().heapUsed
    }
    const before = await grown(500)
    const after = await grown(3000)
    assert.ok(after - before < 15_000_000, `${after - before} bytes more`)
  })
})

describe('what changes while a call waits', () => {
  test('options, tokens, headers and payloads are read first', async () => {
    const jws = await new ours.FlattenedSign(BYTES)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(SECRET)
    const input = { ...jws, header: { foo: 1 } }
    const algorithms = ['HS256']
    const options = { algorithms }
    const found = await ours.flattenedVerify(
      input,
      async () => {
        input.payload = 'AAAA'
        input.header.foo = 2
        algorithms.length = 0
        options.crit = 5
        return SECRET
      },
      options,
    )
    assert.deepEqual(Buffer.from(found.payload), BYTES)
    assert.deepEqual(found.unprotectedHeader, { foo: 1 })
    const detached = await new ours.FlattenedSign(BYTES)
      .setProtectedHeader({ alg: 'HS256', b64: false, crit: ['b64'] })
      .sign(SECRET)
    const payload = Buffer.from(BYTES)
    const same = await ours.flattenedVerify(
      { ...detached, payload },
      () => (payload.fill(0), SECRET),
    )
    assert.deepEqual(Buffer.from(same.payload), BYTES)
  })

  test('each member is read once', async () => {
    const jws = await new ours.FlattenedSign(BYTES)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(SECRET)
    const read = {}
    const once = Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(jws).map(([name, value]) => [
          name,
          { enumerable: true, get: () => ((read[name] = (read[name] ?? 0) + 1), value) },
        ]),
      ),
    )
    await ours.flattenedVerify(once, SECRET)
    assert.deepEqual(new Set(Object.values(read)), new Set([1]))
  })

  test('a secret is read anew', async () => {
    const secret = Buffer.from(SECRET)
    const jwt = token({})
    await ours.jwtVerify(jwt, secret)
    secret.fill(1)
    await assert.rejects(ours.jwtVerify(jwt, secret), {
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    })
  })
})
