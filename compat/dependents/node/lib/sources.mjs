// Where the tests of a dependent come from: its package, where npm has them in it, else a checkout in the folder that the variable
// DEPENDENTS_DIR names. Nothing of it is kept in this repository.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { WORK, npm } from './places.mjs'

/** Why the tests of a dependent cannot be run here. */
export class Skipped extends Error {}

/** The folder with a dependent's sources, freshly unpacked. */
export function unpackSources(dependent) {
  const folder = join(WORK, dependent.name, 'sources')
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  mkdirSync(folder, { recursive: true })
  const archive = dependent.tests.package ? packed(dependent) : archived(dependent)
  const strip = dependent.tests.package ? ['--strip-components=1'] : []
  execFileSync('tar', ['-xf', archive, '-C', folder, ...strip])
  return folder
}

/** What npm has of it. */
function packed({ name, tests }) {
  const target = join(WORK, name)
  try {
    const [{ filename }] = JSON.parse(npm(target, 'pack', '--json', '--prefer-offline', tests.package))
    return join(target, filename)
  } catch (error) {
    throw new Skipped(`${tests.package} cannot be fetched: ${String(error.stderr ?? error.message).trim().split('\n').at(-1)}`)
  }
}

/** The commit that is meant, of whatever is checked out. */
function archived({ name, version, tests }) {
  const folder = process.env.DEPENDENTS_DIR
  if (!folder) throw new Skipped(`its tests are in no package: DEPENDENTS_DIR must name a folder with a checkout called ${name}`)
  const checkout = resolve(folder, name)
  if (!existsSync(checkout)) throw new Skipped(`its tests are in no package, and there is no checkout of version ${version} in DEPENDENTS_DIR`)
  const archive = join(WORK, name, 'sources.tar')
  try {
    execFileSync('git', ['-C', checkout, 'archive', '--output', archive, tests.commit], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    throw new Skipped(`its checkout in DEPENDENTS_DIR has no commit ${tests.commit}: ${String(error.stderr).trim()}`)
  }
  return archive
}
