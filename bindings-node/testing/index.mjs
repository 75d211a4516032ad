// The same for `import`.
import '../lib/origin.mjs'
import testing from './index.cjs'

export const { TestIssuer, testClock, withToken } = testing
