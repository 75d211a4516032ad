// The services of the cases: what checks the requests of an application.

import { Redis } from 'ioredis'

import { AccessRules, Key, ProtectedResource, RemoteKeySet, Revocations, Verifier } from '../../index.mjs'
import { freePort } from '../programs.mjs'
import { keys, rulesOf, services } from './cases.mjs'

const camel = (options) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name.replace(/_(.)/g, (whole, letter) => letter.toUpperCase()), value]),
  )

const secret = (name) => Key.fromJwk(keys[name])

/** A service by its name: its resource, and what ends what it has opened. */
export async function serviceOf(name, context) {
  const service = services[name]
  const { nonce_key: nonceKey, ...about } = service.verifier
  const revocations = await listOf(service, context)
  const isReachable = service.keys !== 'unreachable'
  const nowhere = `http://127.0.0.1:${await freePort()}/jwks.json`
  const verifier = new Verifier({
    ...camel(about),
    keys: isReachable ? Key.fromJwk(keys.issuer).public() : new RemoteKeySet(nowhere, { allowHttp: true }),
    ...(nonceKey === undefined ? {} : { nonceKey: secret(nonceKey) }),
    ...(revocations === undefined ? {} : { revocations }),
  })
  const { csrf_key: csrfKey, ...options } = service.resource
  const rules = rulesOf(service)
  const resource = new ProtectedResource(verifier, {
    ...camel(options),
    ...(rules === undefined ? {} : { rules: AccessRules.fromJson(rules) }),
    ...(csrfKey === undefined ? {} : { csrfKey: secret(csrfKey) }),
  })
  return { about: service.verifier, resource, hasRules: rules !== undefined }
}

async function listOf({ revoked, revocations, verifier: { issuer } }, context) {
  if (revocations === 'unreachable') {
    const client = new Redis({ host: '127.0.0.1', port: await freePort(), enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    context.after(() => client.disconnect())
    return Revocations.redis(client, { namespace: 'http-cases' })
  }
  if (revoked === undefined) return undefined
  const list = new Revocations({ longestLifetime: '1h' })
  const now = Date.now() / 1000
  for (const { token_id: id, subject } of revoked) {
    if (id !== undefined) list.revokeId(issuer, id, { until: now + 3600 })
    else list.revokeSubject(issuer, subject, { before: now })
  }
  return list
}
