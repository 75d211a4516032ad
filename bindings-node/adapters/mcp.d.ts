/**
 * Access tokens in servers of the Model Context Protocol (MCP), with version 1 or 2 of its TypeScript SDK.
 *
 * {@link protect} does everything that the section "Authorization" of the specification requires
 * of a resource server, and supports proofs of possession. The SDK's own `requireBearerAuth`
 * checks no audience by default, and takes a {@link tokenVerifier} that does.
 *
 * The audience is that of the `ProtectedResource`'s verifier. Give it the URL of the MCP server, which clients ask tokens for (RFC 8707).
 *
 * @packageDocumentation
 */

import type { Token } from '../index.js'
import { metadata } from './express.js'
import type { Middleware } from './express.js'
import type { Resource, RouteOptions } from './shared.js'

export { metadata }
export type { Resource, RouteOptions } from './shared.js'

/** What the SDK hands to tools about a token. */
export interface AuthInfo {
  /** The token's text; empty if it came in a cookie. */
  token: string
  /** The claim `client_id` (RFC 9068), or `azp`; empty if there is neither. */
  clientId: string
  /** The scopes of the claim `scope`, or of `scp` if there is none. */
  scopes: string[]
  /** The claim `exp`, in seconds since the epoch. */
  expiresAt?: number
  /** The URL of this server, if the token's `aud` names it. */
  resource?: URL
  /** Where this server's metadata is (RFC 9728). */
  resourceMetadataUrl?: string
  /** The token's claims, as `claims`. */
  extra: Record<string, unknown>
}

/** The SDK's `OAuthTokenVerifier`. */
export interface TokenVerifier {
  /** Checks the token, and rejects with an error of the SDK if it is refused. */
  verifyAccessToken(token: string): Promise<AuthInfo>
}

/**
 * Middleware of Express and of `node:http` that lets a request through if the resource allows it,
 * and otherwise answers it: with the challenge and the address of the metadata, from which a
 * client learns where to get a token. It sets `request.auth`, which the SDK's transports hand to
 * tools.
 *
 * @param resource - What is protected: the verifier, and the rules if there are any.
 * @param options - What else every request requires: the scopes that a token must have (`scope`).
 * @returns The middleware.
 */
export function protect(resource: Resource, options?: RouteOptions): Middleware

/**
 * A verifier for the SDK's `requireBearerAuth`, which takes Bearer tokens only. It does not see
 * the request: rules are asked about a POST to the path of the resource.
 *
 * The SDK must be installed: `npm install @modelcontextprotocol/server`, or
 * `@modelcontextprotocol/sdk` for version 1. If both are installed, the errors are those of
 * version 2.
 *
 * @param resource - What is protected.
 * @returns The verifier.
 */
export function tokenVerifier(resource: Resource): TokenVerifier

/**
 * What the SDK calls `authInfo`, for transports that are called with it: `handler.fetch(request, { authInfo: authInfo(resource, token)
 * })`.
 *
 * @param resource - What is protected.
 * @param token - The checked token.
 * @param text - The token's text, for tools that need it.
 * @returns The information.
 */
export function authInfo(resource: Resource, token: Token, text?: string): AuthInfo
