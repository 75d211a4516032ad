export default { distDir: process.env.DIST, outputFileTracingRoot: new URL('..', import.meta.url).pathname }
