// The same for `import`.
import '../lib/origin.mjs'
import adapter from './fastify.cjs'

export const { eventsRoute, logoutRoute, metadata, protect, tokenseal } = adapter
