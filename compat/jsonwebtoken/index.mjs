// The same for `import`: as a whole, or each name.
import 'tokenseal'
import jsonwebtoken from './index.cjs'

export default jsonwebtoken
export const { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError, allowWeakSecrets } = jsonwebtoken
