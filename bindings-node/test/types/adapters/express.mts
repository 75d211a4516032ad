// Express has no types of its own: @types/express brings them.

import express from 'express'
import { ProtectedResource } from 'tokenseal'
import { metadata, protect } from 'tokenseal/express'
import * as mcp from 'tokenseal/mcp'

declare const resource: ProtectedResource

const app = express()
app.use(metadata(resource))
app.use(protect(resource))
app.get('/orders/:id', protect(resource, { scope: 'orders:read' }), (request, response) => {
  const id: string = request.params.id
  response.json({ id, for: request.token?.get('sub') })
})
app.all('/mcp', mcp.protect(resource, { scope: 'mcp' }), express.json())
