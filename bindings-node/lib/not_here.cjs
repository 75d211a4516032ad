'use strict'

// What stands in for the package where no addon can be loaded: bundlers take it for browsers, Edge runtimes and Workers.

module.exports = refused()

function refused() {
  const error = new Error(
    'tokenseal is a native addon for Node.js, Bun and Deno. It does not run in browsers, Edge runtimes and Workers, nor in tests that pretend to be ' +
      "one. In Next.js, give the route or proxy the runtime 'nodejs'. Elsewhere, check tokens at the gateway or in a service: " +
      'https://github.com/tokenseal/tokenseal/blob/main/docs/node/bundlers.md',
  )
  error.code = 'ERR_UNSUPPORTED_PLATFORM'
  throw error
}
