// The protected resource: whose tokens it accepts, and who may do what.

import { AccessRules, ProtectedResource, RemoteKeySet, Verifier } from 'tokenseal'

import rules from './rules.json' with { type: 'json' }

const { ISSUER = 'https://tenant.example/', AUDIENCE = 'https://api.example' } =
  process.env

// http is for an issuer on this machine.
const keys = new RemoteKeySet({
  issuer: ISSUER,
  allowHttp: ISSUER.startsWith('http://127.0.0.1:'),
})
const verifier = new Verifier({ keys, issuer: ISSUER, audience: AUDIENCE })

export const resource = new ProtectedResource(verifier, {
  rules: AccessRules.fromJson(rules),
  resource: AUDIENCE,
  authorizationServers: [ISSUER],
})
