/**
 * Access tokens in Hono: middleware that checks every request by a `ProtectedResource`, answers
 * the refused ones, and puts the checked token into `context.get('token')`.
 *
 * On Node.js (`@hono/node-server`) the request is read as it came over the wire. Elsewhere, only
 * what `fetch` made of it is visible.
 *
 * @packageDocumentation
 */

import type { Handler, MiddlewareHandler } from 'hono'
import type { Token } from '../index.js'
import type { MakesRoute, Resource, RouteOptions } from './shared.js'

export type { MakesRoute, Receiver, Resource, RouteOptions } from './shared.js'

/** What the middleware adds to a context. */
export interface Checked {
  Variables: {
    /** The checked token; null if the route also accepts requests without one. */
    token: Token | null
  }
}

/**
 * Middleware that lets a request through if the resource allows it, and otherwise answers it.
 *
 * A router made with `strict: false` ignores a trailing slash, and does not reveal that: give the
 * resource `ignores: ['last-slash']`.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What else this route requires: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns The middleware.
 *
 * @example
 * ```js
 * import { Hono } from 'hono'
 * import { ProtectedResource } from 'tokenseal'
 * import { protect } from 'tokenseal/hono'
 * import { TestIssuer } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start()
 * const app = new Hono()
 * app.use(protect(new ProtectedResource(issuer.verifier())))
 * app.get('/me', (context) => context.text(context.get('token').get('sub')))
 *
 * const authorization = `Bearer ${issuer.issue({ sub: 'alice' })}`
 * await (await app.request('/me', { headers: { authorization } })).text() // => 'alice'
 * ;(await app.request('/me')).status // => 401
 * await issuer.close()
 * ```
 */
export function protect(resource: Resource, options?: RouteOptions): MiddlewareHandler<Checked>

/**
 * Middleware that answers with the metadata of the resource where clients look for them (RFC
 * 9728). Put it before {@link protect}: clients that ask for it have no token yet.
 *
 * @param resource - What is protected. It needs a URL, in its option `resource`.
 * @returns The middleware.
 */
export function metadata(resource: Resource): MiddlewareHandler

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
 *
 * @example
 * ```js
 * import { Hono } from 'hono'
 * import { Issuer, Key, Revocations, Verifier } from 'tokenseal'
 * import { logoutRoute } from 'tokenseal/hono'
 *
 * const key = Key.generate('ES256')
 * const about = { issuer: 'https://login.example', audience: 'orders', profile: 'logout-token' }
 * const app = new Hono()
 * app.post('/logout', logoutRoute(new Verifier({ keys: key.public(), ...about }), new Revocations()))
 *
 * const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
 * const token = new Issuer({ signingKey: key, lifetime: '2m', ...about }).issue({ sid: 'phone', events })
 * const post = (token) => app.request('/logout', { method: 'POST', body: new URLSearchParams({ logout_token: token }) })
 * ;(await post(token)).status // => 200
 * ;(await post('a.b.c')).status // => 400
 * ```
 */
export const logoutRoute: MakesRoute<Handler>

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
 */
export const eventsRoute: MakesRoute<Handler>
