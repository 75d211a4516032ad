// The same for `import`.
import adapter from './fastify.cjs'

export const { metadata, protect, tokenseal } = adapter
