// The operations of tests/vectors/README.md, through the public API.

import * as tokenseal from '../index.mjs'
import { runAccess } from './access.mjs'
import { HTTP, runResource } from './resources.mjs'
import { runFollowed } from './store_transcripts.mjs'
import { runProofs } from './proofs.mjs'
import { runRevocations } from './revocations.mjs'
import { runRing } from './rings.mjs'
import { runStatusLists } from './status_transcripts.mjs'
import { runMachine } from './transcripts.mjs'

const { Issuer, Key, KeySet, TokenError, Verifier, dpop, jwe, jws } = tokenseal

/** Performs one test, and returns its whole outcome. An error that is not this package's is a defect, and is thrown. */
export function perform(test, groupKeys = { keys: [] }) {
  const { operation, input, options = {}, read } = test
  if (!Object.hasOwn(OPERATIONS, operation)) throw new Error(`unknown operation: ${operation}`)
  try {
    const outcome = OPERATIONS[operation](input, camel(options), groupKeys, test)
    if (read === undefined) return outcome
    return perform({ ...read, input: { ...read.input, token: outcome.token } }, groupKeys)
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return error.claim === undefined ? { error: error.code } : { error: error.code, claim: error.claim }
  }
}

/** The names of options in JavaScript's spelling. */
export function camel(options) {
  const name = (snake) => snake.replace(/_([a-z])/g, (match, letter) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(options).map(([snake, value]) => [name(snake), value]))
}

/** Where a test that checks one token names the keys that verify and those that decrypt. */
const KEYS = { verify: ['keys'], decrypt: [undefined, 'keys'], unseal: ['verify_with', 'decrypt_with'] }

/** A Verifier that checks what a test checks, with further options; undefined for a test that checks no token. */
export function verifierOf({ operation, input, options = {} }, groupKeys, further) {
  const { now, ...own } = camel(options)
  if (operation === 'verifier.verify') {
    const keys = { keys: ifGiven(readKeys, input.keys, groupKeys), decryptionKeys: ifGiven(readKeys, input.decryption_keys, groupKeys) }
    return new Verifier({ ...keys, ...own, ...further })
  }
  if (!Object.hasOwn(KEYS, operation)) return undefined
  const [keys, decryptionKeys] = KEYS[operation].map((name) => (name === undefined ? undefined : readKeys(input[name], groupKeys)))
  return new Verifier({ keys, decryptionKeys, ...own, ...further })
}

/** The outcome of a check, as that of a test. */
export function outcomeOf(verifier, input, now) {
  try {
    return checked(verifier.verify(tokenText(input), { now }))
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return { code: error.code, claim: error.claim, message: error.message }
  }
}

const encode = (bytes) => Buffer.from(bytes).toString('base64url')
const decode = (text) => Buffer.from(text, 'base64url')
const encodeText = (text) => new TextEncoder().encode(text)
const decodeText = (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

/** Members that are there, in JavaScript's spelling. */
const members = (source, ...names) =>
  camel(Object.fromEntries(names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]])))

/** The options of a set, which stand next to it. */
const SET_OPTIONS = ['strict', 'public_only', 'signature_uses']

/** A certificate: PEM, or DER. */
const certificateOf = (certificate) => (typeof certificate === 'string' ? certificate : decode(certificate.der))

function readKey(source, groupKeys) {
  if (typeof source === 'number') return Key.fromJwk(groupKeys.keys[source])
  if (source.jwk !== undefined) return Key.fromJwk(source.jwk, members(source, 'alg', 'enc', 'signature_uses', 'allow_weak_secret'))
  const options = members(source, 'enc', 'key_id', 'encoding', 'allow_weak_secret')
  if (source.certificate !== undefined) {
    const { certificate, alg } = source
    return Key.fromCertificate(certificateOf(certificate), alg, options)
  }
  const encrypted = { ...options, ...members(source, 'password') }
  if (source.pem !== undefined) return Key.fromPem(source.pem, source.alg, encrypted)
  if (source.der !== undefined) return Key.fromDer(decode(source.der), source.alg, encrypted)
  if (source.secret !== undefined) return Key.fromSecret(decode(source.secret), source.alg, options)
  if (source.secret_text !== undefined) return Key.fromSecret(source.secret_text, source.alg, options)
  return Key.fromPassword(source.password, source.alg, options)
}

function readKeys(source, groupKeys) {
  if (source === undefined) return KeySet.fromJwks(groupKeys)
  if (Array.isArray(source)) return source.map((key) => readKey(key, groupKeys))
  if (source.jwks !== undefined) return KeySet.fromJwks(source.jwks, members(source, ...SET_OPTIONS))
  return readKey(source, groupKeys)
}

/** A token: text, or the object that is a JSON serialization. */
const tokenText = ({ token }) => (typeof token === 'string' ? token : JSON.stringify(token))

/** The key or the keys that make a token. */
function makingKeys({ key, keys }, groupKeys) {
  if ((key === undefined) === (keys === undefined)) throw new Error('a token is made with `key` or with `keys`')
  return key === undefined ? readKeys(keys, groupKeys) : readKey(key, groupKeys)
}

const ifGiven = (read, source, groupKeys) => (source === undefined ? undefined : read(source, groupKeys))

const decrypting = (keys, groupKeys) => (keys === undefined ? {} : { decryptionKeys: readKeys(keys, groupKeys) })

function checked(token) {
  return {
    claims: decodeText(token.payload),
    header: token.header,
    key_id: token.keyId,
    kind: token.kind,
    outer_header: token.outerHeader,
    decryption_key_id: token.decryptionKeyId,
  }
}

const described = (key) => ({
  algorithm: key.algorithm,
  key_id: key.keyId,
  key_type: key.keyType,
  use: key.use,
  is_private: key.isPrivate,
  thumbprint: key.thumbprint(),
  thumbprint_uri: key.thumbprintUri(),
  thumbprint_sha512: key.thumbprint('sha512'),
})

/** What was prepared, and the result of completing it with the signature, if any. */
function completed(input, unsigned) {
  const found = { signing_input: decodeText(unsigned.signingInput) }
  if (input.signature === undefined) return found
  return { ...found, token: unsigned.complete(decode(input.signature), members(input, 'format')) }
}

const OPERATIONS = {
  ...HTTP,
  'access.run': (input, options, group) => runAccess(input, { keys: (source) => readKeys(source, group), camel }),
  'resource.run': (input, options, group) =>
    runResource(input, options, { key: (source) => readKey(source, group), keys: (source) => readKeys(source, group), camel }),
  'jws.sign': (input, options, group) => ({ token: jws.sign(decode(input.payload), makingKeys(input, group), options) }),
  'jws.verify': (input, options, group) => {
    const detached = input.payload === undefined ? {} : { payload: decode(input.payload) }
    const result = jws.verify(tokenText(input), readKeys(input.keys, group), { ...detached, ...options })
    const { payload, header, unprotected, keyId, verified } = result
    const signatures = verified.map(({ keyId: key_id, ...rest }) => ({ ...rest, key_id }))
    return { payload: encode(payload), header, unprotected, key_id: keyId, verified: signatures }
  },
  'jwe.encrypt': (input, options, group) => {
    const aad = input.aad === undefined ? {} : { aad: decode(input.aad) }
    return { token: jwe.encrypt(decode(input.plaintext), makingKeys(input, group), { ...aad, ...options }) }
  },
  'jwe.decrypt': (input, options, group) => {
    const result = jwe.decrypt(tokenText(input), readKeys(input.keys, group), options)
    const { plaintext, header, unprotected, recipientHeader, aad, keyId, recipient } = result
    const rest = { recipient_header: recipientHeader, aad: aad === null ? null : encode(aad), key_id: keyId, recipient }
    return { plaintext: encode(plaintext), header, unprotected, ...rest }
  },
  'jwe.prepare_decrypt': (input, options, group) => {
    const pending = jwe.prepareDecrypt(input.token, readKey(input.key, group), options)
    const { peerKey, encryptedKey } = pending
    const found = { peer_key: peerKey?.toJwk() ?? null, encrypted_key: encryptedKey === null ? null : encode(encryptedKey) }
    if (input.secret === undefined) return found
    const { plaintext, header, keyId } = pending.complete(decode(input.secret))
    return { ...found, plaintext: encode(plaintext), header, key_id: keyId }
  },
  prepare: (input, options, group) => {
    return completed(input, tokenseal.prepare(encodeText(input.claims), readKey(input.key, group), options))
  },
  'dpop.prove': (input, options, group) => ({ token: dpop.prove(readKey(input.key, group), input.method, input.url, options) }),
  'dpop.prepare': (input, options, group) => completed(input, dpop.prepare(readKey(input.key, group), input.method, input.url, options)),
  'dpop.run': (input, options, group) =>
    runProofs(input, { key: (source) => readKey(source, group), keys: (source) => readKeys(source, group), camel }),
  sign: (input, options, group) => ({ token: tokenseal.sign(encodeText(input.claims), readKey(input.key, group), options) }),
  encrypt: (input, options, group) => ({ token: tokenseal.encrypt(encodeText(input.claims), readKey(input.key, group), options) }),
  seal: (input, options, group) => {
    const keys = { signWith: readKey(input.sign_with, group), encryptTo: readKey(input.encrypt_to, group) }
    return { token: tokenseal.seal(encodeText(input.claims), { ...keys, ...options }) }
  },
  verify: (input, options, group) => checked(tokenseal.verify(tokenText(input), readKeys(input.keys, group), options)),
  decrypt: (input, options, group) => checked(tokenseal.decrypt(tokenText(input), readKeys(input.keys, group), options)),
  unseal: (input, options, group) => {
    const keys = { decryptWith: readKeys(input.decrypt_with, group), verifyWith: readKeys(input.verify_with, group) }
    return checked(tokenseal.unseal(tokenText(input), { ...keys, ...options }))
  },
  'verifier.verify': (input, { now, ...options }, group) => {
    const keys = { keys: ifGiven(readKeys, input.keys, group), decryptionKeys: ifGiven(readKeys, input.decryption_keys, group) }
    return checked(new Verifier({ ...keys, ...options }).verify(tokenText(input), now === undefined ? undefined : { now }))
  },
  'by_issuer.verify': (input, { now }, group) => {
    const members = input.verifiers.map(({ keys, decryption_keys, options }) => {
      return new Verifier({ keys: ifGiven(readKeys, keys, group), ...decrypting(decryption_keys, group), ...camel(options) })
    })
    const whole = Verifier.byIssuer(members, decrypting(input.decryption_keys, group))
    return checked(whole.verify(tokenText(input), now === undefined ? undefined : { now }))
  },
  'revocations.run': (input, options, group) => runRevocations(input, { keys: (source) => ifGiven(readKeys, source, group), camel }),
  'ring.run': (input, options, group) =>
    runRing(input, options, { key: (source) => readKey(source, group), keys: (source) => readKeys(source, group), camel }),
  'revocations.follow': (input, options, group) => ({ steps: runFollowed(input, options, readKeys(undefined, group)) }),
  'machine.run': (input, options) => ({ steps: runMachine(input, options) }),
  'status_lists.run': (input, options, group, { options: given }) => {
    const beside = { options: given === undefined ? undefined : options, verifier: camel(input.verifier ?? {}), keys: readKeys(input.keys, group) }
    return { steps: runStatusLists(input, beside) }
  },
  'issuer.issue': (input, options, group) => {
    const keys = { signingKey: ifGiven(readKey, input.signing_key, group), encryptionKey: ifGiven(readKey, input.encryption_key, group) }
    const confirm = ifGiven(readKey, input.confirm, group) ?? ifGiven(certificateOf, input.confirm_certificate)
    const own = { ...camel(input.issue ?? {}), ...(confirm !== undefined && { confirm }) }
    return { token: new Issuer({ ...keys, ...options }).issue(encodeText(input.claims), own) }
  },
  inspect_unverified: (input) => {
    const { kind, header, payload } = tokenseal.inspectUnverified(tokenText(input))
    return { kind, header, claims: payload === null ? null : decodeText(payload) }
  },
  'key.import': (input, options, group) => described(readKey(input.key, group)),
  'key.export': (input, options, group) => {
    const key = readKey(input.key, group)
    const how = members(input, 'private')
    if (input.format === 'jwk') return { jwk: key.toJwk(how) }
    return input.format === 'pem' ? { pem: key.toPem(how) } : { der: encode(key.toDer(how)) }
  },
  'key.with_key_id': (input, options, group) => {
    const key = readKey(input.key, group).withKeyId(input.key_id ?? null)
    return { ...described(key), jwk: key.toJwk({ private: key.isPrivate }) }
  },
  'key.public': (input, options, group) => ({ jwk: readKey(input.key, group).public().toJwk() }),
  'key.generate': (input, options) => {
    const key = Key.generate(input.alg, options)
    const { algorithm, keyType, isPrivate, keyId } = key
    return { algorithm, key_type: keyType, is_private: isPrivate, key_id_is_thumbprint: keyId === key.thumbprint() }
  },
  'key.equal': (input, options, group) => ({ equal: readKey(input.key, group).equals(readKey(input.other, group)) }),
  // Not of the vectors: the demo needs keys of its own.
  'key.make': (input) => {
    const key = Key.generate(input.alg, members(input, 'enc', 'curve', 'key_id'))
    const jwk = key.toJwk({ private: true })
    return key.keyType === 'oct' ? { jwk } : { jwk, public_jwk: key.public().toJwk() }
  },
  'keyset.import': (input) => {
    const set = KeySet.fromJwks(input.jwks, members(input, ...SET_OPTIONS))
    const rejected = set.rejected.map(({ index, keyId, code }) => [index, keyId, code])
    return { count: set.size, key_ids: [...set].map((key) => key.keyId), rejected }
  },
}
