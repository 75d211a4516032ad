import express from 'express'
import { metadata, protect } from 'tokenseal/express'

import { resource } from './resource.mjs'

const app = express()
app.use(metadata(resource))
app.use(protect(resource))

app.get('/health', (request, response) => response.json({ ok: true }))
app.get('/orders/:id', (request, response) =>
  response.json({ order: request.params.id, for: request.token.get('sub') }),
)

app.listen(process.env.PORT ?? 3000, '127.0.0.1')
