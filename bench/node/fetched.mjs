// Keys that are fetched, once they are there.

import { CLAIMS, EXPECTED, KEYS, LIBRARY, TOKENSEAL } from './material.mjs'

const { Key, KeySet, RemoteKeySet, Verifier, sign } = await import(LIBRARY)

export const PLAIN = `${TOKENSEAL}, a plain set`

/** The contenders for verifying by keys that were fetched, the claims read. */
export async function fetched() {
  const { privatePem, publicPem } = KEYS.RS256
  const token = sign(CLAIMS, Key.fromPem(privatePem, 'RS256'))
  const keys = new KeySet([Key.fromPem(publicPem, 'RS256')])
  const fetch = async () => Response.json(keys.toJwks())
  const remote = new Verifier({ keys: new RemoteKeySet('https://issuer.example/jwks.json', { fetch }), ...EXPECTED })
  await remote.ready()
  const plain = new Verifier({ keys, ...EXPECTED })
  return [
    { name: TOKENSEAL, run: () => remote.verify(token).claims },
    { name: PLAIN, run: () => plain.verify(token).claims },
  ]
}
