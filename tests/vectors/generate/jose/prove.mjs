// Proofs by the package `dpop`: requests come on standard input, one JSON object by name, and the
// proofs leave by the same names.
import { readFileSync } from 'node:fs'
import { webcrypto } from 'node:crypto'
import * as dpop from 'dpop'

const ALGORITHMS = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  Ed25519: { name: 'Ed25519' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
}

const requests = JSON.parse(readFileSync(0, 'utf8'))
const proofs = {}
for (const [name, { alg, jwk, htu, htm, nonce, accessToken, now }] of Object.entries(requests)) {
  // It has no option for the time.
  Date.now = () => now * 1000
  const key = (members, use) => webcrypto.subtle.importKey('jwk', members, ALGORITHMS[alg], true, [use])
  const { kty, crv, x, y, n, e } = jwk
  const { alg: _, ...own } = jwk
  const pair = { privateKey: await key(own, 'sign'), publicKey: await key({ kty, crv, x, y, n, e }, 'verify') }
  proofs[name] = await dpop.generateProof(pair, htu, htm, nonce, accessToken)
}
process.stdout.write(JSON.stringify(proofs))
