import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { protect } from 'tokenseal/hono'

import { logIn, logOut, refresh, resource } from './service.mjs'

const app = new Hono()

const answering = (call) => async (context) => {
  const asked = await context.req.json().catch(() => undefined)
  const { status, headers, body } = await call(context.req.header(), asked)
  return context.json(body, status, headers)
}
app.post('/login', answering(logIn))
app.post('/refresh', answering(refresh))
app.post('/logout', answering(logOut))

app.get('/me', protect(resource), (context) => context.json({ user: context.get('token').get('sub') }))

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' })
