// Encrypting and decrypting.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto'

import * as jose from 'jose'

import { BARE, CLAIMS, EXPECTED, KEYS, LIBRARY, NAMES, SECRET, TOKENSEAL } from './material.mjs'

const { Key, Verifier, encrypt } = await import(LIBRARY)

const ENC = 'A256GCM'
const encode = (bytes) => Buffer.from(bytes).toString('base64url')

async function keysOf(alg) {
  if (alg === 'dir') {
    const own = Key.fromSecret(SECRET, 'dir', { enc: ENC })
    const imported = await globalThis.crypto.subtle.importKey('raw', SECRET, 'AES-GCM', false, ['encrypt', 'decrypt'])
    const object = createSecretKey(SECRET)
    return { own: [own, own], jose: [imported, imported], object: [object, object] }
  }
  const { publicPem, privatePem, publicKey, privateKey } = KEYS.ES256
  return {
    own: [Key.fromPem(privatePem, alg), Key.fromPem(publicPem, alg)],
    jose: [await jose.importPKCS8(privatePem, alg), await jose.importSPKI(publicPem, alg)],
    object: [privateKey, publicKey],
  }
}

export async function decrypting(alg) {
  const { own, jose: imported, object } = await keysOf(alg)
  const token = encrypt(CLAIMS, own[1], { enc: ENC })
  // The secret authenticates the sender; a public key does not, which must be allowed explicitly.
  const verifier = new Verifier({ decryptionKeys: own[0], ...EXPECTED, ...(alg === 'dir' ? {} : { allowUnsigned: true }) })
  return checked([
    { name: TOKENSEAL, run: () => verifier.verify(token).claims },
    { name: NAMES.jose, run: async () => (await jose.jwtDecrypt(token, imported[0], EXPECTED)).payload, isAsync: true },
    { name: BARE, run: () => bareDecrypt(alg, token, object[0]) },
  ])
}

export async function encrypting(alg) {
  const { own, jose: imported, object } = await keysOf(alg)
  const verifier = new Verifier({ decryptionKeys: own[0], ...EXPECTED, ...(alg === 'dir' ? {} : { allowUnsigned: true }) })
  const read = (token) => verifier.verify(token).claims
  return checked(
    [
      { name: TOKENSEAL, run: () => encrypt(CLAIMS, own[1], { enc: ENC }) },
      {
        name: NAMES.jose,
        run: () => new jose.EncryptJWT(CLAIMS).setProtectedHeader({ alg, enc: ENC }).encrypt(imported[1]),
        isAsync: true,
      },
      { name: BARE, run: () => bareEncrypt(alg, object[1]) },
    ],
    read,
  )
}

/** What only the cryptography costs, with the token taken apart and its claims parsed. */
function bareDecrypt(alg, token, key) {
  const [header, encryptedKey, iv, ciphertext, tag] = token.split('.')
  const contentKey = alg === 'dir' ? key : unwrapped(header, encryptedKey, key)
  const decipher = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(iv, 'base64url'))
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, 'base64url'))
  return JSON.parse(Buffer.concat([decipher.update(ciphertext, 'base64url'), decipher.final()]).toString())
}

function unwrapped(header, encryptedKey, privateKey) {
  const { epk } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const publicKey = createPublicKey({ key: epk, format: 'jwk' })
  const wrapping = derived(diffieHellman({ privateKey, publicKey }))
  const decipher = createDecipheriv('aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
  return Buffer.concat([decipher.update(encryptedKey, 'base64url'), decipher.final()])
}

function bareEncrypt(alg, key) {
  let fields = { alg, enc: ENC }
  let encryptedKey = ''
  let contentKey = key
  if (alg !== 'dir') {
    contentKey = randomBytes(32)
    const ephemeral = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const wrap = createCipheriv(
      'aes256-wrap',
      derived(diffieHellman({ privateKey: ephemeral.privateKey, publicKey: key })),
      Buffer.alloc(8, 0xa6),
    )
    encryptedKey = encode(Buffer.concat([wrap.update(contentKey), wrap.final()]))
    fields = { ...fields, epk: ephemeral.publicKey.export({ format: 'jwk' }) }
  }
  const header = encode(JSON.stringify(fields))
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header))
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(CLAIMS)), cipher.final()])
  return [header, encryptedKey, encode(iv), encode(ciphertext), encode(cipher.getAuthTag())].join('.')
}

/** The Concat KDF of RFC 7518, section 4.6.2, for ECDH-ES+A256KW. */
function derived(secret) {
  const number = (value) => Buffer.from(Uint32Array.of(value).buffer).swap32()
  const name = Buffer.from('ECDH-ES+A256KW')
  const info = [number(name.length), name, number(0), number(0), number(256)]
  return createHash('sha256')
    .update(Buffer.concat([number(1), secret, ...info]))
    .digest()
}

async function checked(contenders, read = (claims) => claims) {
  for (const { name, run } of contenders) {
    const { sub } = read(await run())
    if (sub !== CLAIMS.sub) throw new Error(`${name} gave other claims`)
  }
  return contenders
}
