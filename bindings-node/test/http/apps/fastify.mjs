import Fastify from 'fastify'
import { metadata, protect, tokenseal } from 'tokenseal/fastify'

import { optionsOf, pathWith, saw } from './common.mjs'

export const fastify = {
  placements: ['gate', 'route'],
  async start({ resource, routes, placement, hasRules }) {
    const app = Fastify({ exposeHeadRoutes: false })
    await app.register(metadata, { resource })
    await app.register(async (guarded) => {
      if (placement === 'gate') await guarded.register(tokenseal, { resource })
      for (const route of routes) {
        guarded.route({
          method: route.methods,
          url: pathWith(route.path, { rest: () => '*' }),
          ...(placement === 'route' ? { onRequest: protect(resource, optionsOf(route, hasRules)) } : {}),
          handler: (request, reply) => reply.headers(saw(route.name, request.token)).send(''),
        })
      }
      // Behind the gate as well.
      if (placement === 'gate') guarded.setNotFoundHandler((request, reply) => reply.code(404).send(''))
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return { port: app.server.address().port, close: () => app.close() }
  },
}
