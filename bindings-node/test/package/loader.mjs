// What the loader says if there is no addon: it is loaded on a simulated platform, from a folder
// without one.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Requires the loader in a process of its own, and gives its error. */
export function failureOf(folder, { platform = process.platform, arch = process.arch, cwd = folder } = {}) {
  const source = `
    Object.defineProperty(process, 'platform', { value: ${JSON.stringify(platform)} })
    Object.defineProperty(process, 'arch', { value: ${JSON.stringify(arch)} })
    try { require(${JSON.stringify(join(folder, 'native.cjs'))}); console.log('null') }
    catch (error) { console.log(JSON.stringify({ message: error.message, code: error.code, hasCause: error.cause !== undefined })) }`
  const { stdout, stderr } = spawnSync(process.execPath, ['--eval', source], { cwd, encoding: 'utf8' })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}
