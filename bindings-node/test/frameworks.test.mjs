// The examples of each framework, run as a user runs them: with an issuer, and asked over HTTP.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import ts from 'typescript'
import { TestIssuer } from 'tokenseal/testing'

import { BIN, workplace } from './http/workplace.mjs'
import { started as startProgram } from './programs.mjs'

const AUDIENCE = 'https://api.example'
const EXAMPLES = fileURLToPath(new URL('../../examples/node', import.meta.url))
const PROGRAMS = ['express.mjs', 'fastify.mjs', 'hono.mjs', 'mcp.mjs', 'nest.mjs']

/** Where a copy of the examples finds the package and the frameworks. */
const folder = workplace('examples')
before(() => {
  cpSync(EXAMPLES, folder, { recursive: true })
  const { outputText } = ts.transpileModule(readFileSync(join(folder, 'nest.ts'), 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  })
  writeFileSync(join(folder, 'nest.mjs'), outputText)
})

/** A program that listens, and the issuer whose tokens it takes. It is stopped when the test ends. */
async function started(context, program, cwd, before = async () => {}) {
  const issuer = await TestIssuer.start({ audience: AUDIENCE })
  context.after(() => issuer.close())
  const env = { ...process.env, ISSUER: issuer.url, AUDIENCE, NEXT_TELEMETRY_DISABLED: '1' }
  await before(env)
  const isUp = (url) => fetch(`${url}/health`).then(() => true)
  return { issuer, url: await startProgram(context, program, { cwd, env, isUp }) }
}

const bearer = (token) => ({ headers: { authorization: `Bearer ${token}` } })

/** The API of orders, as every framework serves it. */
async function isApiOfOrders({ issuer, url }) {
  assert.deepEqual(await (await fetch(`${url}/health`)).json(), { ok: true })

  const read = await fetch(`${url}/orders/7`, bearer(issuer.issue({ sub: 'alice', scope: 'orders:read' })))
  assert.deepEqual([read.status, await read.json()], [200, { order: '7', for: 'alice' }])

  const nobody = await fetch(`${url}/orders/7`)
  assert.equal(nobody.status, 401)
  const where = /resource_metadata="([^"]+)"/.exec(nobody.headers.get('www-authenticate'))?.[1]
  assert.equal(new URL(where).origin, AUDIENCE)
  const about = await (await fetch(url + new URL(where).pathname)).json()
  assert.deepEqual([about.resource, about.authorization_servers], [AUDIENCE, [issuer.url]])

  const lacking = await fetch(`${url}/orders/7`, bearer(issuer.issue({ sub: 'bob' })))
  assert.equal(lacking.status, 403)
  assert.match(
    lacking.headers.get('www-authenticate'),
    /error="insufficient_scope".*scope="orders:read"|scope="orders:read".*error="insufficient_scope"/,
  )
  assert.equal((await lacking.json()).code, 'ERR_JWT_ACCESS_DENIED')
}

describe('each example is what its framework makes of the same API', { concurrency: 2 }, () => {
  for (const program of PROGRAMS.filter((name) => name !== 'mcp.mjs')) {
    test(program, async (context) => isApiOfOrders(await started(context, [program], folder)))
  }

  test('next', async (context) => {
    const own = join(folder, 'next')
    const build = (env) => promisify(execFile)(process.execPath, [BIN.next, 'build'], { cwd: own, env })
    await isApiOfOrders(await started(context, [BIN.next, 'start', '--hostname', '127.0.0.1'], own, build))
  })

  test('mcp.mjs', async (context) => {
    const { issuer, url } = await started(context, ['mcp.mjs'], folder)
    const headers = { authorization: `Bearer ${issuer.issue({ sub: 'alice' })}` }
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }))
    assert.equal((await client.callTool({ name: 'whoami', arguments: {} })).content[0].text, 'alice')
    await client.close()
    assert.equal((await fetch(`${url}/mcp`, { method: 'POST' })).status, 401)
  })
})

test('every example is run', () => {
  const programs = readdirSync(EXAMPLES).filter((name) => /\.(mjs|ts)$/.test(name) && name !== 'resource.mjs')
  assert.deepEqual(programs.map((name) => name.replace(/\.ts$/, '.mjs')).sort(), PROGRAMS)
})

describe('the guide shows the examples as they are', () => {
  const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
  for (const [page, files] of Object.entries({
    express: ['express.mjs'],
    fastify: ['fastify.mjs'],
    frameworks: ['resource.mjs', 'rules.json'],
    hono: ['hono.mjs'],
    mcp: ['mcp.mjs'],
    nest: ['nest.ts'],
    next: ['next.config.mjs', 'resource.mjs', 'app/orders/[id]/route.js', 'app/.well-known/oauth-protected-resource/route.js'].map(
      (name) => `next/${name}`,
    ),
  })) {
    test(page, () => {
      const text = read(`docs/node/${page}.md`)
      for (const file of files) assert.ok(text.includes(`\n${read(`examples/node/${file}`)}\`\`\`\n`), file)
    })
  }
})
