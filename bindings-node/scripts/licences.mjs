// Puts the licences of the repository into the package, and into those of the platforms where `napi create-npm-dirs` has made them.

import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LICENCES = ['LICENSE-APACHE', 'LICENSE-MIT']
const folder = fileURLToPath(new URL('..', import.meta.url))
const npm = join(folder, 'npm')
const platforms = existsSync(npm) ? readdirSync(npm).map((name) => join(npm, name)) : []

for (const target of [folder, ...platforms]) {
  for (const name of LICENCES) copyFileSync(join(folder, '..', name), join(target, name))
}

// What is not listed is not packed.
for (const target of platforms) {
  const path = join(target, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  manifest.files = [...new Set([...manifest.files, ...LICENCES])]
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}
