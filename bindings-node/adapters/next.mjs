// The same for `import`.
import adapter from './next.cjs'

export const { eventsRoute, logoutRoute, metadata, protect, proxy } = adapter
