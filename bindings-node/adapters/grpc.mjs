// The same for `import`.
import adapter from './grpc.cjs'

export const { protect, tokenOf } = adapter
