// Copies the other libraries' APIs into the package, where its tests and npm find them: npm packs
// nothing from outside a package, and no links.

import { cpSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const SURFACES = ['jose', 'jsonwebtoken']
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))

rmSync(path('../compat'), { recursive: true, force: true })
// What takes a library's place under its own name is a package of its own.
const isSurface = (source) => basename(source) !== 'package'
for (const name of SURFACES) {
  cpSync(path(`../../compat/${name}`), path(`../compat/${name}`), { recursive: true, filter: isSurface })
}
