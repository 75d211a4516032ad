'use strict'

// What decrypting a token may cost: jose's limits, as those of the core.

const { JOSENotSupported, JWEInvalid } = require('./errors.cjs')
const { own } = require('./own.cjs')

/** As there, if nothing is said. */
const MOST_DECOMPRESSED = 250_000
/** As in the core, if nothing is said: jose's own limit is below what the core makes. */
const MOST_ITERATIONS = 1_000_000
/** The core counts an iteration of SHA-384 or SHA-512 so many times. */
const WEIGHT = 3
/** The most that the core takes for a limit. */
const MOST = 2 ** 32 - 1

/** The limits as options of the core. Those that jose has words for are checked here before. */
function limitsOf(header, isCompressed, { maxDecompressedLength, maxPBES2Count }) {
  if (isCompressed && maxDecompressedLength === 0) {
    throw new JOSENotSupported(
      'JWE "zip" (Compression Algorithm) Header Parameter is not supported.',
    )
  }
  if (own(header, 'p2c') > maxPBES2Count) {
    throw new JWEInvalid('JOSE Header "p2c" (PBES2 Count) out is of acceptable bounds')
  }
  return {
    maxInflatedBytes: Math.min(maxDecompressedLength || MOST_DECOMPRESSED, MOST),
    maxPbes2Iterations: maxPBES2Count ? Math.min(maxPBES2Count * WEIGHT, MOST) : MOST_ITERATIONS,
  }
}

/** What deriving a key from a password costs, as the core counts it. */
function iterationsOf(header, alg) {
  const count = own(header, 'p2c')
  if (!alg.startsWith('PBES2') || typeof count !== 'number') return 0
  return alg.startsWith('PBES2-HS256') ? count : count * WEIGHT
}

module.exports = { iterationsOf, limitsOf }
