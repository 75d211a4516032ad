// A list of revocations for tests, with an issuer and a verifier that has it, by one clock.

import { Issuer, Key, Revocations, Verifier } from '../index.mjs'
import { testClock } from '../testing/index.mjs'

export const NOW = 1_800_000_000
export const ISSUER = 'https://issuer.example'
export const REVOKED = { code: 'ERR_JWT_REVOKED', name: 'RevokedError', fault: 'token', status: 401 }
export const INVALID = { code: 'ERR_OPTION_INVALID' }
export const UNAVAILABLE = { code: 'ERR_JWT_REVOCATION_UNAVAILABLE', name: 'RevocationUnavailableError', fault: 'environment', status: 503 }

const key = Key.generate('Ed25519', { keyId: 'k1' })

export function listed(options = {}) {
  const clock = testClock(NOW)
  const revocations = new Revocations({ clock, ...options })
  const issuer = new Issuer({ signingKey: key, issuer: ISSUER, lifetime: '15m', clock })
  return { clock, revocations, issuer, verifier: verifierOf(revocations, clock) }
}

/** A verifier of that issuer's tokens. */
export const verifierOf = (revocations, clock, options) => new Verifier({ keys: key.public(), issuer: ISSUER, revocations, clock, ...options })
