// A ring for tests, with an issuer and a verifier.

import { Issuer, KeyRing, Verifier } from '../index.mjs'
import { testClock } from '../testing/index.mjs'

/** The second at which the rings of these tests begin. */
export const START = 1_800_000_000
export const DAY = 86_400
export const NO_KEY = { code: 'ERR_JWKS_NO_MATCHING_KEY' }

/** A ring, and those who follow it, by one clock. */
export function followed(algorithms = 'Ed25519', options = {}) {
  const clock = testClock(START)
  const ring = KeyRing.create(algorithms, { clock, ...options })
  return { clock, ring, issuer: new Issuer({ signingKey: ring, lifetime: '15m', clock }), verifier: new Verifier({ keys: ring, clock }) }
}
