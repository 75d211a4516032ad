// Keys for the comparison with jose, made by node:crypto, by neither of the two.

import { generateKeyPairSync } from 'node:crypto'

const pair = (...given) => generateKeyPairSync(...given)
export const rsa = pair('rsa', { modulusLength: 2048 })
export const weakRsa = pair('rsa', { modulusLength: 1024 })
export const pss = pair('rsa-pss', { modulusLength: 2048 })
export const p256 = pair('ec', { namedCurve: 'P-256' })
export const otherP256 = pair('ec', { namedCurve: 'P-256' })
export const p384 = pair('ec', { namedCurve: 'P-384' })
export const p521 = pair('ec', { namedCurve: 'P-521' })
export const secp256k1 = pair('ec', { namedCurve: 'secp256k1' })
export const ed25519 = pair('ed25519')
export const x25519 = pair('x25519')

export const PAIRS = { rsa, p256, p384, p521, secp256k1, ed25519, x25519 }

export const jwkOf = (key) => key.export({ format: 'jwk' })
export const pkcs8Of = (key) => key.export({ type: 'pkcs8', format: 'pem' })
export const spkiOf = (key) => key.export({ type: 'spki', format: 'pem' })

/** A secret of so many bytes: never the same, and never zeros. */
export const secretOf = (length) =>
  Uint8Array.from({ length }, (_, index) => (index * 37 + 11) % 256 || 1)
export const octOf = (length) => ({
  kty: 'oct',
  k: Buffer.from(secretOf(length)).toString('base64url'),
})

/** A certificate of an Ed25519 key. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
-----END CERTIFICATE-----
`
