// The package on top of the addon that has the tests' hooks: to be loaded before anything loads the package.

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const hooks = fileURLToPath(new URL('./hooks/native.cjs', import.meta.url))

/** Why there is none; false if there is one. */
export const skip = !existsSync(hooks) && 'needs `npm run build:hooks`'

/** Puts it where the package looks for its addon. */
export function load() {
  const place = fileURLToPath(new URL('../native.cjs', import.meta.url))
  const native = require(hooks)
  require.cache[place] = Object.assign(Object.create(require.cache[hooks]), { id: place, filename: place, exports: native })
  return native
}
