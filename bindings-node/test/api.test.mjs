// What vectors cannot show: JavaScript's own types, both kinds of module, errors, worker threads.

import assert from 'node:assert/strict'
import { KeyObject, createPublicKey, createSecretKey, diffieHellman, generateKeyPairSync, sign as nodeSign, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'

import * as tokenseal from '../index.mjs'
import { certificate, encryptedPem } from './samples.mjs'

const { Issuer, Key, KeySet, TokenError, Verifier, jwe, jws, sign, verify } = tokenseal
const require = createRequire(import.meta.url)

const secret = Buffer.from('a secret of thirty-two bytes, ha')
const key = Key.fromSecret(secret, 'HS256', { keyId: 'mac' })
const making = { noExpiry: true, now: 1000 }
const reading = { allowMissingExp: true }
const roundTrip = (claims) => verify(sign(claims, key, making), key, reading)
const text = (token) => new TextDecoder().decode(token.payload)

test('import and require give the same', () => {
  const required = require('tokenseal')
  assert.deepEqual(Object.keys(tokenseal).sort(), Object.keys(required).sort())
  for (const [name, value] of Object.entries(required)) assert.equal(tokenseal[name], value)
  assert.equal(required.fromNative, undefined)
})

test('the version is the workspace’s', () => {
  const manifest = readFileSync(fileURLToPath(new URL('../../Cargo.toml', import.meta.url)), 'utf8')
  assert.equal(require('tokenseal/package.json').version, /\[workspace\.package\]\nversion = "(.*?)"/.exec(manifest)[1])
})

describe('claims', () => {
  test('are written as JSON would, and nothing is lost', () => {
    const claims = {
      when: new Date(1500),
      big: 2n ** 64n,
      absent: undefined,
      list: [1, 'é', null, { deep: true }],
      url: new URL('https://a.example'),
    }
    const expected = '{"when":1,"big":18446744073709551616,"list":[1,"é",null,{"deep":true}],"url":"https://a.example/","iat":1000}'
    assert.equal(text(roundTrip(claims)), expected)
  })

  test('of bytes are taken as they are', () => {
    assert.equal(
      text(roundTrip(Buffer.from('{"n":1.0e2,"big":123456789012345678901}'))),
      '{"n":1.0e2,"big":123456789012345678901,"iat":1000}',
    )
  })

  test('of another realm or class', () => {
    class Own {
      sub = 'alice'
    }
    assert.equal(roundTrip(new Own()).get('sub'), 'alice')
    assert.equal(roundTrip(runInNewContext('({ sub: "alice", at: new Date(5000) })')).get('at'), 5)
  })

  test('__proto__ is data', () => {
    const { claims } = roundTrip(JSON.parse('{"__proto__":{"admin":true}}'))
    assert.equal(claims.admin, undefined)
    assert.deepEqual(Object.keys(claims), ['__proto__', 'iat'])
    assert.equal(roundTrip({}).get('toString'), undefined)
  })

  test('an integer that a number cannot hold is refused when the claims are read', () => {
    for (const [json, claim] of [
      ['{"a":1,"big":9007199254740993}', 'big'],
      ['{"list":[{"x":-9007199254740993}],"b":1}', 'list'],
      ['{"a\\"b":18446744073709551615}', 'a"b'],
    ]) {
      const token = roundTrip(Buffer.from(json))
      assert.throws(() => token.claims, { code: 'ERR_JWT_CLAIM_INVALID', claim })
      assert.ok(text(token).startsWith(json.slice(0, -1)))
    }
    for (let length = 0; length < 40; length++) {
      const pad = 'x'.repeat(length)
      assert.throws(() => roundTrip(Buffer.from(`{"${pad}":9007199254740993}`)).claims, { code: 'ERR_JWT_CLAIM_INVALID', claim: pad })
    }
    const fine = '{"a":9007199254740992,"b":1e20,"c":"9007199254740993","d":1000000000000000000,"e":0.12345678901234567}'
    assert.equal(roundTrip(Buffer.from(fine)).get('c'), '9007199254740993')
  })

  test('and is a bigint for who asks', () => {
    const json =
      '{"a":1,"big":9007199254740993,"list":[-9007199254740993,{"x":9007199254740992}],"2":18446744073709551615,"1":1e20,"f":1.5,"s":"9007199254740993"}'
    const read = roundTrip(Buffer.from(json)).claimsWithBigInts()
    const list = [-9007199254740993n, { x: 9007199254740992n }]
    assert.deepEqual(read, {
      a: 1,
      big: 9007199254740993n,
      list,
      2: 18446744073709551615n,
      1: 1e20,
      f: 1.5,
      s: '9007199254740993',
      iat: 1000,
    })
    const own = roundTrip(Buffer.from('{"__proto__":{"x":9007199254740993},"n":9007199254740991}')).claimsWithBigInts()
    assert.deepEqual([Object.keys(own), own.n, own.x], [['__proto__', 'n', 'iat'], 9007199254740991, undefined])
    assert.equal(Object.getOwnPropertyDescriptor(own, '__proto__').value.x, 9007199254740993n)
    assert.deepEqual(roundTrip({ big: 2n ** 64n }).claimsWithBigInts().big, 2n ** 64n)
  })

  test('with characters beyond ASCII', () => {
    for (const text of ['é', '€uro', '😀', 'x'.repeat(5000) + 'ž', '\u2028', '\0\x7f"\\']) {
      const { claims } = roundTrip({ [text]: text })
      assert.deepEqual(claims, { [text]: text, iat: 1000 })
    }
    const named = Key.fromSecret(secret, 'HS256', { keyId: 'schlüssel "1"\\\n' })
    const token = verify(sign({ x: 'é' }, named, making), named, reading)
    assert.deepEqual([token.keyId, token.header.kid, token.get('x')], [named.keyId, named.keyId, 'é'])
  })

  test('are of their own for each reader', () => {
    const token = verify(sign({ sub: 'alice', address: { city: 'Paris' }, aud: ['a'] }, key, making), key, { ...reading, audience: 'a' })
    const { claims } = token
    claims.sub = 'mallory'
    claims.address.city = 'Rome'
    token.get('address').city = 'Rome'
    token.get('aud').push('b')
    token.header.alg = 'none'
    assert.deepEqual(token.claims, { sub: 'alice', address: { city: 'Paris' }, aud: ['a'], iat: 1000 })
    assert.deepEqual([token.get('sub'), token.get('address'), token.get('aud')], ['alice', { city: 'Paris' }, ['a']])
    assert.equal(token.header.alg, 'HS256')
    const read = tokenseal.inspectUnverified(sign({ sub: 'alice' }, key, making))
    read.claims.sub = 'mallory'
    assert.equal(read.claims.sub, 'alice')
  })
})

test('a token says what it is', () => {
  const [signing, sealing] = [Key.generate('ES256'), Key.generate('ECDH-ES+A256KW')]
  const sealed = tokenseal.seal({}, { signWith: signing, encryptTo: sealing.public(), ...making })
  const token = tokenseal.unseal(Buffer.from(sealed), { decryptWith: [sealing], verifyWith: signing.public(), ...reading })
  assert.equal(token.kind, 'nested')
  assert.equal(token.keyId, signing.keyId)
  assert.equal(token.decryptionKeyId, sealing.keyId)
  assert.deepEqual([token.header.alg, token.outerHeader.alg, token.outerHeader.cty], ['ES256', 'ECDH-ES+A256KW', 'JWT'])
  assert.match(inspect(token), /^Token \{\s+kind: 'nested'/)
  assert.deepEqual([roundTrip({}).outerHeader, roundTrip({}).decryptionKeyId], [null, null])
  assert.deepEqual(tokenseal.inspectUnverified(sealed).claims, null)
})

test('time is this moment unless it is given', () => {
  const token = sign({}, key, { expiresIn: 60 })
  assert.ok(Math.abs(verify(token, key).claims.iat - Date.now() / 1000) < 5)
  const at = new Date(Date.now() + 3600_000)
  for (const now of [at, at.getTime() / 1000]) assert.throws(() => verify(token, key, { now }), { code: 'ERR_JWT_EXPIRED', claim: 'exp' })
  assert.equal(verify(token, key, { now: null }).kind, 'signed')
  assert.throws(() => new Verifier({ keys: key }).verify(token, { now: at }), { code: 'ERR_JWT_EXPIRED' })
  assert.equal(verify(sign({}, key, { ...making, notBefore: new Date(2500) }), key, reading).get('nbf'), 2)
})

test('many tokens, each in its own place', () => {
  const issuer = new Issuer({ signingKey: key, lifetime: '1h' })
  const tokens = Array.from({ length: 40 }, (_, index) => (index % 4 === 3 ? [undefined, 'x'][index % 2] : issuer.issue({ index })))
  const results = new Verifier({ keys: key }).verifyMany(tokens)
  assert.equal(results.length, 40)
  results.forEach((result, index) => {
    if (index % 4 === 3) assert.ok(result instanceof TokenError && result.stack.length > 0)
    else assert.equal(result.get('index'), index)
  })
})

test('keys and sets', () => {
  const signing = Key.generate('Ed25519')
  const again = Key.fromPem(Buffer.from(signing.toPem({ private: true })), 'Ed25519', { keyId: signing.keyId })
  assert.ok(again.equals(signing) && !again.equals(signing.public()))
  assert.ok(Key.fromJwk(JSON.stringify(signing.toJwk())).equals(signing.public()))
  const set = new KeySet([signing, key])
  assert.deepEqual(
    [...set].map((one) => one.keyId),
    [signing.keyId, 'mac'],
  )
  assert.ok(set.get('mac').equals(key) && set.get('none') === undefined)
  assert.deepEqual(set.toJwks().keys, [signing.toJwk()])
  const { size, rejected } = KeySet.fromJwks({ keys: [{ kty: 'oct', kid: 'x' }, signing.toJwk()] })
  const [{ message, ...reason }] = rejected
  assert.deepEqual([size, rejected.length, reason], [1, 1, { index: 0, keyId: 'x', code: 'ERR_JWK_INVALID' }])
  assert.match(message, /\w{3} \w/)
  assert.match(inspect(key), /^Key \{ keyType: 'oct', algorithm: 'HS256', keyId: 'mac', isPrivate: true \}$/)
  assert.ok(key instanceof Key && key.constructor === Key && inspect(set).startsWith('KeySet(2)'))
  assert.equal(Key.fromPassword('correct horse').algorithm, 'PBES2-HS512+A256KW')
  assert.deepEqual([secret.toString(), key.use], ['a secret of thirty-two bytes, ha', null])
})

test('keys of other forms', () => {
  const encrypted = Key.fromPem(encryptedPem, 'Ed25519', { password: 'correct horse' })
  assert.ok(encrypted.equals(Key.fromPem(encryptedPem, 'Ed25519', { password: Buffer.from('correct horse') })))
  assert.ok(encrypted.public().equals(Key.fromCertificate(certificate, 'Ed25519')))
  assert.ok(encrypted.public().equals(Key.fromCertificate(Buffer.from(certificate), 'Ed25519')))
  assert.throws(() => Key.fromPem(encryptedPem, 'Ed25519', { password: null }), { code: 'ERR_OPTION_INVALID' })
  assert.ok(encrypted.equals(Key.fromPem(encrypted.toPem({ private: true }), 'Ed25519', { password: null })))
})

test("Node's own keys", async () => {
  assert.ok(Key.fromKeyObject(createSecretKey(secret), 'HS256', { keyId: 'mac' }).equals(key))
  assert.equal(Key.fromKeyObject(createSecretKey(secret), 'dir', { enc: 'A256GCM' }).contentEncryption, 'A256GCM')
  const pairs = [
    [generateKeyPairSync('rsa', { modulusLength: 2048 }), ['RS256', 'PS512', 'RSA-OAEP-256']],
    [generateKeyPairSync('ec', { namedCurve: 'P-256' }), ['ES256', 'ECDH-ES+A128KW']],
    [generateKeyPairSync('ec', { namedCurve: 'P-521' }), ['ES512', 'ECDH-ES']],
    [generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), ['ES256K']],
    [generateKeyPairSync('ed25519'), ['EdDSA', 'Ed25519']],
    [generateKeyPairSync('x25519'), ['ECDH-ES+A256KW']],
  ]
  for (const [{ publicKey, privateKey }, algorithms] of pairs) {
    for (const alg of algorithms) {
      const [open, secret] = [Key.fromKeyObject(publicKey, alg), Key.fromKeyObject(privateKey, alg)]
      assert.ok(secret.isPrivate && secret.public().equals(open), alg)
      assert.equal(open.toPem(), publicKey.export({ type: 'spki', format: 'pem' }))
    }
  }
  assert.throws(() => Key.fromKeyObject(pairs[1][0].publicKey, 'ES384'), { code: 'ERR_KEY_MISMATCH' })
  assert.throws(() => Key.fromKeyObject(pairs[1][0].publicKey, 'ES256', { password: 'x' }), { code: 'ERR_OPTION_INVALID' })
  assert.throws(() => Key.fromKeyObject(generateKeyPairSync('ed448').publicKey, 'EdDSA'), TokenError)
  const cryptoKey = await webcrypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])
  assert.equal(Key.fromKeyObject(KeyObject.from(cryptoKey), 'HS256').algorithm, 'HS256')
})

test('keys that are kept elsewhere', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'pem' })
  const signing = Key.fromPem(spki, 'ES256')
  const unsigned = tokenseal.prepare({ sub: 'alice' }, signing, { expiresIn: '15m' })
  const signature = (input, dsaEncoding) => nodeSign('sha256', input, { key: privateKey, dsaEncoding })
  const signed = unsigned.complete(signature(unsigned.signingInput, 'ieee-p1363'))
  assert.equal(verify(signed, signing).get('sub'), 'alice')
  const failed = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }
  assert.throws(() => unsigned.complete(signature(unsigned.signingInput, 'der')), failed)
  assert.throws(() => unsigned.complete(signature(secret, 'ieee-p1363')), failed)
  assert.equal(inspect(unsigned), 'Unsigned {}')

  const recipient = Key.fromPem(spki, 'ECDH-ES+A128KW')
  const pending = jwe.prepareDecrypt(jwe.encrypt(secret, recipient), recipient)
  assert.equal(pending.encryptedKey, null)
  const peer = createPublicKey({ key: pending.peerKey.toDer(), format: 'der', type: 'spki' })
  const { plaintext } = pending.complete(diffieHellman({ privateKey, publicKey: peer }))
  assert.deepEqual(Buffer.from(plaintext), secret)
  assert.throws(() => pending.complete(new Uint8Array(32)), { code: 'ERR_JWE_DECRYPTION_FAILED' })
})

test('bytes', () => {
  const sealing = Key.generate('dir', { enc: 'A256GCM' })
  const { payload, header, keyId } = jws.verify(jws.sign(secret, key), key)
  assert.deepEqual([Buffer.from(payload), header, keyId], [secret, { alg: 'HS256', kid: 'mac' }, 'mac'])
  const { plaintext } = jwe.decrypt(jwe.encrypt(new Uint8Array(), sealing), sealing)
  assert.deepEqual([plaintext instanceof Uint8Array, plaintext.length], [true, 0])
})

test('JSON serializations', () => {
  const other = Key.generate('ES256')
  const sealing = Key.generate('ECDH-ES+A128KW')
  const token = JSON.parse(jws.sign(secret, [key, other], { serialization: 'general', unprotected: [{}, { x: 1 }] }))
  const { payload, verified, unprotected } = jws.verify(token, other.public())
  const second = { index: 1, keyId: other.keyId, algorithm: 'ES256', header: { alg: 'ES256', kid: other.keyId } }
  assert.deepEqual([Buffer.from(payload), verified, unprotected], [secret, [second], { x: 1 }])
  const both = jws.verify(token, [key, other.public()], { require: 'every-key' }).verified
  assert.deepEqual(
    both.map(({ index, keyId, algorithm }) => [index, keyId, algorithm]),
    [
      [0, 'mac', 'HS256'],
      [1, other.keyId, 'ES256'],
    ],
  )
  const refused = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }
  assert.throws(() => jws.verify({ ...token, signatures: [token.signatures[0], token.signatures[0]] }, [key, other], { require: 'every-key' }), TokenError)
  assert.throws(() => jws.verify({ ...token, signatures: [token.signatures[0]] }, [key, other], { require: 'every-key' }), refused)
  assert.throws(() => jws.verify(token, other, { require: 'all' }), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
  const detached = jws.sign(secret, key, { detached: true, b64: false })
  assert.equal(jws.verify(detached, key, { payload: secret }).unprotected, null)
  assert.throws(() => jws.verify(detached, key, { payload: 'text' }), { code: 'ERR_OPTION_INVALID' })
  const options = { serialization: 'flattened', aad: secret, unprotected: { y: 1 }, recipientHeaders: [{ z: 1 }] }
  const decrypted = jwe.decrypt(JSON.parse(jwe.encrypt(new Uint8Array(), sealing, options)), sealing)
  assert.deepEqual([Buffer.from(decrypted.aad), decrypted.recipient], [secret, 0])
  assert.deepEqual([decrypted.unprotected, decrypted.recipientHeader], [{ y: 1 }, { z: 1 }])
})

describe('errors', () => {
  test('have a class, a code, a claim', () => {
    const token = sign({}, key, { ...making, audience: 'a' })
    assert.throws(
      () => verify(token, key, { ...reading, audience: 'b' }),
      (error) => {
        assert.ok(error instanceof tokenseal.ClaimMismatchError && error instanceof tokenseal.ClaimError && error instanceof Error)
        return error.code === 'ERR_JWT_CLAIM_MISMATCH' && error.claim === 'aud' && error.name === 'ClaimMismatchError'
      },
    )
  })

  test('are known from another copy of the package and another realm', async () => {
    const path = require.resolve('../lib/error.cjs')
    const first = require(path)
    delete require.cache[path]
    const second = require(path)
    assert.notEqual(first.TokenError, second.TokenError)
    const error = new second.ExpiredError('expired')
    assert.ok(error instanceof first.TokenError && error instanceof first.ExpiredError && !(error instanceof first.ClaimError))
    assert.equal(error.code, 'ERR_JWT_EXPIRED')
    class Own extends TokenError {}
    assert.ok(new Own('x') instanceof TokenError && !(new TokenError('x') instanceof Own))
    for (const other of [null, undefined, 1, 'x', {}, new Error('x'), Object.create(null)]) assert.ok(!(other instanceof TokenError))
  })

  test('have a cause where there is one', () => {
    const cause = new Error('why')
    const error = new tokenseal.ClaimInvalidError('text', { claim: 'x', cause })
    assert.deepEqual([error.code, error.claim, error.cause, error.message], ['ERR_JWT_CLAIM_INVALID', 'x', cause, 'text'])
    assert.ok(!Object.hasOwn(new TokenError('x'), 'claim') && !Object.hasOwn(new TokenError('x'), 'cause'))
  })

  test('speak of options as they are spelt here', () => {
    assert.throws(() => sign({}, key), /expiresIn.*noExpiry/)
    assert.throws(() => verify('x', key, { requiredClaims: 5 }), /`requiredClaims`/)
    assert.throws(() => verify('x', key, { required_claims: [] }), /`required_claims`/)
  })
})

test('worker threads', async () => {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const { Key, sign, verify } = require(${JSON.stringify(fileURLToPath(new URL('../index.cjs', import.meta.url)))})
    const key = Key.generate('ES256')
    parentPort.postMessage(verify(sign({ sub: 'alice' }, key, { expiresIn: 60 }), key).get('sub'))`
  for (let round = 0; round < 4; round++) {
    const messages = [0, 1].map(() => {
      const worker = new Worker(source, { eval: true })
      return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    })
    assert.deepEqual(await Promise.all(messages), ['alice', 'alice'])
  }
})
