// Express has no types of its own: @types/express brings them.

import express from 'express'
import { ProtectedResource, Revocations, Verifier } from 'tokenseal'
import { eventsRoute, metadata, protect } from 'tokenseal/express'
import * as mcp from 'tokenseal/mcp'

declare const resource: ProtectedResource
declare const verifier: Verifier
declare const revocations: Revocations

const app = express()
app.use(metadata(resource))
app.post('/events', eventsRoute(verifier, revocations))
app.use(protect(resource))
app.get('/orders/:id', protect(resource, { scope: 'orders:read' }), (request, response) => {
  const id: string = request.params.id
  response.json({ id, for: request.token?.get('sub') })
})
app.all('/mcp', mcp.protect(resource, { scope: 'mcp' }), express.json())
