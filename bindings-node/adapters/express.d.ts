/**
 * Access tokens in Express: middleware that checks every request by a `ProtectedResource`, answers
 * the refused ones, and puts the checked token into `request.token`. It does not depend on
 * Express, and works with versions 4 and 5, and with `node:http`.
 *
 * @packageDocumentation
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Token } from '../index.js'
import type { MakesRoute, Resource, RouteOptions } from './shared.js'

export type { MakesRoute, Receiver, Resource, RouteOptions } from './shared.js'

declare global {
  namespace Express {
    interface Request {
      /** The checked token; null if the route also accepts requests without one. */
      token?: Token | null
    }
  }
}

/** Middleware. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void

/**
 * Middleware that lets a request through if the resource allows it, and otherwise answers it: with
 * 401 or 403 and its challenges (RFC 6750), or with 503 if keys or a list of revocations are
 * unavailable.
 *
 * Rules are asked about the path as the client sent it (`request.originalUrl`), wherever the
 * middleware stands. Express routers ignore case and a trailing slash. So unless the resource has
 * its own `ignores`, a path is refused if the decision would differ once those are ignored.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What else this route requires: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns The middleware. It puts the token into `request.token`: null if there is none and none
 * is needed.
 *
 * @example
 * ```js
 * import { once } from 'node:events'
 * import { createServer } from 'node:http'
 * import { ProtectedResource } from 'tokenseal'
 * import { protect } from 'tokenseal/express'
 * import { TestIssuer } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start()
 * const guard = protect(new ProtectedResource(issuer.verifier()), { scope: 'orders:read' })
 * const server = createServer((request, response) => guard(request, response, () => response.end(request.token.get('sub'))))
 * await once(server.listen(0, '127.0.0.1'), 'listening')
 * const url = `http://127.0.0.1:${server.address().port}/`
 * const ask = (claims) => fetch(url, { headers: { authorization: `Bearer ${issuer.issue(claims)}` } })
 *
 * await (await ask({ sub: 'alice', scope: 'orders:read' })).text() // => 'alice'
 * const refused = await ask({ sub: 'bob' })
 * refused.status // => 403
 * refused.headers.get('www-authenticate').includes('error="insufficient_scope"') // => true
 * server.close()
 * await issuer.close()
 * ```
 */
export function protect(resource: Resource, options?: RouteOptions): Middleware

/**
 * Middleware that answers with the metadata of the resource where clients look for them (RFC
 * 9728). Put it before {@link protect}: clients that ask for it have no token yet.
 *
 * @param resource - What is protected. It needs a URL, in its option `resource`.
 * @returns The middleware.
 *
 * @example
 * ```js
 * import { ProtectedResource } from 'tokenseal'
 * import { metadata } from 'tokenseal/express'
 * import { TestIssuer } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start()
 * const resource = new ProtectedResource(issuer.verifier(), { resource: 'https://api.example/orders' })
 * resource.metadataPath // => '/.well-known/oauth-protected-resource/orders'
 * const response = { setHeader() {}, end: (text) => (response.body = text) }
 * metadata(resource)({ method: 'GET', url: resource.metadataPath }, response, () => {})
 * JSON.parse(response.body).resource // => 'https://api.example/orders'
 * await issuer.close()
 * ```
 */
export function metadata(resource: Resource): Middleware

/**
 * A handler for the back-channel logouts of an identity provider (OpenID Connect Back-Channel
 * Logout 1.0): tokens of sessions that have ended are refused from then on. It answers 200, or 400
 * if the logout token is invalid or could not be applied.
 *
 * @param verifier - What checks the tokens: a verifier with the profile `logout-token`, the
 * provider's issuer and your audience, but without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Which other issuers' subjects they may name; who revokes, and why.
 * @returns The handler.
 */
export const logoutRoute: MakesRoute<Middleware>

/**
 * A handler for pushed security events (RFC 8935): tokens of sessions that they end are refused
 * from then on. It answers 202; 400 with the reason if the event is invalid; and 500 or 503 if it
 * could not be applied, after which transmitters try again.
 *
 * @param verifier - What checks the tokens: a verifier with the profile `security-event`, the
 * provider's issuer and your audience, but without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Which other issuers' subjects they may name; who revokes, and why.
 * @returns The handler.
 *
 * @example
 * ```js
 * import { once } from 'node:events'
 * import { createServer } from 'node:http'
 * import { Issuer, Key, Revocations, Verifier } from 'tokenseal'
 * import { eventsRoute } from 'tokenseal/express'
 *
 * const key = Key.generate('ES256')
 * const about = { issuer: 'https://login.example', audience: 'orders', profile: 'security-event' }
 * const route = eventsRoute(new Verifier({ keys: key.public(), ...about }), new Revocations())
 * const server = createServer((request, response) => route(request, response, () => {}))
 * await once(server.listen(0, '127.0.0.1'), 'listening')
 *
 * const transmitter = new Issuer({ signingKey: key, noExpiry: true, ...about })
 * const event = transmitter.issue({
 *   sub_id: { format: 'opaque', id: 'phone' },
 *   events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} },
 * })
 * const headers = { 'content-type': 'application/secevent+jwt' }
 * const push = (body) => fetch(`http://127.0.0.1:${server.address().port}/`, { method: 'POST', headers, body })
 * ;(await push(event)).status // => 202
 * ;(await (await push('a.b.c')).json()).err // => 'invalid_request'
 * server.close()
 * ```
 */
export const eventsRoute: MakesRoute<Middleware>
