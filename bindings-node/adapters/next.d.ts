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
  /** The checked token; null where the route is for requests without one, too. */
  token: Token | null
}

/** A route handler that is told the token. */
export type RouteHandler<P extends object, Q extends Request> = (request: Q, context: RouteContext<P>) => Response | Promise<Response>

/**
 * A route handler that is called if the resource lets the request pass: `export const GET = protect(resource)(handler)`.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What this route asks for besides: the scopes that a token must have (`scope`), or that none is needed (`optional`).
 * @returns A function that takes the handler, and gives the one to export.
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
 * A proxy (once called middleware) that answers what is refused before any route is looked for: `export const proxy = proxy(resource)`.
 * Its `matcher` must leave out `/.well-known/`, where the metadata are.
 *
 * Handlers behind it are not told the token. Protect them as well where they need it, or where they must not rely on the matcher.
 *
 * @param resource - What is protected.
 * @param options - What every request needs besides.
 * @returns The proxy.
 */
export function proxy(resource: Resource, options?: RouteOptions): (request: Request) => Promise<Response | undefined>

/**
 * The handler of the route of the resource's metadata (RFC 9728): `app/.well-known/oauth-protected-resource/route.ts` for a resource
 * whose URL has no path. The route is `dynamic = 'force-dynamic'`, unless the metadata are to be those of the build.
 *
 * @param resource - What is protected. It has a URL, its option `resource`.
 * @returns The handler.
 */
export function metadata(resource: Resource): () => Response

/**
 * A route handler for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout 1.0): what is over is refused from
 * then on. It answers 200, or 400 where the logout token is no good or could not be applied.
 *
 * @param verifier - What checks the tokens: of the profile `logout-token`, with the provider's issuer, your audience, and without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Whose subjects they may name besides their issuer's; who and why.
 * @returns The handler.
 */
export const logoutRoute: MakesRoute<(request: Request) => Promise<Response>>

/**
 * A route handler for security events that are pushed (RFC 8935): what they say is over is refused from then on. It answers 202; 400 with the
 * reason where the event is no good; 500 and 503 where it could not be applied, after which transmitters try again.
 *
 * @param verifier - What checks the tokens: of the profile `security-event`, with the provider's issuer, your audience, and without the list.
 * @param revocations - The list that they are applied to.
 * @param options - Whose subjects they may name besides their issuer's; who and why.
 * @returns The handler.
 */
export const eventsRoute: MakesRoute<(request: Request) => Promise<Response>>
