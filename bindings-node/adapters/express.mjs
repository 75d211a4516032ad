// The same for `import`.
import adapter from './express.cjs'

export const { eventsRoute, logoutRoute, metadata, protect } = adapter
