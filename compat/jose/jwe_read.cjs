'use strict'

// Decrypting a JWE in any serialization. This finds the key and speaks as jose does; whether the
// token can be decrypted with it, the core decides.

const { jwe } = require('tokenseal')
const errors = require('./errors.cjs')
const { criticalNames, joined, readProtected } = require('./headers.cjs')
const { checkEncoding, entriesOf, membersOf } = require('./jwe_members.cjs')
const { checkContentEncryption, isCompressed, isDirect } = require('./jwe_headers.cjs')
const { keyFor } = require('./keys.cjs')
const { decryptOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { iterationsOf, limitsOf } = require('./limits.cjs')
const { resolveKey, resolvedBy } = require('./resolve.cjs')
const { Attempts } = require('./several.cjs')
const { inCore, isSlow } = require('./work.cjs')

const { JOSEAlgNotAllowed, JWEDecryptionFailed, JWEInvalid } = errors

/** Decrypts a JWE in the compact serialization. */
async function compactDecrypt(token, key, options) {
  const found = await readCompact(token, key, decryptOptions(options))
  return { plaintext: found.plaintext, protectedHeader: found.protectedHeader, ...found.resolved }
}

/** Decrypts a JWE in the flattened serialization. */
async function flattenedDecrypt(token, key, options) {
  const given = decryptOptions(options)
  return resultOf(await decryptFlattened(token, key, given))
}

/** Decrypts a JWE in the general serialization, for the first recipient that it can decrypt for. */
async function generalDecrypt(token, key, options) {
  const given = decryptOptions(options)
  const attempts = new Attempts()
  for (const entry of entriesOf(token)) {
    try {
      return resultOf(await decryptFlattened(entry, key, given, attempts))
    } catch {
      // Another recipient may be the one that the key is for.
    }
  }
  throw new JWEDecryptionFailed()
}

function resultOf({ plaintext, protectedHeader, aad, shared, unprotected, resolved }) {
  return {
    plaintext,
    ...(protectedHeader && { protectedHeader }),
    ...(aad && { additionalAuthenticatedData: aad }),
    ...(shared && { sharedUnprotectedHeader: shared }),
    ...(unprotected && { unprotectedHeader: unprotected }),
    ...resolved,
  }
}

/** Decrypts a JWE in the compact serialization, by options that have been read. */
async function readCompact(token, key, options) {
  const text = token instanceof Uint8Array ? Buffer.from(token).toString() : token
  if (typeof text !== 'string') throw new JWEInvalid('Compact JWE must be a string or Uint8Array')
  const parts = text.split('.', 6)
  if (parts.length !== 5) throw new JWEInvalid('Invalid Compact JWE')
  const [segment, encryptedKey, iv, ciphertext, tag] = parts
  const members = {
    ciphertext,
    iv: iv || undefined,
    protected: segment,
    tag: tag || undefined,
    encrypted_key: encryptedKey || undefined,
  }
  return decrypt(members, text, key, options)
}

/** Decrypts for one recipient, if the attempt is allowed. */
async function decryptFlattened(token, key, options, attempts) {
  const members = membersOf(token)
  return decrypt(members, JSON.stringify(members), key, options, attempts)
}

/** Decrypts what the core parsed, with its key. The code that finds the key may change `token`. */
async function decrypt(token, input, key, options, attempts) {
  const { alg, critical, enc, iterations, limits, protectedHeader } = readHeaders(token, options)
  const material = await resolveKey(key, protectedHeader, token)
  const { allowWeakSecret } = options
  const bound = keyFor(material, alg, 'decrypt', { enc, allowWeakSecret })
  const isAllowed = attempts?.allow(iterations, limits.maxPbes2Iterations) ?? true
  if (!isAllowed) throw new JWEDecryptionFailed()
  checkParts(token, alg)
  const how = { ...limits, ...(critical.size > 0 && { critical: [...critical] }) }
  const work = isSlow(alg) ? jwe.decryptAsync : jwe.decrypt
  const found = await inCore('JWE', () => work(input, bound, how)).catch(rethrow)
  return {
    plaintext: found.plaintext,
    protectedHeader: protectedHeader && found.header,
    aad: found.aad ?? undefined,
    shared: found.unprotected ?? undefined,
    unprotected: found.recipientHeader ?? undefined,
    resolved: await resolvedBy(key, material, alg),
  }
}

/** What jose says about missing or superfluous parts. */
function checkParts(token, alg) {
  if (isDirect(alg) && token.encrypted_key !== undefined) {
    throw new JWEInvalid('Encountered unexpected JWE Encrypted Key')
  }
  if (token.iv === undefined) throw new JWEInvalid('JWE Initialization Vector missing')
  if (token.tag === undefined) throw new JWEInvalid('JWE Authentication Tag missing')
}

/** Throws an error of the core's, with jose's words for what becomes too long. */
function rethrow(error) {
  if (!(error instanceof JWEInvalid && error.message.includes('maxInflatedBytes'))) throw error
  const { cause } = error
  throw new JWEInvalid('Decompressed plaintext exceeded the configured limit', { cause })
}

/** What must be known about the headers before there is a key. */
function readHeaders(token, options) {
  const members = ['protected', 'unprotected', 'header'].map((name) => own(token, name))
  const [segment, unprotected, recipient] = members
  const protectedHeader =
    segment === undefined ? undefined : readProtected(segment, JWEInvalid, 'JWE')
  checkEncoding(token)
  const header = joined(protectedHeader, unprotected, recipient)
  if (header === undefined) {
    const names = 'JWE Protected, JWE Unprotected Header, and JWE Per-Recipient Unprotected Header'
    throw new JWEInvalid(`${names} Parameter names must be disjoint`)
  }
  const recognized = { ...options.crit }
  const critical = new Set(criticalNames(JWEInvalid, recognized, protectedHeader, header))
  const compressed = isCompressed(protectedHeader, header)
  const alg = parameterOf(header, 'alg', 'Algorithm')
  const enc = parameterOf(header, 'enc', 'Encryption Algorithm')
  checkAllowed(alg, enc, options)
  checkContentEncryption(enc)
  const limits = limitsOf(header, compressed, options)
  return { alg, critical, enc, iterations: iterationsOf(header, alg), limits, protectedHeader }
}

function parameterOf(header, name, what) {
  const value = own(header, name)
  if (typeof value === 'string' && value !== '') return value
  throw new JWEInvalid(`missing JWE ${what} (${name}) in JWE Header`)
}

/** Passwords can be guessed by trying; they are only for callers that ask for them. */
function checkAllowed(alg, enc, { keyManagementAlgorithms, contentEncryptionAlgorithms }) {
  const isAllowed = keyManagementAlgorithms?.includes(alg) ?? !alg.startsWith('PBES2')
  if (!isAllowed) {
    throw new JOSEAlgNotAllowed('"alg" (Algorithm) Header Parameter value not allowed')
  }
  if (contentEncryptionAlgorithms?.includes(enc) === false) {
    throw new JOSEAlgNotAllowed('"enc" (Encryption Algorithm) Header Parameter value not allowed')
  }
}

module.exports = { compactDecrypt, flattenedDecrypt, generalDecrypt, readCompact }
