// The same for `import`.
import adapter from './express.cjs'

export const { metadata, protect } = adapter
