// Copies into `@tokenseal/jsonwebtoken` what it shares with the surface: its types, since not every way of finding modules reads
// `exports`, and the files that its `lib` is made of. Besides, the licences of the repository.

import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url))
const SURFACE = 'compat/jsonwebtoken'
const COPIES = {
  [`${SURFACE}/index.d.ts`]: 'index.d.ts',
  [`${SURFACE}/key_types.cjs`]: 'lib/key_types.cjs',
  [`${SURFACE}/nearest.cjs`]: 'lib/nearest.cjs',
  [`${SURFACE}/timespan.cjs`]: 'lib/spans.cjs',
  'LICENSE-APACHE': 'LICENSE-APACHE',
  'LICENSE-MIT': 'LICENSE-MIT',
}

for (const [from, to] of Object.entries(COPIES)) copyFileSync(path(from), path(`${SURFACE}/package/${to}`))
