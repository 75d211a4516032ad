// Copies the surfaces of other libraries into the package, where its tests and npm find them: npm packs nothing from outside a package, and no links.

import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SURFACES = ['jsonwebtoken']
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))

rmSync(path('../compat'), { recursive: true, force: true })
for (const name of SURFACES) cpSync(path(`../../compat/${name}`), path(`../compat/${name}`), { recursive: true })
