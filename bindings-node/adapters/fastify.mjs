// The same for `import`.
import adapter from './fastify.cjs'

export const { eventsRoute, logoutRoute, metadata, protect, tokenseal } = adapter
