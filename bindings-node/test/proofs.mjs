// The operation `dpop.run` of tests/vectors/README.md: one verifier, and requests that come to it.

import { ReplayCache, TokenError, Verifier } from '../index.mjs'

/** Runs the requests in turn. `read` reads keys and names. */
export function runProofs(input, { key, keys, camel }) {
  const given = {
    ...(input.replays !== undefined && { replays: new ReplayCache(camel(input.replays)) }),
    ...(input.nonce_key !== undefined && { nonceKey: key(input.nonce_key) }),
  }
  const verifier = new Verifier({ keys: keys(input.keys), ...camel(input.verifier), ...given })
  return { steps: input.steps.map((step) => request(verifier, step, camel)) }
}

function request(verifier, { do: what, at: now, token, certificate, ...came }, camel) {
  if (what === 'nonce') return { nonce: verifier.dpopNonce({ now }) }
  const beside = certificate === undefined ? {} : { certificate: bytesOf(certificate) }
  try {
    verifier.verify(token, { ...camel(came), ...beside, now })
    return { accepted: true }
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    const found = { error: error.code, claim: error.claim, nonce: error.dpopNonce }
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  }
}

/** A certificate as a TLS server has it: DER, or PEM as bytes. */
export const bytesOf = (certificate) => Buffer.from(certificate.der ?? certificate, certificate.der === undefined ? 'utf8' : 'base64url')
