// A registry of npm for a few packages that were packed here: as package managers see it, they are published. Whatever else they ask for,
// they are sent on to the registry that they would have asked.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename } from 'node:path'

/** Starts it for these tarballs. Without `upstream` there is nothing else. Gives its address, and a function that stops it. */
export async function serve(tarballs, upstream) {
  const packages = new Map()
  const files = new Map()
  for (const file of tarballs) {
    const manifest = manifestOf(file)
    packages.set(manifest.name, [...(packages.get(manifest.name) ?? []), { file, manifest }])
    files.set(basename(file), file)
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    const path = decodeURIComponent(pathname).slice(1)
    if (files.has(path.slice(2)) && path.startsWith('-/')) return response.end(readFileSync(files.get(path.slice(2))))
    if (packages.has(path)) return json(response, document(path, packages.get(path), `http://${request.headers.host}`))
    if (upstream === undefined) return json(response, { error: 'not found' }, 404)
    response.writeHead(302, { location: upstream.replace(/\/$/, '') + request.url }).end()
    return response
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { address: `http://127.0.0.1:${server.address().port}`, stop }
}

const manifestOf = (file) => JSON.parse(execFileSync('tar', ['-xOf', file, 'package/package.json'], { encoding: 'utf8' }))

/** What a registry says about a package. */
function document(name, versions, address) {
  const described = versions.map(({ file, manifest }) => {
    const bytes = readFileSync(file)
    const hash = (algorithm, form) => createHash(algorithm).update(bytes).digest(form)
    const dist = { tarball: `${address}/-/${basename(file)}`, integrity: `sha512-${hash('sha512', 'base64')}`, shasum: hash('sha1', 'hex') }
    return [manifest.version, { ...manifest, _id: `${name}@${manifest.version}`, dist }]
  })
  const time = Object.fromEntries(described.map(([version]) => [version, '2026-01-01T00:00:00.000Z']))
  return { _id: name, name, 'dist-tags': { latest: described.at(-1)[0] }, versions: Object.fromEntries(described), time }
}

function json(response, value, status = 200) {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
