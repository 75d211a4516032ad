'use strict'

const { bodyOfFetch, eventOf, logoutOf } = require('./events.cjs')
const { metadataOf, refusal, targetOf } = require('./shared.cjs')

/** A route handler, which is called with the token besides its parameters. */
function protect(resource, options) {
  return (handler) =>
    async function tokenseal(request, context) {
      const answer = await checkRequest(resource, request, options)
      if (!answer.allowed) return refusal(answer)
      const response = await handler(request, { ...context, token: answer.token })
      return withHeaders(response, answer)
    }
}

/** A proxy (`proxy.ts`, once `middleware.ts`): it answers what is refused, and says nothing to anything else. */
function proxy(resource, options) {
  return async function tokenseal(request) {
    const answer = await checkRequest(resource, request, options)
    if (!answer.allowed) return refusal(answer)
    // What `NextResponse.next()` makes: go on, and put these headers into the response.
    return answer.headers.length === 0 ? undefined : withHeaders(new Response(null, { headers: { 'x-middleware-next': '1' } }), answer)
  }
}

/** The handler of the metadata's route (RFC 9728): `app/.well-known/oauth-protected-resource/route.ts`. */
function metadata(resource) {
  return function tokensealMetadata() {
    const { text, headers } = metadataOf(resource)
    return new Response(text, { headers })
  }
}

function checkRequest(resource, { method, url, headers }, options) {
  return resource.checkAsync(method, targetOf(url), [...headers], options)
}

/** The response with headers of the answer. That of a redirect or of another server can't be changed, so it is copied. */
function withHeaders(response, { headers }) {
  if (headers.length === 0) return response
  const copy = new Response(response.body, response)
  for (const [name, value] of headers) copy.headers.append(name, value)
  return copy
}

const eventsRoute = (...given) => route(eventOf(...given))
const logoutRoute = (...given) => route(logoutOf(...given))

/** A route handler that answers as the function of a body says. */
const route = (answerTo) =>
  async function tokensealEvents(request) {
    return refusal(await answerTo(await bodyOfFetch(request)))
  }

module.exports = { eventsRoute, logoutRoute, metadata, protect, proxy }
