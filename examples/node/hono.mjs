import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { metadata, protect } from 'tokenseal/hono'

import { resource } from './resource.mjs'

const app = new Hono()
app.use(metadata(resource))
app.use(protect(resource))

app.get('/health', (context) => context.json({ ok: true }))
app.get('/orders/:id', (context) =>
  context.json({
    order: context.req.param('id'),
    for: context.get('token').get('sub'),
  }),
)

serve({
  fetch: app.fetch,
  port: Number(process.env.PORT ?? 3000),
  hostname: '127.0.0.1',
})
