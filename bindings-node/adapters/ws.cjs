'use strict'

const { STATUS_CODES } = require('node:http')
const { warn } = require('../lib/events.cjs')
const { check } = require('./shared.cjs')

/** A listener for the event `upgrade` of a server of `node:http`: the handshakes that pass go to the server of WebSockets. */
function protect(resource, server, options) {
  const answers = new WeakMap()
  server.on('headers', (lines, request) => lines.push(...linesOf(answers.get(request)?.headers ?? [])))
  return async function tokenseal(request, socket, head) {
    // From here on, nobody else listens to what goes wrong with the connection, and an error that nobody listens to ends the process.
    socket.on('error', ignore)
    let answer
    try {
      answer = await check(resource, request, options)
    } catch (error) {
      // A wrong call, which no handler of errors will see.
      warn(error)
      return refuse(socket, { status: 500, headers: [], body: '' })
    }
    if (socket.destroyed) return
    if (!answer.allowed) return refuse(socket, answer)
    socket.off('error', ignore)
    request.token = answer.token
    answers.set(request, answer)
    server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
  }
}

function ignore() {}

/** Answers a handshake that was refused. There is no response to write to: only the connection. */
function refuse(socket, { status, headers, body }) {
  const all = [...headers, ['Content-Length', Buffer.byteLength(body)], ['Connection', 'close']]
  socket.once('finish', () => socket.destroy())
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...linesOf(all), '', body].join('\r\n'))
}

const linesOf = (headers) => headers.map(([name, value]) => `${name}: ${value}`)

module.exports = { protect }
