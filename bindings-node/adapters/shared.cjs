'use strict'

// What the adapters have in common: what a request says, and how an answer is written. Nothing is read or decided here: the core does that.

const { ignoring } = require('../lib/protected_resource.cjs')
const { keepRequest, requestOf } = require('../lib/token.cjs')

/**
 * Checks a request of Node.js. The target and the headers are handed over as they came over the wire: `request.url` is changed by routers,
 * and of several headers `request.headers` keeps one.
 */
function check(resource, request, options) {
  return resource.checkAsync(
    request.method,
    request.originalUrl ?? request.url,
    request.rawHeaders,
    withCertificate(request.socket?.getPeerCertificate?.(false)?.raw, options),
  )
}

/**
 * The answer to a request, and the headers that go into its response. `token` is what the request was given before. A resource that stands in front of
 * all routes and of this one as well checks a request once, and is asked again for what this one needs: a proof would be used up, and headers would come
 * twice. A request whose method or target was changed in between is another one.
 */
async function answerOnce(token, { resource, method, target }, options, ask) {
  const before = requestOf(token)
  const isAgain = before !== undefined && before.resource === resource && before.method === method && before.target === target
  const answer = isAgain ? before.answer.again(options) : await ask()
  if (!isAgain) keepRequest(answer.token, { resource, method, target, answer })
  return { answer, headers: isAgain && answer.allowed ? [] : answer.headers }
}

/** Besides the options, the certificate that the client has shown (RFC 8705): there is one on a TLS connection whose server asks for it. */
const withCertificate = (certificate, options) => (certificate === undefined ? options : { ...options, certificate })

/** Headers by name. Several values of one name are as many headers. */
function byName(headers) {
  const names = new Map()
  for (const [name, value] of headers) names.set(name, [...(names.get(name) ?? []), value])
  return [...names].map(([name, values]) => [name, values.length === 1 ? values[0] : values])
}

/** What an answer that lets the request pass says, such as the next nonce, beside what the response says already. */
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

module.exports = { addHeaders, addToReply, answerOnce, byName, check, ignoring, metadataOf, peer, peerLater, refusal, refuse, targetOf, withCertificate }
