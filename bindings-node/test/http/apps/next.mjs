// The application of Next.js is files, which are written and built once. It is served in this process, so that it finds the resource of the
// service that is being tested: `globalThis.served`.

import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import createNext from 'next'

import { routes } from '../cases.mjs'
import { BIN, workplace } from '../workplace.mjs'
import { serve } from './common.mjs'

const CONFIG = `export default { serverExternalPackages: ['tokenseal'] }
`
const SERVED = `// The service is another one for each test.
export const served = {
  checkAsync: (...given) => globalThis.served.resource.checkAsync(...given),
  metadata: () => globalThis.served.resource.metadata(),
}
export const isGate = () => globalThis.served.placement === 'proxy'
export const hasRules = () => globalThis.served.hasRules
`
const PROXY = `import { proxy as protectAll } from 'tokenseal/next'
import { isGate, served } from './served.mjs'
const guarded = protectAll(served)
export const proxy = (request) => (isGate() ? guarded(request) : undefined)
export const config = { matcher: '/((?!.well-known/).*)' }
`
const METADATA = `import { metadata } from 'tokenseal/next'
import { served } from 'SERVED'
export const dynamic = 'force-dynamic'
export const GET = metadata(served)
`

const exportsOf = ({ name, methods, scope, optional }) =>
  methods.map((method) => `export const ${method} = route('${name}', ${JSON.stringify({ scope, optional })})`)

/** The module of one path: a handler for each method, guarded by itself where no proxy does it. */
const moduleOf = (routes, depth) => `import { protect } from 'tokenseal/next'
import { hasRules, isGate, served } from '${'../'.repeat(depth)}served.mjs'
const route = (name, options) => {
  const handler = (request, { token }) => {
    const subject = token?.get('sub')
    return new Response('', { headers: { 'Saw-Route': name, ...(subject === undefined ? {} : { 'Saw-Subject': subject }) } })
  }
  const { optional, ...rest } = options
  const [guarded, withRules] = [options, rest].map((one) => protect(served, one)(handler))
  return (request, context) => {
    if (isGate()) return handler(request, { token: null })
    return hasRules() ? withRules(request, context) : guarded(request, context)
  }
}
${routes.flatMap(exportsOf).join('\n')}
`

/** `/orders/{id}` as folders. */
const folderOf = (path) =>
  path
    .slice(1)
    .replace(/\{\*(\w+)\}/g, '[...$1]')
    .replace(/\{(\w+)\}/g, '[$1]')

function write(folder, name, text) {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

async function build(routes) {
  const folder = workplace('next')
  write(folder, 'package.json', '{ "name": "cases", "private": true, "type": "module" }\n')
  write(folder, 'next.config.mjs', CONFIG)
  write(folder, 'served.mjs', SERVED)
  write(folder, 'proxy.js', PROXY)
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = folderOf(path)
    write(
      folder,
      `app/${own}/route.js`,
      moduleOf(
        routes.filter((route) => route.path === path),
        own.split('/').length + 1,
      ),
    )
  }
  for (const path of ['', '/shop']) {
    const own = `.well-known/oauth-protected-resource${path}`
    write(folder, `app/${own}/route.js`, METADATA.replace('SERVED', `${'../'.repeat(own.split('/').length + 1)}served.mjs`))
  }
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  await promisify(execFile)(process.execPath, [BIN.next, 'build'], { cwd: folder, env })
  return folder
}

/** It takes long, so it is started while the others run. A failure is reported to those who wait for it. */
const built = build(routes)
built.catch(() => {})

/** One for all services: Next.js keeps much of what it has loaded for the whole process. */
let served

export const next = {
  placements: ['proxy', 'route'],
  // What a proxy has checked it cannot hand on.
  isSilent: (placement) => placement === 'proxy',
  async prepare() {
    const app = createNext({ dev: false, dir: await built, quiet: true })
    await app.prepare()
    served = { app, ...(await serve(app.getRequestHandler())) }
  },
  async start({ resource, placement, hasRules }) {
    globalThis.served = { resource, placement, hasRules }
    return { port: served.port, close: () => {} }
  },
  async end() {
    await served?.close()
    await served?.app.close()
  },
}
