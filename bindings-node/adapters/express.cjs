'use strict'

const { bodyOf, eventOf, logoutOf } = require('./events.cjs')
const { addHeaders, answerOnce, check, ignoring, isPromise, metadataOf, refuse } = require('./shared.cjs')

/** What Express routers ignore unless each is configured otherwise, whatever the application says. */
const IGNORES = ['case', 'last-slash']

function protect(resource, options) {
  const own = ignoring(resource, IGNORES)
  return function tokenseal(request, response, next) {
    /** Whether the request may pass; else it is answered. */
    const isLetPass = (answer, headers) => {
      if (!answer.allowed) {
        refuse(response, answer)
        return false
      }
      addHeaders(response, headers)
      request.token = answer.token
      return true
    }
    let passes
    try {
      const asked = { resource, method: request.method, target: request.originalUrl ?? request.url }
      passes = answerOnce(request.token, asked, options, () => check(own, request, options), isLetPass)
    } catch (error) {
      return next(error)
    }
    if (isPromise(passes)) return passes.then((later) => (later ? next() : undefined), next)
    if (passes) next()
  }
}

function metadata(resource) {
  const { path, text, headers } = metadataOf(resource)
  return function tokensealMetadata(request, response, next) {
    const isAsked = request.method === 'GET' || request.method === 'HEAD'
    if (!isAsked || (request.originalUrl ?? request.url).split('?', 1)[0] !== path) return next()
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.end(text)
  }
}

const eventsRoute = (...given) => route(eventOf(...given))
const logoutRoute = (...given) => route(logoutOf(...given))

/** A handler that answers as the function of a body says. */
function route(answerTo) {
  return async function tokensealEvents(request, response, next) {
    try {
      refuse(response, await answerTo(await bodyOf(request)))
    } catch (error) {
      next(error)
    }
  }
}

module.exports = { eventsRoute, logoutRoute, metadata, protect }
