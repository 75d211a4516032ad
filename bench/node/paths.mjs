// Each path: its name, its contenders, its goals; its rounds, if they are not the usual ones.

import { decrypting, encrypting } from './encrypting.mjs'
import { PLAIN, fetched } from './fetched.mjs'
import { BARE, NAMES } from './material.mjs'
import { issuing, repeating, shimmed, shimmedSigning, signing, verifying } from './signing.mjs'

const times = (number, against) => ({ text: `at least ${number} x ${against}`, at_least_times: number, against })
const AS_BARE = { text: `within 5 % + 1 µs of ${BARE}`, at_most_times: 1.05, plus: 1000, against: BARE }
const FASTER_THAN_BARE = { text: `faster than ${BARE}`, at_least_times: 1, against: BARE }
const UNCACHED = `${NAMES['fast-jwt']}, no cache`
const CACHED = `${NAMES['fast-jwt']}, cached`

export const PATHS = [
  ['HS256: verify, claims read', () => verifying('HS256'), [times(5, UNCACHED), times(7, NAMES.jsonwebtoken)]],
  ...['RS256', 'ES256', 'EdDSA'].map((alg) => [`${alg}: verify, claims read`, () => verifying(alg), [AS_BARE]]),
  ...['HS256', 'ES256'].map((alg) => [`${alg}: verify a repeated token, claims read`, () => repeating(alg, false), [times(5, CACHED)]]),
  ['HS256: the same, a new string each time', () => repeating('HS256', true), [times(5, CACHED)]],
  ['HS256: sign', () => signing('HS256'), [times(1.8, NAMES['fast-jwt'])]],
  ['HS256: sign, by an Issuer', () => issuing('HS256'), [FASTER_THAN_BARE, times(2.3, NAMES['fast-jwt'])]],
  ...['RS256', 'ES256', 'EdDSA'].map((alg) => [`${alg}: sign`, () => signing(alg), []]),
  ['dir and A256GCM: decrypt, claims read', () => decrypting('dir'), []],
  ['ECDH-ES+A256KW and A256GCM: decrypt, claims read', () => decrypting('ECDH-ES+A256KW'), [times(10, NAMES.jose)]],
  ['dir and A256GCM: encrypt', () => encrypting('dir'), []],
  ['ECDH-ES+A256KW and A256GCM: encrypt', () => encrypting('ECDH-ES+A256KW'), []],
  [
    'RS256: verify, by keys that were fetched',
    fetched,
    [{ text: 'within 100 ns of a plain set', at_most_times: 1, plus: 100, against: PLAIN }],
    // Many short ones: a difference of 100 ns is looked for.
    { rounds: 601, nanoseconds: 4e5 },
  ],
  ...['HS256', 'ES256'].flatMap((alg) => {
    // What is left of the other algorithms is their arithmetic.
    const goals = alg === 'HS256' ? [times(2, NAMES.jsonwebtoken)] : []
    return [
      [`${alg}: verify, by jsonwebtoken's function`, () => shimmed(alg), goals],
      [`${alg}: sign, by jsonwebtoken's function`, () => shimmedSigning(alg), goals],
    ]
  }),
]
