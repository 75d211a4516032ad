/**
 * Access tokens in Next.js: route handlers and proxies, on the runtime of Node.js, that check every request by a `ProtectedResource`.
 *
 * `next.config` needs `serverExternalPackages: ['tokenseal']`, so that the addon is loaded and not bundled.
 *
 * @packageDocumentation
 */

import type { Token } from '../index.js'
import type { MakesRoute, Resource, RouteOptions } from './shared.js'

export type { MakesRoute, Receiver, Resource, RouteOptions } from './shared.js'

/** The second argument of a route handler, with the token. */
export interface RouteContext<P extends object> {
  /** The parameters of the route. */
  params: Promise<P>
  /** The checked token; null if the route also accepts requests without one. */
  token: Token | null
}

/** A route handler that receives the token. */
export type RouteHandler<P extends object, Q extends Request> = (request: Q, context: RouteContext<P>) => Response | Promise<Response>

/**
 * A route handler that is called if the resource allows the request:
 * `export const GET = protect(resource)(handler)`.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What else this route requires: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns A function that takes the handler and returns the one to export.
 *
 * @example
 * ```js
 * import { ProtectedResource } from 'tokenseal'
 * import { protect } from 'tokenseal/next'
 * import { TestIssuer } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start()
 * const resource = new ProtectedResource(issuer.verifier())
 * const GET = protect(resource)((request, { token }) => Response.json({ for: token.get('sub') }))
 *
 * const headers = { authorization: `Bearer ${issuer.issue({ sub: 'alice' })}` }
 * await (await GET(new Request('https://api.example/orders', { headers }))).json() // => { for: 'alice' }
 * ;(await GET(new Request('https://api.example/orders'))).status // => 401
 * await issuer.close()
 * ```
 */
export function protect(
  resource: Resource,
  options?: RouteOptions,
): <P extends object = Record<string, string | string[] | undefined>, Q extends Request = Request>(
  handler: RouteHandler<P, Q>,
) => (request: Q, context: { params: Promise<P> }) => Promise<Response>

/**
 * A proxy (once called middleware) that answers refused requests before routing:
 * `export const proxy = proxy(resource)`. Its `matcher` must leave out `/.well-known/`, where the metadata is.
 *
 * Handlers behind it do not receive the token. Protect them as well if they need it, or if they
 * must not rely on the matcher.
 *
 * @param resource - What is protected.
 * @param options - What else every request requires.
 * @returns The proxy.
 */
export function proxy(resource: Resource, options?: RouteOptions): (request: Request) => Promise<Response | undefined>

/**
 * The handler of the route of the resource's metadata (RFC 9728):
 * `app/.well-known/oauth-protected-resource/route.ts` for a resource whose URL has no path. The
 * route is `dynamic = 'force-dynamic'`, unless the metadata may be fixed at build time.
 *
 * @param resource - What is protected. It needs a URL, in its option `resource`.
 * @returns The handler.
 */
export function metadata(resource: Resource): () => Response

/**
 * A route handler for the back-channel logouts of an identity provider (OpenID Connect
 * Back-Channel Logout 1.0): tokens of sessions that have ended are refused from then on. It
 * answers 200, or 400 if the logout token is invalid or could not be applied.
 *
 * @param verifier - What checks the tokens: a verifier with the profile `logout-token`, the
 * provider's issuer and your audience, but without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Which other issuers' subjects they may name; who revokes, and why.
 * @returns The handler.
 */
export const logoutRoute: MakesRoute<(request: Request) => Promise<Response>>

/**
 * A route handler for pushed security events (RFC 8935): tokens of sessions that they end are
 * refused from then on. It answers 202; 400 with the reason if the event is invalid; and 500 or
 * 503 if it could not be applied, after which transmitters try again.
 *
 * @param verifier - What checks the tokens: a verifier with the profile `security-event`, the
 * provider's issuer and your audience, but without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Which other issuers' subjects they may name; who revokes, and why.
 * @returns The handler.
 */
export const eventsRoute: MakesRoute<(request: Request) => Promise<Response>>
