// The same for `import`.
import '../lib/origin.mjs'
import adapter from './ws.cjs'

export const { protect } = adapter
