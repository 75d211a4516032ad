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

/** What a guard is told, as far as this one asks. */
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
 * What is refused is a `HttpException` with the answer's status and body, whose headers have been set: filters of the application see it.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What this route asks for besides: the scopes that a token must have (`scope`), or that none is needed (`optional`).
 * @returns The guard. It refuses to answer for anything but HTTP.
 */
export function protect(resource: Resource, options?: RouteOptions): Guard

/**
 * A decorator for a parameter of a route: the checked token, or null where the route is for requests without one, too.
 *
 * @returns The decorator.
 */
export function AccessToken(): ParameterDecorator
