import Fastify from 'fastify'
import { tokenseal } from 'tokenseal/fastify'

import { logIn, logOut, refresh, resource } from './service.mjs'

const app = Fastify()

const answering = (call) => async (request, reply) => {
  const { status, headers, body } = await call(request.headers, request.body)
  return reply.code(status).headers(headers).send(body)
}
app.post('/login', answering(logIn))
app.post('/refresh', answering(refresh))
app.post('/logout', answering(logOut))

app.register(async (api) => {
  api.register(tokenseal, { resource })
  api.get('/me', (request) => ({ user: request.token.get('sub') }))
})

await app.listen({ port: process.env.PORT ?? 3000, host: '127.0.0.1' })
