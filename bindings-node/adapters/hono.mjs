// The same for `import`.
import adapter from './hono.cjs'

export const { eventsRoute, logoutRoute, metadata, protect } = adapter
