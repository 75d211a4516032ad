// The same for `import`.
import '../lib/origin.mjs'
import adapter from './hono.cjs'

export const { eventsRoute, logoutRoute, metadata, protect } = adapter
