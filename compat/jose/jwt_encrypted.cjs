'use strict'

const { checkClaims } = require('./claims.cjs')
const { ProduceJWT } = require('./claims_set.cjs')
const { JWTClaimValidationFailed } = require('./errors.cjs')
const { encryptCompact } = require('./jwe_make.cjs')
const { readCompact } = require('./jwe_read.cjs')
const { claimsOf } = require('./jwt_claims.cjs')
const { jwtDecryptOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { Once, defineSetters } = require('./setters.cjs')

const SETTERS = [
  'setProtectedHeader',
  'setKeyManagementParameters',
  'setContentEncryptionKey',
  'setInitializationVector',
]

/** Makes an encrypted JWT. */
class EncryptJWT extends ProduceJWT {
  #given = new Once()
  #replicated = new Set()

  static {
    defineSetters(this, (own) => own.#given, SETTERS)
  }

  replicateIssuerAsHeader() {
    return this.#replicate('iss')
  }

  replicateSubjectAsHeader() {
    return this.#replicate('sub')
  }

  replicateAudienceAsHeader() {
    return this.#replicate('aud')
  }

  #replicate(claim) {
    this.#replicated.add(claim)
    return this
  }

  async encrypt(key, options) {
    const claims = [...this.#replicated].map((claim) => [claim, ProduceJWT.claimOf(this, claim)])
    const replicated = Object.fromEntries(claims)
    return encryptCompact(ProduceJWT.bytesOf(this), this.#given, key, options, replicated)
  }
}

/** Decrypts a JWT and checks its claims. */
async function jwtDecrypt(jwt, key, options) {
  const given = jwtDecryptOptions(options)
  const { plaintext, protectedHeader, resolved } = await readCompact(jwt, key, given)
  const payload = claimsOf(plaintext)
  checkClaims(payload, protectedHeader, given)
  for (const claim of ['iss', 'sub', 'aud']) checkReplicated(claim, payload, protectedHeader)
  return { payload, protectedHeader, ...resolved }
}

/** A claim that is also in the header is the same in both (RFC 7519, section 5.3). */
function checkReplicated(claim, payload, header) {
  const copy = own(header, claim)
  if (copy === undefined || JSON.stringify(copy) === JSON.stringify(own(payload, claim))) return
  const message = `replicated "${claim}" claim header parameter mismatch`
  throw new JWTClaimValidationFailed(message, payload, claim, 'mismatch')
}

module.exports = { EncryptJWT, jwtDecrypt }
