// A folder for applications that are built or started as programs, where they find the package as it is installed, and the frameworks.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const PACKAGE = path('../..')

/** The commands of packages. */
export const BIN = { next: path('../../node_modules/next/dist/bin/next') }

/** A new folder of a name, with a copy of the package: bundlers follow links, and what stands outside of node_modules they bundle. */
export function workplace(name) {
  const folder = path(`../frameworks/work/${name}`)
  rmSync(folder, { recursive: true, force: true })
  const copy = join(folder, 'node_modules/tokenseal')
  mkdirSync(copy, { recursive: true })
  const { files } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const own = readdirSync(PACKAGE).filter(
    (file) => file === 'package.json' || file.endsWith('.node') || (files.includes(file) && file !== 'compat'),
  )
  for (const file of own) cpSync(join(PACKAGE, file), join(copy, file), { recursive: true })
  return folder
}
