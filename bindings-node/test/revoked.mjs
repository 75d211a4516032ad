// The operations `revoked.begin`, `revoked.revoke` and `revoked.check` (tests/remote/README.md): a list in a store, and a Verifier that has it.

import { Redis } from 'ioredis'
import { createClient } from 'redis'

import { KeySet, Revocations, TokenError, Verifier } from '../index.mjs'
import { camel } from './operations.mjs'

const CLIENTS = {
  redis: (port) => createClient({ url: `redis://127.0.0.1:${port}` }),
  ioredis: (port) => new Redis(port, '127.0.0.1', { lazyConnect: true }),
}

const CHANGES = {
  token: ({ list, plain }, { token }) => list.revokeAsync(plain.verify(token)),
  token_id: ({ list, issuer }, { value }) => list.revokeIdAsync(issuer, value),
  session: ({ list, issuer }, { value }) => list.revokeSessionAsync(issuer, value),
  subject: ({ list, issuer }, { value }) => list.revokeSubjectAsync(issuer, value),
  key: ({ list, issuer }, { value }) => list.revokeKeyAsync(issuer, value),
}

let begun

export async function performRevoked({ operation, input, options }) {
  if (operation === 'revoked.begin') {
    begun = await begin(input, options)
    return {}
  }
  if (operation === 'revoked.revoke') return outcomes([await timed(() => CHANGES[input.kind](begun, input), 'revoked')])
  const calls = []
  for (const token of input.tokens) calls.push(await timed(() => begun.verifier.verifyAsync(token), 'accepted'))
  return outcomes(calls)
}

async function begin({ port, issuer, keys, client }, options) {
  const set = KeySet.fromJwks(keys.jwks)
  const list = Revocations.redis(CLIENTS[client](port), camel(options))
  const verifier = new Verifier({ keys: set, issuer, revocations: list })
  await verifier.ready({ timeout: '20s' })
  return { list, verifier, issuer, plain: new Verifier({ keys: set, issuer }) }
}

/** The outcome of a call, and how many milliseconds it took. */
async function timed(call, good) {
  const began = performance.now()
  let outcome = good
  try {
    await call()
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    outcome = error.code
  }
  return { outcome, took: performance.now() - began }
}

const outcomes = (calls) => ({ outcomes: calls.map(({ outcome }) => outcome), longest: Math.max(0, ...calls.map(({ took }) => took)) })
