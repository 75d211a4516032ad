/**
 * Access tokens of WebSockets, by `ws`: the handshake is checked by a `ProtectedResource`, and answered if it is refused.
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
 * A browser sends no header of ours with a handshake, but it sends cookies, whichever site the page is of: where the resource takes its token
 * from a cookie, check `request.headers.origin` too.
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
    /** The checked token; null where the handshake is for requests without one, too. */
    token?: Token | null
  }
}

/** What is needed of the `WebSocketServer` of `ws`. */
export interface SocketServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, callback: (client: any, request: IncomingMessage) => void): void
  emit(event: 'connection', client: any, request: IncomingMessage): boolean
  on(event: 'headers', listener: (headers: string[], request: IncomingMessage) => void): unknown
}

/**
 * A listener for `upgrade` of a server of `node:http` or `node:https`. A handshake that passes becomes a `connection` of the server of WebSockets, with
 * the token in `request.token`; any other is answered: 401 or 403 with its challenges (RFC 6750), 503 where keys or a list cannot be had.
 *
 * @param resource - What is protected. The method of a handshake is GET.
 * @param server - A `WebSocketServer` of `ws`, made with `noServer: true`.
 * @param options - What handshakes need besides: the scopes that a token must have (`scope`), or that none is needed (`optional`).
 * @returns The listener.
 */
export function protect(
  resource: Resource,
  server: SocketServer,
  options?: RouteOptions,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
