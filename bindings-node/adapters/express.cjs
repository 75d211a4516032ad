'use strict'

const { addHeaders, check, ignoring, metadataOf, refuse } = require('./shared.cjs')

/** What routers of Express leave out of account unless each of them is told otherwise, whatever the application says. */
const IGNORES = ['case', 'last-slash']

function protect(resource, options) {
  const own = ignoring(resource, IGNORES)
  return async function tokenseal(request, response, next) {
    let answer
    try {
      answer = await check(own, request, options)
      if (!answer.allowed) return refuse(response, answer)
      addHeaders(response, answer)
      request.token = answer.token
    } catch (error) {
      return next(error)
    }
    next()
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

module.exports = { metadata, protect }
