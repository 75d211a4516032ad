import Fastify from 'fastify'
import { metadata, tokenseal } from 'tokenseal/fastify'

import { resource } from './resource.mjs'

const app = Fastify()
app.register(metadata, { resource })
app.register(async (api) => {
  api.register(tokenseal, { resource })

  api.get('/health', () => ({ ok: true }))
  api.get('/orders/:id', (request) => ({
    order: request.params.id,
    for: request.token.get('sub'),
  }))
})

await app.listen({ port: process.env.PORT ?? 3000, host: '127.0.0.1' })
