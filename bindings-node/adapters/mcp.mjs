// The same for `import`, with the errors of the SDK as they are imported.
import '../lib/origin.mjs'
import mcp from './mcp.cjs'
import { peerLater } from './shared.cjs'

const load = () =>
  import('@modelcontextprotocol/server').catch(() =>
    peerLater('@modelcontextprotocol/server', () => import('@modelcontextprotocol/sdk/server/auth/errors.js')),
  )

export const { authInfo, metadata, protect } = mcp
export const tokenVerifier = mcp.verifierWith(load)
