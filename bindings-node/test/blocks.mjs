// The JavaScript examples of a text, and how one is run.

import { execFileSync } from 'node:child_process'

const packageFolder = new URL('..', import.meta.url)

/** What stands between ```js and ```, in its order. */
export const blocks = (text) => [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, example]) => example)

/** Runs an example as a module of its own beside the package, and gives what it wrote. */
export const run = (example) =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', example], { cwd: packageFolder, encoding: 'utf8' })
