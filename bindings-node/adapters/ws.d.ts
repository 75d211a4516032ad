/**
 * Access tokens for WebSockets, with `ws`: a `ProtectedResource` checks the handshake, and a
 * refused one is answered.
 *
 * ```ts
 * const sockets = new WebSocketServer({ noServer: true })
 * server.on('upgrade', protect(resource, sockets))
 *
 * sockets.on('connection', (socket, { token }) => {
 *   // The connection may outlive its token.
 *   const end = (error: TokenError) => socket.close(1008, error.code)
 *   const watch = setInterval(() => verifier.stillValidAsync(token!).catch(end), 30_000)
 *   socket.on('close', () => clearInterval(watch))
 * })
 * ```
 *
 * A browser sends no custom header with a handshake, but it does send cookies, whichever site the
 * page is from: if the resource takes its token from a cookie, check `request.headers.origin` too.
 *
 * @packageDocumentation
 */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Token } from '../index.js'
import type { Resource, RouteOptions } from './shared.js'

export type { Resource, RouteOptions } from './shared.js'

declare module 'http' {
  interface IncomingMessage {
    /** The checked token; null if handshakes without one are accepted too. */
    token?: Token | null
  }
}

/** The part of the `WebSocketServer` of `ws` that is needed. */
export interface SocketServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, callback: (client: any, request: IncomingMessage) => void): void
  emit(event: 'connection', client: any, request: IncomingMessage): boolean
  on(event: 'headers', listener: (headers: string[], request: IncomingMessage) => void): unknown
}

/**
 * A listener for `upgrade` of a server of `node:http` or `node:https`. An allowed handshake
 * becomes a `connection` of the WebSocket server, with the token in `request.token`; any other is
 * answered: with 401 or 403 and its challenges (RFC 6750), or with 503 if keys or a list are
 * unavailable.
 *
 * @param resource - What is protected. The method of a handshake is GET.
 * @param server - A `WebSocketServer` of `ws`, made with `noServer: true`.
 * @param options - What else handshakes require: the scopes that a token must have (`scope`), or
 * that no token is needed (`optional`).
 * @returns The listener.
 */
export function protect(
  resource: Resource,
  server: SocketServer,
  options?: RouteOptions,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
