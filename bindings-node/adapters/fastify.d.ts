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
import type { EventOptions, Token } from '../index.js'
import type { Receiver, Resource, RouteOptions } from './shared.js'

export type { Receiver, Resource, RouteOptions } from './shared.js'

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

/** Options of the routes that are told of events: some of the route's, and those of applying what it is told. */
export interface EventRouteOptions extends Receiver, EventOptions {
  /** The path of the route. */
  path: string
}

/**
 * A plugin with a route for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout 1.0): what is over is refused from
 * then on. It answers 200, or 400 where the logout token is no good or could not be applied. The verifier is one of the profile `logout-token`.
 */
export const logoutRoute: FastifyPluginAsync<EventRouteOptions>

/**
 * A plugin with a route for security events that are pushed (RFC 8935): what they say is over is refused from then on. It answers 202; 400 with the
 * reason where the event is no good; 500 and 503 where it could not be applied, after which transmitters try again. The verifier is one of the
 * profile `security-event`.
 */
export const eventsRoute: FastifyPluginAsync<EventRouteOptions>
