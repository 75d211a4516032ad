/**
 * Access tokens in Fastify: a plugin that checks every request by a `ProtectedResource`, and a hook for single routes.
 *
 * ```ts
 * import Fastify from 'fastify'
 * import { metadata, tokenseal } from 'tokenseal/fastify'
 *
 * const app = Fastify()
 * app.register(metadata, { resource })
 * app.register(async (orders) => {
 *   orders.register(tokenseal, { resource })
 *   orders.get('/orders/:id', (request) => request.token?.get('sub'))
 * })
 * ```
 *
 * @packageDocumentation
 */

import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Token } from '../index.js'
import type { Resource, RouteOptions } from './shared.js'

export type { Resource, RouteOptions } from './shared.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The checked token; null where the route is for requests without one, too. */
    token: Token | null
  }
}

/** Options of the plugin. */
export interface TokensealOptions extends RouteOptions {
  /** What is protected: the verifier, and the rules if there are any. */
  resource: Resource
}

/**
 * The plugin: it checks every request to the instance that it is registered with, before anything of it is read (`onRequest`), and
 * decorates requests with `token`. Rules are asked about the path as the client sent it, and refuse one that the router's options
 * (`caseSensitive`, `ignoreTrailingSlash`) would let another rule be for.
 */
export const tokenseal: FastifyPluginAsync<TokensealOptions>

/**
 * A hook for single routes: `{ onRequest: protect(resource, { scope: 'orders:read' }) }`.
 *
 * @param resource - What is protected.
 * @param options - What this route asks for besides: the scopes that a token must have (`scope`), or that none is needed (`optional`).
 * @returns The hook.
 */
export function protect(resource: Resource, options?: RouteOptions): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/**
 * A plugin with the route of the resource's metadata (RFC 9728). Register it outside of what {@link tokenseal} protects: whoever asks for
 * them has no token yet.
 */
export const metadata: FastifyPluginAsync<{ resource: Resource }>
