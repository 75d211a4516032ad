/**
 * Access tokens in Hono: middleware that checks every request by a `ProtectedResource`, answers those that are refused, and puts the
 * checked token into `context.get('token')`.
 *
 * On Node.js (`@hono/node-server`) the request is read as it came over the wire. Elsewhere only what `fetch` has made of it can be seen.
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
    /** The checked token; null where the route is for requests without one, too. */
    token: Token | null
  }
}

/**
 * Middleware that lets a request pass if the resource does, and answers it otherwise.
 *
 * A router made with `strict: false` ignores a slash at the end of paths, and cannot be asked: give the resource `ignores:
 * ['last-slash']`.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What this route asks for besides: the scopes that a token must have (`scope`), or that none is needed (`optional`).
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
 * Middleware that answers with the metadata of the resource where clients look for them (RFC 9728). Put it before {@link protect}:
 * whoever asks for them has no token yet.
 *
 * @param resource - What is protected. It has a URL, its option `resource`.
 * @returns The middleware.
 */
export function metadata(resource: Resource): MiddlewareHandler

/**
 * A handler for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout 1.0): what is over is refused from
 * then on. It answers 200, or 400 where the logout token is no good or could not be applied.
 *
 * @param verifier - What checks the tokens: of the profile `logout-token`, with the provider's issuer, your audience, and without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Whose subjects they may name besides their issuer's; who and why.
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
 * A handler for security events that are pushed (RFC 8935): what they say is over is refused from then on. It answers 202; 400 with the
 * reason where the event is no good; 500 and 503 where it could not be applied, after which transmitters try again.
 *
 * @param verifier - What checks the tokens: of the profile `security-event`, with the provider's issuer, your audience, and without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Whose subjects they may name besides their issuer's; who and why.
 * @returns The handler.
 */
export const eventsRoute: MakesRoute<Handler>
