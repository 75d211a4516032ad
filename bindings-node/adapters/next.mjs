// The same for `import`.
import '../lib/origin.mjs'
import adapter from './next.cjs'

export const { eventsRoute, logoutRoute, metadata, protect, proxy } = adapter
