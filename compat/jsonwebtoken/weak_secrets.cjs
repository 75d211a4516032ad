'use strict'

// Secrets that are shorter than their hash: refused, unless a call or the whole process allows them
// by name. Empty ones, zeros and RSA keys below 2048 bits are refused whatever is said here.

const CODE = 'TOKENSEAL_WEAK_SECRET'

let isAllowed = false
let hasWarned = false

/** From now on, each call of this process takes such secrets unless it says `allowWeakSecret: false`. */
function allowWeakSecrets() {
  isAllowed = true
}

/** Whether a call with these options takes such secrets. */
const allowsWeakSecrets = ({ allowWeakSecret }) => allowWeakSecret ?? isAllowed

/** Whether a key is one (RFC 7518, section 3.2). */
const isWeakSecret = (key, algorithm) => key.type === 'secret' && key.symmetricKeySize < bytesFor(algorithm)

/** `HS256` needs 32 bytes. */
const bytesFor = (algorithm) => Number(algorithm.slice(2)) / 8

/** Warns, once in this process, that such a secret is in use. */
function warnOfWeakSecret(key, algorithm) {
  if (hasWarned) return
  hasWarned = true
  const [size, needed] = [key.symmetricKeySize, bytesFor(algorithm)]
  process.emitWarning(
    `a secret of ${size} bytes is in use for ${algorithm}, which needs ${needed}: a short secret can be guessed from a ` +
      'single token (RFC 7518, section 3.2). Replace it by a random one of that length',
    { type: 'SecurityWarning', code: CODE },
  )
}

module.exports = { allowWeakSecrets, allowsWeakSecrets, isWeakSecret, warnOfWeakSecret }
