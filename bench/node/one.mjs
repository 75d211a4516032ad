// One process or worker that verifies HS256 tokens with one library: how soon the first, and how much memory a million take.
// Started by processes.mjs: `node one.mjs start|memory LIBRARY [COUNT]`.

const [, , what, library, count] = process.argv
const SECRET = Buffer.from('a secret of thirty-two bytes, ha')
const TOKEN = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.Z9DcvRYcnNLGK28N1auhIctu8tmdJ1fuaPNf9s9E2YA'

const LIBRARIES = {
  none: async () => () => ({ sub: 'alice' }),
  tokenseal: async () => {
    const { Key, Verifier } = await import('../../bindings-node/index.mjs')
    const verifier = new Verifier({ keys: Key.fromSecret(SECRET, 'HS256') })
    return () => verifier.verify(TOKEN).claims
  },
  'fast-jwt': async () => {
    const { createVerifier } = await import('fast-jwt')
    const verify = createVerifier({ key: SECRET, algorithms: ['HS256'], cache: false })
    return () => verify(TOKEN)
  },
  jsonwebtoken: async () => {
    const { default: jwt } = await import('jsonwebtoken')
    const { createSecretKey } = await import('node:crypto')
    const key = createSecretKey(SECRET)
    return () => jwt.verify(TOKEN, key)
  },
  jose: async () => {
    const { jwtVerify } = await import('jose')
    return async () => (await jwtVerify(TOKEN, SECRET)).payload
  },
  '@node-rs/jsonwebtoken': async () => {
    const { default: nodeRs } = await import('@node-rs/jsonwebtoken')
    return () => nodeRs.verifySync(TOKEN, SECRET)
  },
}

const verify = await LIBRARIES[library]()
if ((await verify()).sub !== 'alice') throw new Error('refused')
if (what === 'memory') {
  const many = (times) => {
    for (let done = 0; done < times; done++) verify()
  }
  many(20_000)
  globalThis.gc()
  const before = process.memoryUsage().rss
  many(Number(count))
  globalThis.gc()
  // A process can also end with less than it began with: then nothing was left.
  console.log(Math.max(0, process.memoryUsage().rss - before))
}
