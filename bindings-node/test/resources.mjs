// The operations `resource.run` and `http.…` of tests/vectors/README.md: requests to a protected resource, and the answers to events.

import { AccessRules, ProtectedResource, TokenError, Verifier, http } from '../index.mjs'
import { bytesOf } from './proofs.mjs'

/** What each step shows. `read` reads keys and names. */
export function runResource(input, options, read) {
  const nonceKey = input.nonce_key === undefined ? {} : { nonceKey: read.key(input.nonce_key) }
  const verifier = new Verifier({ keys: read.keys(input.keys), ...read.camel(input.verifier ?? {}), ...nonceKey })
  const own = {
    ...(input.rules !== undefined && { rules: AccessRules.fromJson(JSON.stringify(input.rules)) }),
    ...(input.csrf_key !== undefined && { csrfKey: read.key(input.csrf_key) }),
  }
  const resource = new ProtectedResource(verifier, { ...options, ...own })
  return { steps: input.steps.map((step) => DO[step.do](resource, step)) }
}

const DO = {
  request: (resource, { method, path, headers = [], scope, optional, now, certificate }) => {
    const given = { scope, optional, now, certificate: certificate === undefined ? undefined : bytesOf(certificate) }
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return answered(resource.check(method, path, headers, options))
  },
  csrf_token: (resource, { token }) => {
    try {
      return { csrf_token: resource.csrfToken(token) }
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      return { error: error.code }
    }
  },
  metadata: (resource) => {
    const metadata = resource.metadata()
    return { metadata: metadata === null ? null : JSON.parse(metadata), path: resource.metadataPath, url: resource.metadataUrl }
  },
}

function answered({ allowed, status, headers, body, error, token, decision }) {
  const found = { allowed, status, headers, body: bodyOf(body), error: error?.code ?? null }
  return { ...found, subject: token?.get('sub') ?? null, reason: decision?.reason ?? null }
}

/** A body, which is JSON or nothing. */
const bodyOf = (text) => (text === '' ? null : JSON.parse(text))

const errorOf = ({ code, claim }) => (code === undefined ? null : new TokenError('of a vector', { code, claim }))
const shown = ({ status, headers, body }) => ({ status, headers, body: bodyOf(body) })

export const HTTP = {
  'http.event_answer': (input) => shown(http.eventAnswer(errorOf(input))),
  'http.logout_answer': (input) => shown(http.logoutAnswer(errorOf(input))),
  'http.logout_token': ({ body }) => ({ token: http.logoutToken(body) }),
}
