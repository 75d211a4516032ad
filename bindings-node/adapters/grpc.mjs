// The same for `import`.
import '../lib/origin.mjs'
import adapter from './grpc.cjs'

export const { protect, tokenOf } = adapter
