/**
 * Access tokens in Hono: middleware that checks every request by a `ProtectedResource`, answers those that are refused, and puts the
 * checked token into `context.get('token')`.
 *
 * On Node.js (`@hono/node-server`) the request is read as it came over the wire. Elsewhere only what `fetch` has made of it can be seen.
 *
 * @packageDocumentation
 */

import type { MiddlewareHandler } from 'hono'
import type { Token } from '../index.js'
import type { Resource, RouteOptions } from './shared.js'

export type { Resource, RouteOptions } from './shared.js'

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
