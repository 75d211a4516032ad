// A client that sends a request as it stands: no path is normalized, no header merged or refused. One connection each.

import { connect } from 'node:net'

/** Sends a request, and gives the answer: its status, its headers in order as pairs, and its body. */
export async function ask(port, { method, target, headers, body }) {
  const length = body === undefined ? [] : [['Content-Length', Buffer.byteLength(body, 'latin1')]]
  const all = [['Host', `127.0.0.1:${port}`], ['Connection', 'close'], ...headers, ...length]
  const text = `${method} ${target} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`
  return parsed(await exchanged(port, Buffer.from(text, 'latin1')))
}

function exchanged(port, bytes) {
  return new Promise((resolve, reject) => {
    const parts = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(30_000, () => socket.destroy(new Error('no answer within 30 s')))
    socket.on('data', (part) => parts.push(part)).on('error', reject)
    socket.on('end', () => socket.end()).on('close', () => resolve(Buffer.concat(parts)))
  })
}

function parsed(bytes) {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) throw new Error(`no answer, but ${JSON.stringify(bytes.toString('latin1'))}`)
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  const rest = bytes.subarray(end + 4)
  const isChunked = headers.some(([name, value]) => name === 'transfer-encoding' && value === 'chunked')
  return { status: Number(first.split(' ')[1]), headers, body: (isChunked ? joined(rest) : rest).toString('utf8') }
}

/** A body in chunks (RFC 9112, section 7.1). That of an answer to HEAD is empty. */
function joined(bytes) {
  const parts = []
  for (let start = 0; start < bytes.length;) {
    const line = bytes.indexOf('\r\n', start)
    const size = Number.parseInt(bytes.subarray(start, line).toString('latin1'), 16)
    if (size === 0) break
    parts.push(bytes.subarray(line + 2, line + 2 + size))
    start = line + 2 + size + 2
  }
  return Buffer.concat(parts)
}
