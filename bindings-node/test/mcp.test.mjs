// The adapter for MCP, against both versions of its SDK: real servers, real clients, and the SDK's own gate.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { requireBearerAuth as requireBearerAuth1 } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { McpServer as McpServer2, createMcpHandler, requireBearerAuth as requireBearerAuth2 } from '@modelcontextprotocol/server'
import express from 'express'
import { ProtectedResource } from 'tokenseal'
import { authInfo, metadata, protect, tokenVerifier } from 'tokenseal/mcp'
import { TestIssuer } from 'tokenseal/testing'

import { serve } from './http/apps/common.mjs'

const HERE = 'https://mcp.example/mcp'
const PATH = '/.well-known/oauth-protected-resource/mcp'
const require = createRequire(import.meta.url)

/** A server whose one tool says who asks for it. */
function withTool(Server) {
  const server = new Server({ name: 'orders', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Who asks' }, (extra) => {
    const { clientId, scopes, extra: more } = extra.authInfo ?? extra.http.authInfo
    return { content: [{ type: 'text', text: JSON.stringify({ clientId, scopes, sub: more.claims.sub }) }] }
  })
  return server
}

/** What answers requests that may pass, in either version. */
const SERVERS = {
  'version 1': () => async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
    await withTool(McpServer1).connect(transport)
    await transport.handleRequest(request, response, request.body)
  },
  'version 2': () => {
    const handler = toNodeHandler(createMcpHandler(() => withTool(McpServer2)))
    return (request, response) => handler(request, response, request.body)
  },
}

async function world(context, audience = HERE) {
  const issuer = await TestIssuer.start({ audience })
  context.after(() => issuer.close())
  const verifier = issuer.verifier({ audience: HERE })
  await verifier.ready()
  const resource = new ProtectedResource(verifier, { resource: HERE, authorizationServers: [issuer.url] })
  return { issuer, resource }
}

for (const [version, answering] of Object.entries(SERVERS)) {
  describe(`a server of ${version} of the SDK`, () => {
    const start = async (context, resource) => {
      const app = express()
      app.use(metadata(resource))
      app.all('/mcp', protect(resource, { scope: 'mcp' }), express.json(), answering())
      const { port, close } = await serve(app)
      context.after(close)
      return new URL(`http://127.0.0.1:${port}/mcp`)
    }

    test('tells a tool who asks', async (context) => {
      const { issuer, resource } = await world(context)
      const url = await start(context, resource)
      const headers = { authorization: `Bearer ${issuer.issue({ sub: 'alice', client_id: 'app', scope: 'mcp orders:read' })}` }
      const client = new Client({ name: 'test', version: '1.0.0' })
      await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
      const { content } = await client.callTool({ name: 'whoami', arguments: {} })
      assert.deepEqual(JSON.parse(content[0].text), { clientId: 'app', scopes: ['mcp', 'orders:read'], sub: 'alice' })
      await client.close()
    })

    test('sends who has no token to the metadata, which name the issuer', async (context) => {
      const { issuer, resource } = await world(context)
      const url = await start(context, resource)
      const refused = await fetch(url, { method: 'POST' })
      assert.equal(refused.status, 401)
      assert.match(refused.headers.get('www-authenticate'), new RegExp(`resource_metadata="https://mcp.example${PATH}"`))
      const { resource: about, authorization_servers: servers } = await (await fetch(new URL(PATH, url))).json()
      assert.deepEqual([about, servers], [HERE, [issuer.url]])
    })

    test('refuses a token for another server', async (context) => {
      const { issuer, resource } = await world(context, 'https://other.example/mcp')
      const url = await start(context, resource)
      const headers = { authorization: `Bearer ${issuer.issue({ sub: 'alice', scope: 'mcp' })}` }
      assert.equal((await fetch(url, { method: 'POST', headers })).status, 401)
    })
  })
}

describe('a verifier for the SDK’s own gate', () => {
  test('gives what the SDK wants to know', async (context) => {
    const { issuer, resource } = await world(context)
    const text = issuer.issue({ sub: 'alice', azp: 'app', scp: ['mcp'] })
    const { expiresAt, extra, ...info } = await tokenVerifier(resource).verifyAccessToken(text)
    const expected = {
      token: text,
      clientId: 'app',
      scopes: ['mcp'],
      resource: new URL(HERE),
      resourceMetadataUrl: `https://mcp.example${PATH}`,
    }
    assert.deepEqual(info, expected)
    assert.equal(typeof expiresAt, 'number')
    assert.equal(extra.claims.sub, 'alice')
  })

  test('is refused by version 2 in its own way', async (context) => {
    const { issuer, resource } = await world(context)
    const foreign = await world(context, 'https://other.example/mcp')
    const gate = requireBearerAuth2({ verifier: tokenVerifier(resource), requiredScopes: ['mcp'], expectedResource: new URL(HERE) })
    const ask = async (text) =>
      gate(new Request('https://mcp.example/mcp', { method: 'POST', headers: { authorization: `Bearer ${text}` } }))
    assert.equal((await ask(issuer.issue({ sub: 'alice', scope: 'mcp' }))).token !== undefined, true)
    for (const [text, status, error] of [
      [foreign.issuer.issue({ sub: 'alice', scope: 'mcp' }), 401, 'invalid_token'],
      ['nonsense', 401, 'invalid_token'],
      [issuer.issue({ sub: 'alice' }), 403, 'insufficient_scope'],
    ]) {
      const refused = await ask(text)
      assert.equal(refused.status, status)
      assert.match(refused.headers.get('www-authenticate'), new RegExp(error))
    }
  })

  test('is refused by version 1, whichever way it was loaded', async (context) => {
    const { resource } = await world(context)
    const { requireBearerAuth: required } = require('@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js')
    const adapter = require('tokenseal/mcp')
    const sdk = {
      imported: () => import('@modelcontextprotocol/sdk/server/auth/errors.js'),
      required: () => require('@modelcontextprotocol/sdk/server/auth/errors.js'),
    }
    for (const [gate, load] of [
      [requireBearerAuth1, sdk.imported],
      [required, sdk.required],
    ]) {
      const app = express()
      app.use(gate({ verifier: adapter.verifierWith(load)(resource) }))
      const { port, close } = await serve(app)
      const refused = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: 'Bearer nonsense' } })
      assert.deepEqual([refused.status, (await refused.json()).error], [401, 'invalid_token'])
      await close()
    }
  })
})

test('a token that says nothing of clients and scopes', async (context) => {
  const { issuer, resource } = await world(context)
  const token = await issuer.verifier({ audience: HERE }).verifyAsync(issuer.issue({ sub: 'alice' }))
  const { clientId, scopes, token: text } = authInfo(resource, token)
  assert.deepEqual([clientId, scopes, text], ['', [], ''])
})
