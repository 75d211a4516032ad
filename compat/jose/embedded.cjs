'use strict'

const { importJWK } = require('./import.cjs')
const { JOSENotSupported, JWSInvalid } = require('./errors.cjs')
const { pairFor, secretFor, signsWith } = require('./algorithms.cjs')
const { checkJwkMembers } = require('./key_checks.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')

/**
 * The public key in a token's own header: anyone can have made it, and trusting it is the caller's
 * choice.
 */
async function EmbeddedJWK(protectedHeader, token) {
  const header = { ...protectedHeader, ...token?.header }
  if (!isObject(header.jwk)) {
    throw new JWSInvalid('"jwk" (JSON Web Key) Header Parameter must be a JSON object')
  }
  const jwk = { ...header.jwk }
  const { alg } = header
  if (!signsWith(alg) || (pairFor(alg) ?? secretFor(alg)) === undefined) {
    throw new JOSENotSupported(
      `alg ${alg} is not supported either by JOSE or your javascript runtime`,
    )
  }
  const refuse = (member, value) =>
    new JWSInvalid(`Invalid Embedded JWK, its "${member}" must be "${value}" when present`)
  if (own(jwk, 'alg') !== undefined && jwk.alg !== alg) throw refuse('alg', alg)
  if (own(jwk, 'use') !== undefined && jwk.use !== 'sig') throw refuse('use', 'sig')
  if (jwk.kty !== 'oct' && pairFor(alg)?.type !== jwk.kty) {
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value')
  }
  checkMembers(jwk)
  const key = await importJWK({ ...jwk, ext: true }, alg)
  if (key.type !== 'public') {
    throw new JWSInvalid('"jwk" (JSON Web Key) Header Parameter must be a public key')
  }
  return key
}

function checkMembers(jwk) {
  try {
    checkJwkMembers(jwk)
  } catch (cause) {
    throw new JWSInvalid('Invalid Embedded JWK', { cause })
  }
}

module.exports = { EmbeddedJWK }
