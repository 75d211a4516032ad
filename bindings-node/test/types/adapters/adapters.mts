// Type checks only: each adapter with the types of its framework. Compiled, never run. What must not compile is marked.

import { createServer } from 'node:http'

import { Server } from '@grpc/grpc-js'
import type { handleUnaryCall } from '@grpc/grpc-js'
import { requireBearerAuth as requireBearerAuth1 } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { createMcpHandler, requireBearerAuth as requireBearerAuth2 } from '@modelcontextprotocol/server'
import { Controller, Get, UseGuards } from '@nestjs/common'
import type { INestApplication } from '@nestjs/common'
import Fastify from 'fastify'
import { Hono } from 'hono'
import type { NextConfig } from 'next'
import { NextRequest } from 'next/server.js'
import type { NextProxy } from 'next/server.js'
import { ProtectedResource } from 'tokenseal'
import type { Revocations, Token, Verifier } from 'tokenseal'
import * as express from 'tokenseal/express'
import * as fastify from 'tokenseal/fastify'
import * as grpc from 'tokenseal/grpc'
import * as hono from 'tokenseal/hono'
import * as mcp from 'tokenseal/mcp'
import * as nest from 'tokenseal/nest'
import * as next from 'tokenseal/next'
import * as ws from 'tokenseal/ws'
import { WebSocketServer } from 'ws'

declare const resource: ProtectedResource
declare const nestApp: INestApplication

// @ts-expect-error: an option that there is not
express.protect(resource, { scopes: ['orders:read'] })
// @ts-expect-error: no resource
express.protect({})

const app = Fastify()
app.register(fastify.metadata, { resource })
app.register(fastify.tokenseal, { resource, scope: ['orders:read'] })
// @ts-expect-error: the resource is missing
app.register(fastify.tokenseal, {})
app.get('/orders', { onRequest: fastify.protect(resource, { optional: true }) }, (request) => request.token?.get('sub'))

const router = new Hono()
router.use(hono.metadata(resource))
export const typed = router.get('/orders', hono.protect(resource, { scope: 'orders:read' }), (context) => {
  const token: Token | null = context.get('token')
  return context.json({ for: token?.get('sub') })
})

@Controller('orders')
@UseGuards(nest.protect(resource))
export class Orders {
  @Get(':id')
  @UseGuards(nest.protect(resource, { scope: 'orders:read' }))
  read(@nest.AccessToken() token: Token) {
    return token.claims
  }
}
nestApp.useGlobalGuards(nest.protect(resource))
nestApp.use(express.metadata(resource))

export const GET = next.protect(resource)(async (request, { params, token }) =>
  Response.json({ params: await params, for: token?.get('sub'), url: request.url }),
)
export const POST = next.protect(resource, { scope: 'orders:write' })(
  async (request: NextRequest, { params }: next.RouteContext<{ id: string }>) =>
    Response.json({ id: (await params).id, at: request.nextUrl.pathname }),
)
// What Next.js itself expects of them.
export const handler: (request: NextRequest, context: { params: Promise<{ id: string }> }) => Promise<Response> = POST
export const proxy: NextProxy = next.proxy(resource)
export const config: NextConfig = { serverExternalPackages: ['tokenseal'] }

declare const verifier: Verifier
declare const revocations: Revocations
app.register(fastify.logoutRoute, { path: '/logout', verifier, revocations, subjectIssuers: ['https://login.example'] })
router.post('/events', hono.eventsRoute(verifier, revocations, { by: 'provider' }))
export const logout: (request: NextRequest) => Promise<Response> = next.logoutRoute(verifier, revocations)
// @ts-expect-error: the list is missing
hono.eventsRoute(verifier)
// @ts-expect-error: an option that there is not
next.eventsRoute(verifier, revocations, { subject: 'alice' })

export const rpc = new Server({ interceptors: [grpc.protect(resource, { scope: 'orders:read' })] })
export const read: handleUnaryCall<string, string> = (call, callback) => callback(null, grpc.tokenOf(call)?.get('sub') ?? 'nobody')

const sockets = new WebSocketServer({ noServer: true })
createServer().on('upgrade', ws.protect(resource, sockets, { scope: 'chat' }))
sockets.on('connection', (socket, request) => socket.send(request.token?.get('sub') ?? 'nobody'))
// @ts-expect-error: no server of WebSockets
ws.protect(resource, createServer())

export const gate1 = requireBearerAuth1({ verifier: mcp.tokenVerifier(resource) })
export const gate2 = requireBearerAuth2({ verifier: mcp.tokenVerifier(resource) })
declare const handlerOfMcp: ReturnType<typeof createMcpHandler>
declare const token: Token
export const answer = handlerOfMcp.fetch(new Request('https://mcp.example'), { authInfo: mcp.authInfo(resource, token, 'text') })
