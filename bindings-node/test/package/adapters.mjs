// What each adapter says if none of the frameworks is installed.

import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const said = {}

/** Says that an adapter is there, or why not. */
async function tell(name, load) {
  try {
    await load()
    said[name] = 'here'
  } catch ({ message }) {
    said[name] = message
  }
}

/** A resource that refuses every token: the SDK of MCP is needed for nothing but saying so. */
const resource = { checkAsync: async () => ({ allowed: false, status: 401, body: '{}' }), metadata: () => null }

for (const name of ['express', 'fastify', 'hono', 'nest', 'next', 'ws']) await tell(name, () => import(`tokenseal/${name}`))
await tell('nest by require', () => require('tokenseal/nest'))
await tell('grpc', async () => (await import('tokenseal/grpc')).protect(resource))
await tell('mcp', async () => (await import('tokenseal/mcp')).tokenVerifier(resource).verifyAccessToken(''))
await tell('mcp by require', () => require('tokenseal/mcp').tokenVerifier(resource).verifyAccessToken(''))

console.log(JSON.stringify(said))
