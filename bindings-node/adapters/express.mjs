// The same for `import`.
import '../lib/origin.mjs'
import adapter from './express.cjs'

export const { eventsRoute, logoutRoute, metadata, protect } = adapter
