// The same for `import`.
import testing from './index.cjs'

export const { TestIssuer, testClock, withToken } = testing
