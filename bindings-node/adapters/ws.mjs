// The same for `import`.
import adapter from './ws.cjs'

export const { protect } = adapter
