'use strict'

// What the adapters have in common: what a request says, and how an answer is written. Nothing is read or decided here: the core does that.

const { checkSoon, ignoring } = require('../lib/protected_resource.cjs')
const { keepRequest, requestOf } = require('../lib/token.cjs')

/**
 * Checks a Node.js request: the answer, or a promise of it if something must be waited for. The
 * target and the headers are passed as they came over the wire: routers change `request.url`, and
 * `request.headers` keeps one of several equal headers.
 */
function check(resource, request, options) {
  return checkSoon(
    resource,
    request.method,
    request.originalUrl ?? request.url,
    request.rawHeaders,
    withCertificate(request.socket?.getPeerCertificate?.(false)?.raw, options),
  )
}

/**
 * Gives `then` the answer to a request, and the headers that go into its response. `token` is what the request was given
 * before. A resource that stands in front of all routes and of this one as well checks a request once, and is asked
 * again for what this one needs: a proof would be used up, and headers would come twice. A request whose method or
 * target was changed in between is another one.
 */
function answerOnce(token, { resource, method, target }, options, ask, then) {
  const before = requestOf(token)
  if (before !== undefined && before.resource === resource && before.method === method && before.target === target) {
    const answer = before.answer.again(options)
    return then(answer, answer.allowed ? [] : answer.headers)
  }
  return whenThere(ask(), (answer) => {
    keepRequest(answer.token, { resource, method, target, answer })
    return then(answer, answer.headers)
  })
}

/**
 * Continues with a value: at once if it is not a promise, since each promise would cost the
 * request a turn of the event loop.
 */
const whenThere = (value, then) => (isPromise(value) ? value.then(then) : then(value))

const isPromise = (value) => typeof value?.then === 'function'

/** Besides the options, the certificate that the client has shown (RFC 8705): there is one on a TLS connection whose server asks for it. */
const withCertificate = (certificate, options) => (certificate === undefined ? options : { ...options, certificate })

/** Headers by name. Several values of one name are as many headers. */
function byName(headers) {
  const names = new Map()
  for (const [name, value] of headers) names.set(name, [...(names.get(name) ?? []), value])
  return [...names].map(([name, values]) => [name, values.length === 1 ? values[0] : values])
}

/** The headers of an answer that lets the request pass, such as the next nonce, added to those of the response. */
function addHeaders(response, headers) {
  for (const [name, value] of headers) response.appendHeader(name, value)
}

/** The same for a reply of Fastify and a response of Express alike, as Nest has them. */
function addToReply(reply, headers) {
  for (const [name, value] of headers) {
    const before = reply.getHeader(name)
    reply.header(name, before === undefined ? value : [before, value].flat())
  }
}

/** Answers a request, mostly one that was refused. */
function refuse(response, answer) {
  for (const [name, value] of byName(answer.headers)) response.setHeader(name, value)
  response.statusCode = answer.status
  response.end(answer.body)
}

/** The same for frameworks whose responses are those of `fetch`. */
const refusal = (answer) => new Response(answer.body, { status: answer.status, headers: answer.headers })

/** The target of a request whose URL is whole, as those of `fetch` are: from the first slash behind the host. */
const targetOf = (url) => url.slice(url.indexOf('/', url.indexOf('://') + 3))

/** The metadata of a resource (RFC 9728), and what they are published with: scripts of any origin may read them. */
function metadataOf(resource) {
  const text = resource.metadata()
  if (text === null) throw new TypeError('the resource has no metadata: give it its URL, the option `resource`')
  return { path: resource.metadataPath, text, headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' } }
}

/** What a framework needs that is not installed. */
function peer(name, load) {
  try {
    return load()
  } catch (cause) {
    throw absent(name, cause)
  }
}

/** The same where it is imported. */
const peerLater = (name, load) =>
  load().catch((cause) => {
    throw absent(name, cause)
  })

/** An error with the command to type, for a package that is missing; any other as it was. */
function absent(name, cause) {
  if (cause.code !== 'MODULE_NOT_FOUND' && cause.code !== 'ERR_MODULE_NOT_FOUND') return cause
  const message = `this part of tokenseal needs the package ${name}, which is not installed: npm install ${name}`
  return Object.assign(new Error(message, { cause }), { code: cause.code })
}

module.exports = {
  addHeaders,
  addToReply,
  answerOnce,
  byName,
  check,
  ignoring,
  isPromise,
  metadataOf,
  peer,
  peerLater,
  refusal,
  refuse,
  targetOf,
  withCertificate,
}
