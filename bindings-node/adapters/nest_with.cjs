'use strict'

const { addToReply, answerOnce, byName, check, ignoring } = require('./shared.cjs')

/** What the router of Express leaves out of account, and that of Fastify may. */
const IGNORES = ['case', 'last-slash']

/** The adapter, by what Nest has: it is required or imported, and may be missing. */
function nestWith({ HttpException, createParamDecorator }) {
  /** A guard: for a controller or a route by `@UseGuards(protect(resource))`, for all by `app.useGlobalGuards(protect(resource))`. */
  function protect(resource, options) {
    const own = ignoring(resource, IGNORES)
    return {
      async canActivate(context) {
        if (context.getType() !== 'http')
          throw new TypeError(`protect(resource) is for HTTP, and this is a context of the type ${context.getType()}`)
        const [request, response] = [context.switchToHttp().getRequest(), context.switchToHttp().getResponse()]
        const raw = request.raw ?? request
        const { method, originalUrl } = request
        const ask = () => check(own, { method, originalUrl, rawHeaders: raw.rawHeaders, socket: raw.socket }, options)
        return answerOnce(request.token, { resource, method, target: originalUrl }, options, ask, (answer, headers) => {
          if (!answer.allowed) {
            for (const [name, value] of byName(headers)) response.header(name, value)
            // Filters of the application see it, and may answer in their own form.
            throw new HttpException(JSON.parse(answer.body), answer.status, { cause: answer.error ?? undefined })
          }
          addToReply(response, headers)
          request.token = answer.token
          return true
        })
      },
    }
  }

  /** The token of the request, as a parameter of a route. */
  const AccessToken = createParamDecorator((data, context) => context.switchToHttp().getRequest().token ?? null)

  return { AccessToken, protect }
}

module.exports = { nestWith }
