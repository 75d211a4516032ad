// Next.js, by Turbopack and by webpack: a route handler, an adapter and a proxy, built, traced into a folder of its own, and run from there.

import { spawn } from 'node:child_process'
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const require = createRequire(import.meta.url)
const NEXT = require.resolve('next/dist/bin/next')
const MINUTES = 10

export const version = require('next/package.json').version

export const bundles = {
  'by Turbopack': { flags: [], isExternal: false },
  'by webpack': { flags: ['--webpack'], isExternal: false },
  'by Turbopack, as serverExternalPackages': { flags: [], isExternal: true },
  'by webpack, as serverExternalPackages': { flags: ['--webpack'], isExternal: true },
}

/** Builds an application in this folder, and returns where `output: 'standalone'` has put it. */
export async function build(name, { flags, isExternal }, dist = 'dist') {
  const folder = fileURLToPath(new URL(`../${name}`, import.meta.url))
  const { code, text } = await run([NEXT, 'build', ...flags], folder, { EXTERNAL: String(isExternal), DIST: dist })
  if (code !== 0) throw new Error(text)
  return join(folder, dist, 'standalone')
}

/** What the application answers, once it is copied to where nothing but it is. */
export async function answers(standalone, folder, name) {
  cpSync(standalone, folder, { recursive: true, verbatimSymlinks: true })
  const port = await freePort()
  const server = spawn(process.execPath, ['server.js'], {
    cwd: join(folder, name),
    env: { ...environment(), PORT: port, HOSTNAME: '127.0.0.1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', (text) => (said += text))
  try {
    const ask = (path, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers })
    const token = await (await whenUp(() => ask('/token'), () => said)).text()
    const authorization = `Bearer ${token}`
    const of = async (response) => [response.status, await response.text()]
    const refused = [await ask('/orders'), await ask('/behind')].map(({ status }) => status)
    return { refused, orders: await of(await ask('/orders', { authorization })), behind: await of(await ask('/behind', { authorization })), said }
  } finally {
    server.kill()
  }
}

/** The addons that are traced into the application. */
export const addonsIn = (standalone) =>
  existsSync(standalone) ? readdirSync(standalone, { recursive: true }).filter((path) => /tokenseal\.[\w-]+\.node$/.test(path)) : []

async function whenUp(ask, said) {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries === 100) throw new Error(`the server does not answer: ${said()}`, { cause: error })
      await setTimeout(200)
    }
  }
}

async function run(command, cwd, env) {
  const child = spawn(process.execPath, command, { cwd, env: { ...environment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece))
  const timer = globalThis.setTimeout(() => child.kill(), MINUTES * 60_000)
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  return { code, text: stripVTControlCharacters(text) }
}

const environment = () => ({ ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' })

/** A port that nobody listens at. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
