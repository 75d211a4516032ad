/**
 * Access tokens in Express: middleware that checks every request by a `ProtectedResource`, answers those that are refused, and puts the
 * checked token into `request.token`. It needs nothing of Express, and works with versions 4 and 5, and with `node:http`.
 *
 * @packageDocumentation
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Token } from '../index.js'
import type { Resource, RouteOptions } from './shared.js'

export type { Resource, RouteOptions } from './shared.js'

declare global {
  namespace Express {
    interface Request {
      /** The checked token; null where the route is for requests without one, too. */
      token?: Token | null
    }
  }
}

/** Middleware. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void

/**
 * Middleware that lets a request pass if the resource does, and answers it otherwise: 401 or 403 with its challenges (RFC 6750), 503
 * where keys or a list of revocations cannot be had.
 *
 * Rules are asked about the path as the client sent it (`request.originalUrl`), wherever the middleware stands. Unless the resource has
 * `ignores` of its own, a path that would be judged otherwise without regard to capital letters and to a slash at its end is refused,
 * because routers of Express have none.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What this route asks for besides: the scopes that a token must have (`scope`), or that none is needed (`optional`).
 * @returns The middleware. It puts the token into `request.token`: null where there is none, and none is needed.
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
 * Middleware that answers with the metadata of the resource where clients look for them (RFC 9728). Put it before {@link protect}:
 * whoever asks for them has no token yet.
 *
 * @param resource - What is protected. It has a URL, its option `resource`.
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
