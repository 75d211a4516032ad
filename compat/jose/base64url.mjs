// The same for `import`.
import 'tokenseal'
import base64url from './base64url.cjs'

export const { decode, encode } = base64url
