import { metadata, protect } from 'tokenseal/express'

import { optionsOf, pathWith, saw, serve } from './common.mjs'

/** The application, in version 4 or 5 of Express. */
export const expressWith = (express, rest) => ({
  placements: ['gate', 'route'],
  start({ resource, routes, placement, hasRules }) {
    const app = express()
    app.use(metadata(resource))
    if (placement === 'gate') app.use(protect(resource))
    for (const route of routes) {
      const own = placement === 'route' ? [protect(resource, optionsOf(route, hasRules))] : []
      const handler = (request, response) => response.set(saw(route.name, request.token)).send('')
      for (const method of route.methods) app[method.toLowerCase()](pathWith(route.path, { rest }), ...own, handler)
    }
    return serve(app)
  },
})
