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
    /** The checked token; null if the route also accepts requests without one. */
    token: Token | null
  }
}

/** Options of the plugin. */
export interface TokensealOptions extends RouteOptions {
  /** What is protected: the verifier, and the rules if there are any. */
  resource: Resource
}

/**
 * The plugin: it checks every request to the instance that it is registered with, before any of it
 * is read (`onRequest`), and decorates requests with `token`. Rules are asked about the path as
 * the client sent it, and refuse a path that another rule would match under the router's options
 * (`caseSensitive`, `ignoreTrailingSlash`).
 */
export const tokenseal: FastifyPluginAsync<TokensealOptions>

/**
 * A hook for single routes: `{ onRequest: protect(resource, { scope: 'orders:read' }) }`.
 *
 * @param resource - What is protected.
 * @param options - What else this route requires: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns The hook.
 */
export function protect(resource: Resource, options?: RouteOptions): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/**
 * A plugin with the route of the resource's metadata (RFC 9728). Register it outside what {@link
 * tokenseal} protects: clients that ask for it have no token yet.
 */
export const metadata: FastifyPluginAsync<{ resource: Resource }>

/** Options of the routes that receive events: some of the route's, and those for applying the events. */
export interface EventRouteOptions extends Receiver, EventOptions {
  /** The path of the route. */
  path: string
}

/**
 * A plugin with a route for the back-channel logouts of an identity provider (OpenID Connect
 * Back-Channel Logout 1.0): tokens of sessions that have ended are refused from then on. It
 * answers 200, or 400 if the logout token is invalid or could not be applied. The verifier is one
 * of the profile `logout-token`.
 */
export const logoutRoute: FastifyPluginAsync<EventRouteOptions>

/**
 * A plugin with a route for pushed security events (RFC 8935): tokens of sessions that they end
 * are refused from then on. It answers 202; 400 with the reason if the event is invalid; and 500
 * or 503 if it could not be applied, after which transmitters try again. The verifier is one of
 * the profile `security-event`.
 */
export const eventsRoute: FastifyPluginAsync<EventRouteOptions>
