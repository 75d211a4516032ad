// Stores that record which refresh tokens were issued. `add` returns whether a generation is new:
// of all calls that add the same one at once, exactly one returns true.

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { link, open, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { Unavailable } from './tokens.mjs'

/** In Redis or Valkey, for several machines: a key for each generation, which expires by itself. */
export class RedisGenerations {
  #client
  #namespace

  /** `client` is a connected client of the package `redis`. */
  constructor(client, namespace) {
    this.#client = client
    this.#namespace = namespace
  }

  async add(family, generation, now, ends) {
    const words = ['SET', this.#key(family, generation), String(now), 'NX', 'EXAT', String(Math.floor(ends))]
    return (await this.#ask(words)) !== null
  }

  async issuedAt(family, generation) {
    const found = await this.#ask(['GET', this.#key(family, generation)])
    return found === null ? undefined : Number(found)
  }

  async #ask(words) {
    try {
      return await this.#client.sendCommand(words)
    } catch (error) {
      throw new Unavailable('the store cannot be asked', { cause: error })
    }
  }

  #key(family, generation) {
    return `${this.#namespace}:${family}:${generation}`
  }
}

/** In a folder on a local disk, for the processes of one machine: a file for each generation. */
export class FolderGenerations {
  #folder

  constructor(folder) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  async add(family, generation, now, ends) {
    // Written under another name first, so that whoever finds the file finds all of its text.
    const draft = join(this.#folder, `.${randomBytes(16).toString('hex')}`)
    const file = await open(draft, 'wx')
    try {
      await file.writeFile(`${now} ${ends}`)
      await file.sync()
      await link(draft, this.#path(family, generation))
      return true
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      return false
    } finally {
      await file.close()
      await rm(draft)
    }
  }

  async issuedAt(family, generation) {
    return (await times(this.#path(family, generation)))?.[0]
  }

  /** Removes what has expired. Call it from a timer, once a day. */
  async sweep(now) {
    for (const name of await readdir(this.#folder)) {
      if (name.startsWith('.')) continue
      const [, ends] = (await times(join(this.#folder, name))) ?? []
      if (ends < now) await rm(join(this.#folder, name), { force: true })
    }
  }

  #path(family, generation) {
    return join(this.#folder, `${family}.${generation}`)
  }
}

/** When a generation was issued, and when it expires; undefined if it is not there. */
async function times(path) {
  try {
    return (await readFile(path, 'ascii')).split(' ').map(Number)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}
