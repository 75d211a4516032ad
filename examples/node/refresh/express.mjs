import express from 'express'
import { protect } from 'tokenseal/express'

import { logIn, logOut, refresh, resource } from './service.mjs'

const app = express()
app.use(express.json())

const answering = (call) => async (request, response) => {
  const { status, headers, body } = await call(request.headers, request.body)
  response.status(status).set(headers).json(body)
}
app.post('/login', answering(logIn))
app.post('/refresh', answering(refresh))
app.post('/logout', answering(logOut))

app.get('/me', protect(resource), (request, response) => response.json({ user: request.token.get('sub') }))

app.listen(process.env.PORT ?? 3000, '127.0.0.1')
