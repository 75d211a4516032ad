// Keys that stand in for those of a service: they sign here, and nothing is asked over a network.

import { createECDH, createHash, generateKeyPairSync } from 'node:crypto'

/** The order of P-256. */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const keys = new Map()

const number = (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
const bytes = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')

/** The key pair on P-256 of this name. */
export function pair(name) {
  if (!keys.has(name)) keys.set(name, generateKeyPairSync('ec', { namedCurve: 'P-256' }))
  return keys.get(name)
}

export const publicPem = (name) => pair(name).publicKey.export({ type: 'spki', format: 'pem' })
export const publicDer = (name) => new Uint8Array(pair(name).publicKey.export({ type: 'spki', format: 'der' }))
export const publicJwk = (name) => pair(name).publicKey.export({ format: 'jwk' })
export const sha256 = (message) => createHash('sha256').update(message).digest()

/** r and s of the ECDSA signature of a digest: `node:crypto` would hash it once more. For stand-ins, whose keys guard nothing. */
export function signDigest(name, digest) {
  if (!(digest instanceof Uint8Array) || digest.length !== 32) throw new RangeError('a SHA-256 digest has 32 bytes')
  const d = number(Buffer.from(pair(name).privateKey.export({ format: 'jwk' }).d, 'base64url'))
  const once = createECDH('prime256v1')
  const r = number(once.generateKeys().subarray(1, 33)) % n
  const s = (power(number(once.getPrivateKey()), n - 2n) * (number(digest) + r * d)) % n
  return Buffer.concat([bytes(r), bytes(s)])
}

/** The same signature as DER of two integers. */
export function der(raw) {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const digits = half.subarray(half.findIndex((byte) => byte !== 0))
    const positive = digits[0] < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits])
    return Buffer.concat([Buffer.of(2, positive.length), positive])
  })
  const both = Buffer.concat(integers)
  return new Uint8Array(Buffer.concat([Buffer.of(0x30, both.length), both]))
}

function power(base, exponent) {
  let [result, square] = [1n, base % n]
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % n
    square = (square * square) % n
  }
  return result
}
