'use strict'

// Why a request failed, in the core's words.

const TIMEOUTS = /^(AbortError|TimeoutError|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/
const TLS = /^(CERT_|CRL_|DEPTH_ZERO_|EPROTO$|ERR_SSL_|ERR_TLS_|HOSTNAME_MISMATCH$|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|SELF_SIGNED_|UNABLE_TO_)/

/** The core's word for why a connection failed: it stands somewhere among the causes of its error. */
function reasonOf(error) {
  const words = wordsOf(error, 0)
  if (words.some((word) => TLS.test(word))) return 'tls'
  return words.some((word) => TIMEOUTS.test(word)) ? 'timeout' : 'connect'
}

const DEEPEST = 8

function wordsOf(error, depth) {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return []
  const others = Array.isArray(error.errors) ? error.errors : []
  return [error.name, error.code, ...[error.cause, ...others].flatMap((one) => wordsOf(one, depth + 1))].map(String)
}

module.exports = { reasonOf }
