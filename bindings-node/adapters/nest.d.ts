/**
 * Access tokens in NestJS, on Express or Fastify: a guard that checks every request by a `ProtectedResource`, and a decorator for the
 * checked token.
 *
 * ```ts
 * import { Controller, Get, UseGuards } from '@nestjs/common'
 * import type { Token } from 'tokenseal'
 * import { AccessToken, protect } from 'tokenseal/nest'
 *
 * @Controller('orders')
 * @UseGuards(protect(resource))
 * export class Orders {
 *   @Get(':id')
 *   read(@AccessToken() token: Token) {
 *     return { for: token.get('sub') }
 *   }
 * }
 * ```
 *
 * The routes of the resource's metadata are those of `tokenseal/express` (`app.use(metadata(resource))`) or `tokenseal/fastify`.
 *
 * @packageDocumentation
 */

import type { Resource, RouteOptions } from './shared.js'

export type { Resource, RouteOptions } from './shared.js'

/** The parts of a guard's execution context that this one uses. */
interface Context {
  getType(): string
  switchToHttp(): { getRequest(): any; getResponse(): any }
}

/** A guard of Nest. */
export interface Guard {
  canActivate(context: Context): Promise<boolean>
}

/**
 * A guard: `@UseGuards(protect(resource))` for a controller or a route, `app.useGlobalGuards(protect(resource))` for all.
 *
 * A refusal is an `HttpException` with the answer's status and body; the answer's headers are
 * already set. The application's filters see it.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What else this route requires: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns The guard. It supports only HTTP.
 */
export function protect(resource: Resource, options?: RouteOptions): Guard

/**
 * A decorator for a parameter of a route: the checked token, or null if the route also accepts
 * requests without one.
 *
 * @returns The decorator.
 */
export function AccessToken(): ParameterDecorator
