/**
 * Access tokens in gRPC, with `@grpc/grpc-js`: a server interceptor that checks every call by a
 * `ProtectedResource` before its method is called.
 *
 * ```ts
 * import { Server } from '@grpc/grpc-js'
 * import { protect, tokenOf } from 'tokenseal/grpc'
 *
 * const server = new Server({ interceptors: [protect(resource)] })
 * server.addService(orders, { read: (call, callback) => callback(null, orderOf(tokenOf(call)?.get('sub'))) })
 * ```
 *
 * The token comes in the metadata `authorization`. For the rules, a call is a POST to the path of its method, such as `/shop.Orders/Read`.
 *
 * @packageDocumentation
 */

import type { Metadata, ServerInterceptor } from '@grpc/grpc-js'
import type { Token } from '../index.js'
import type { Resource, RouteOptions } from './shared.js'

export type { Resource, RouteOptions } from './shared.js'

/**
 * An interceptor that lets a call through if the resource allows it, and otherwise ends it: with
 * UNAUTHENTICATED, PERMISSION_DENIED or UNAVAILABLE, as `Answer.grpcStatus` says. The challenges
 * are in the trailing metadata, as `www-authenticate`, and the message of the status is the body
 * that HTTP would have.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What else all calls require: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns The interceptor, for the option `interceptors` of a server.
 */
export function protect(resource: Resource, options?: RouteOptions): ServerInterceptor

/**
 * The token of a call that passed.
 *
 * @param call - The call, as its handler gets it.
 * @returns The checked token; null if there is none and none is needed.
 */
export function tokenOf(call: { metadata: Metadata }): Token | null
