import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { toNodeHandler } from '@modelcontextprotocol/node'
import express from 'express'
import { metadata, protect } from 'tokenseal/mcp'

import { resource } from './resource.mjs'

/** A server with one tool, which says whose token it was called with. */
function orders() {
  const server = new McpServer({ name: 'orders', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Says who asks' }, ({ http }) => ({
    content: [{ type: 'text', text: http.authInfo.extra.claims.sub }],
  }))
  return server
}

const app = express()
app.use(metadata(resource))
app.all('/mcp', protect(resource), toNodeHandler(createMcpHandler(orders)))

app.listen(process.env.PORT ?? 3000, '127.0.0.1')
