'use strict'

const { checkClaims } = require('./claims.cjs')
const { ProduceJWT } = require('./claims_set.cjs')
const { JWTInvalid } = require('./errors.cjs')
const { signCompact } = require('./jws_make.cjs')
const { readCompact } = require('./jws_read.cjs')
const { claimsOf } = require('./jwt_claims.cjs')
const { jwtVerifyOptions, makeOptions } = require('./options.cjs')
const { Once, defineSetters } = require('./setters.cjs')

/** Makes a signed JWT. */
class SignJWT extends ProduceJWT {
  #given = new Once()

  static {
    defineSetters(this, (own) => own.#given, ['setProtectedHeader'])
  }

  async sign(key, options) {
    const read = makeOptions(options)
    return signCompact(ProduceJWT.bytesOf(this), this.#given, key, read, refuseUnencoded)
  }
}

/** Verifies the signature of a JWT and checks its claims. */
async function jwtVerify(jwt, key, options) {
  const given = jwtVerifyOptions(options)
  const found = await readCompact(jwt, key, given)
  refuseUnencoded(found)
  const payload = claimsOf(found.payload)
  checkClaims(payload, found.protectedHeader, given)
  return { payload, protectedHeader: found.protectedHeader, ...found.resolved }
}

function refuseUnencoded({ isUnencoded }) {
  if (isUnencoded) throw new JWTInvalid('JWTs MUST NOT use unencoded payload')
}

module.exports = { SignJWT, jwtVerify }
