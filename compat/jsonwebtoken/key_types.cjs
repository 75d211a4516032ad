'use strict'

// Which algorithms a key is for, by its type: jsonwebtoken's own rules. Nothing here uses the rest
// of the package: `package/lib` has a copy.

const EC_ALGORITHMS = ['ES256', 'ES384', 'ES512']
const PSS_ALGORITHMS = ['PS256', 'PS384', 'PS512']
const RSA_ALGORITHMS = ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512']
const HMAC_ALGORITHMS = ['HS256', 'HS384', 'HS512']
const ALGORITHMS = { ec: EC_ALGORITHMS, rsa: RSA_ALGORITHMS, 'rsa-pss': PSS_ALGORITHMS }
const CURVES = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' }

/** The check that `allowInvalidAsymmetricKeyTypes` waives there; here the core makes it again. */
function checkKeyType(algorithm, key) {
  const type = key.asymmetricKeyType
  if (type === undefined) return
  const allowed = Object.hasOwn(ALGORITHMS, type) ? ALGORITHMS[type] : undefined
  if (allowed === undefined) throw new Error(`Unknown key type "${type}".`)
  if (!allowed.includes(algorithm)) {
    throw new Error(`"alg" parameter for "${type}" key type must be one of: ${allowed.join(', ')}.`)
  }
  if (type === 'ec' && key.asymmetricKeyDetails.namedCurve !== CURVES[algorithm]) {
    throw new Error(`"alg" parameter "${algorithm}" requires curve "${CURVES[algorithm]}".`)
  }
  if (type === 'rsa-pss') checkParameters(algorithm, key.asymmetricKeyDetails)
}

/** Whether the parameters of a key for RSASSA-PSS allow an algorithm. */
function checkParameters(algorithm, { hashAlgorithm, mgf1HashAlgorithm, saltLength }) {
  const refuse = (what) =>
    new Error(`Invalid key for this operation, its RSA-PSS ${what} not meet the requirements of "alg" ${algorithm}.`)
  const bits = Number(algorithm.slice(-3))
  if (hashAlgorithm !== `sha${bits}` || mgf1HashAlgorithm !== hashAlgorithm) throw refuse('parameters do')
  if (saltLength !== undefined && saltLength > bits / 8) throw refuse('parameter saltLength does')
}

/** What is accepted where `algorithms` is not given. */
function defaultAlgorithms(key) {
  if (key.type === 'secret') return HMAC_ALGORITHMS
  return key.asymmetricKeyType === 'ec' ? EC_ALGORITHMS : RSA_ALGORITHMS
}

module.exports = { checkKeyType, defaultAlgorithms }
