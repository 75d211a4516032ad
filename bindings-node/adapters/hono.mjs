// The same for `import`.
import adapter from './hono.cjs'

export const { metadata, protect } = adapter
