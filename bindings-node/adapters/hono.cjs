'use strict'

const { bodyOfFetch, eventOf, logoutOf } = require('./events.cjs')
const { answerOnce, check, isPromise, metadataOf, refusal, targetOf } = require('./shared.cjs')

function protect(resource, options) {
  return async function tokenseal(context, next) {
    const request = context.env?.incoming ?? context.req.raw
    const asked = { resource, method: context.req.method, target: request.url }
    const ask = () => checkContext(resource, context, options)
    const refused = answerOnce(context.get('token'), asked, options, ask, (answer, headers) => {
      if (!answer.allowed) return refusal(answer)
      for (const [name, value] of headers) context.header(name, value, { append: true })
      context.set('token', answer.token)
    })
    const response = isPromise(refused) ? await refused : refused
    if (response !== undefined) return response
    await next()
  }
}

function metadata(resource) {
  const { path, text, headers } = metadataOf(resource)
  return async function tokensealMetadata(context, next) {
    const isAsked = context.req.method === 'GET' || context.req.method === 'HEAD'
    if (!isAsked || targetOf(context.req.url).split('?', 1)[0] !== path) return next()
    return context.body(text, 200, headers)
  }
}

/** On Node.js the request stands behind the one of `fetch`, whose URL has lost its dot segments and whose headers have been joined. */
function checkContext(resource, { env, req }, options) {
  const incoming = env?.incoming
  if (!Array.isArray(incoming?.rawHeaders)) return resource.checkAsync(req.method, targetOf(req.url), [...req.raw.headers], options)
  // The method may have been overridden, and is what was routed by.
  const { url, rawHeaders, socket } = incoming
  return check(resource, { method: req.method, url, rawHeaders, socket }, options)
}

const eventsRoute = (...given) => route(eventOf(...given))
const logoutRoute = (...given) => route(logoutOf(...given))

/** A handler that answers as the function of a body says. What middleware has read, Hono keeps. */
function route(answerTo) {
  return async function tokensealEvents({ req }) {
    return refusal(await answerTo(req.raw.bodyUsed ? await req.text() : await bodyOfFetch(req.raw)))
  }
}

module.exports = { eventsRoute, logoutRoute, metadata, protect }
