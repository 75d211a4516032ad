'use strict'

const { eventOf, logoutOf, readWhole } = require('./events.cjs')
const { addToReply, answerOnce, byName, check, ignoring, metadataOf } = require('./shared.cjs')

/** An `onRequest` hook: for the routes that it is given to. */
function protect(resource, options) {
  let own
  return async function tokenseal(request, reply) {
    own ??= ignoring(resource, ignoredBy(request.server))
    const asked = { resource, method: request.method, target: request.originalUrl }
    const ask = () => check(own, requestOf(request), options)
    return answerOnce(request.token, asked, options, ask, (answer, headers) => {
      if (!answer.allowed) {
        for (const [name, value] of byName(headers)) reply.header(name, value)
        return reply.code(answer.status).send(answer.body)
      }
      addToReply(reply, headers)
      request.token = answer.token
    })
  }
}

/** The plugin: the same for every route of the instance that it is registered with. Some of its options are those of Fastify. */
async function tokenseal(instance, { resource, prefix, logLevel, logSerializers, ...options }) {
  if (!instance.hasRequestDecorator('token')) instance.decorateRequest('token', null)
  instance.addHook('onRequest', protect(resource, options))
}

/** The route of the metadata (RFC 9728). It is registered by itself, so that nobody needs a token to read it. */
async function metadata(instance, { resource }) {
  const { path, text, headers } = metadataOf(resource)
  instance.get(path, async (request, reply) => reply.headers(headers).send(text))
}

const eventsRoute = route(eventOf)
const logoutRoute = route(logoutOf)

/** A plugin with a route that answers as the function of a body says. Its parser of bodies is for no other route. */
function route(makes) {
  return async function tokensealEvents(instance, { path, verifier, revocations, prefix, logLevel, logSerializers, ...options }) {
    const answerTo = makes(verifier, revocations, options)
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', (request, payload) => readWhole(payload))
    instance.post(path, async (request, reply) => {
      const { status, headers, body } = await answerTo(request.body ?? '')
      for (const [name, value] of byName(headers)) reply.header(name, value)
      return reply.code(status).send(body)
    })
  }
}

// As `fastify-plugin` does it: what the plugin adds belongs to the instance that registers it, and not to one of the plugin's own.
tokenseal[Symbol.for('skip-override')] = true
tokenseal[Symbol.for('fastify.display-name')] = 'tokenseal'

/** The request as it came, which Fastify keeps. A router that lets parameters follow a `;` never sees them: nor do the rules. */
function requestOf({ raw, originalUrl, method, server }) {
  const target = routing(server, 'useSemicolonDelimiter') ? originalUrl.split(';', 1)[0] : originalUrl
  return { method, originalUrl: target, rawHeaders: raw.rawHeaders, socket: raw.socket }
}

/** What the router leaves out of account. */
function ignoredBy(server) {
  const ignores = routing(server, 'caseSensitive') === false ? ['case'] : []
  return routing(server, 'ignoreTrailingSlash') ? [...ignores, 'last-slash'] : ignores
}

/** An option of the router. It is in `routerOptions`, or next to them in older versions. */
function routing({ initialConfig }, name) {
  return initialConfig.routerOptions?.[name] ?? initialConfig[name]
}

module.exports = { eventsRoute, logoutRoute, metadata, protect, tokenseal }
