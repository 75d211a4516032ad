'use strict'

/**
 * How long a signature is: the core looks for no key where the length is wrong. Of RSA, any length
 * may be right.
 */
const LENGTHS = {
  ES256: 64,
  ES384: 96,
  ES512: 132,
  EdDSA: 64,
  Ed25519: 64,
  'ML-DSA-44': 2420,
  'ML-DSA-65': 3309,
  'ML-DSA-87': 4627,
}

const part = (bytes) => Buffer.from(bytes).toString('base64url')

/** A token that nobody signed, by which the core is asked for a key. */
function probe(alg, kid) {
  const header = typeof kid === 'string' ? { alg, kid } : { alg }
  const signature = new Uint8Array(LENGTHS[alg] ?? 256)
  return [JSON.stringify(header), '{}', signature].map(part).join('.')
}

module.exports = { probe }
