// Each path: its name, its contenders, its goals; its rounds, if they are not the usual ones.

import { decrypting, encrypting } from './encrypting.mjs'
import { PLAIN, fetched } from './fetched.mjs'
import { NAMES } from './material.mjs'
import { shimmed, signing, verifying } from './signing.mjs'

const times = (number, against) => ({ text: `at least ${number} x ${against}`, at_least_times: number, against })

export const PATHS = [
  [
    'HS256: verify, claims read',
    () => verifying('HS256'),
    [times(5, `${NAMES['fast-jwt']}, no cache`), times(7, NAMES.jsonwebtoken), times(60, NAMES.jose)],
  ],
  ...['RS256', 'ES256', 'EdDSA'].map((alg) => [`${alg}: verify, claims read`, () => verifying(alg), []]),
  ...['HS256', 'RS256', 'ES256', 'EdDSA'].map((alg) => [`${alg}: sign`, () => signing(alg), []]),
  ['dir and A256GCM: decrypt, claims read', () => decrypting('dir'), [times(60, NAMES.jose)]],
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
  ...['HS256', 'ES256'].map((alg) => [`${alg}: verify, by jsonwebtoken's function`, () => shimmed(alg), []]),
]
