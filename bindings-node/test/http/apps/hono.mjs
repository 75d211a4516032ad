import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { metadata, protect } from 'tokenseal/hono'

import { optionsOf, pathWith, saw, serve } from './common.mjs'

export const hono = {
  placements: ['gate', 'route'],
  start({ resource, routes, placement, hasRules }) {
    const app = new Hono()
    app.use(metadata(resource))
    if (placement === 'gate') app.use(protect(resource))
    for (const route of routes) {
      const own = placement === 'route' ? [protect(resource, optionsOf(route, hasRules))] : []
      // Hono answers HEAD as GET.
      const methods = route.methods.filter((method) => method !== 'HEAD')
      app.on(methods, pathWith(route.path, { rest: () => '*' }), ...own, (context) =>
        context.body('', 200, saw(route.name, context.get('token'))),
      )
    }
    return serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  },
}
