// The JavaScript examples of a text, and how one is run.

import { execFileSync } from 'node:child_process'

const packageFolder = new URL('..', import.meta.url)

/** What stands between ```js and ```, in its order. */
export const blocks = (text) => [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, example]) => example)

/** Runs an example as a separate module next to the package, and returns what it wrote. */
export const run = (example, flags = []) =>
  execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', example], { cwd: packageFolder, encoding: 'utf8' })
