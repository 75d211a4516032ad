const { EXTERNAL, DIST } = process.env

export default {
  distDir: DIST,
  output: 'standalone',
  // What is installed is in the folder above, next to the lock file.
  outputFileTracingRoot: new URL('..', import.meta.url).pathname,
  ...(EXTERNAL === 'true' ? { serverExternalPackages: ['tokenseal'] } : {}),
}
