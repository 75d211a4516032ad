// The runtimes that the package is for, and how each runs a file.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const installed = (name) =>
  fileURLToPath(new URL(`../../node_modules/.bin/${name}${process.platform === 'win32' ? '.cmd' : ''}`, import.meta.url))

/** The permissions that the README lists for Deno, and nothing else. */
const ALLOWED = ['--allow-ffi', '--allow-read', '--allow-env']

export const RUNTIMES = [
  { name: 'Node', program: process.execPath, arguments: [] },
  { name: 'Bun', program: installed('bun'), arguments: ['run'] },
  { name: 'Deno', program: installed('deno'), arguments: ['run', '--quiet', ...ALLOWED] },
].map((runtime) => ({
  ...runtime,
  // They are of this package's workspace `test/runtimes`, which `npm ci --workspaces=false` leaves out.
  skip: existsSync(runtime.program) ? false : 'needs `npm ci` with its workspaces',
}))
