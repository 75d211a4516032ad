// The same for `import`.
import adapter from './next.cjs'

export const { metadata, protect, proxy } = adapter
