// The files of tests/vectors, with their long texts in place, and their cases.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../tests/vectors/', import.meta.url))
const textOf = (name) => readFileSync(join(FOLDER, name), 'utf8')

export const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && name !== 'schema.json')
  .sort()

/** One file; where `{"$text": "texts/…"}` stands in it, the text of that file. */
export const read = (name) =>
  JSON.parse(textOf(name), (_, value) => (typeof value?.$text === 'string' ? textOf(value.$text) : value))

/** The cases of a file, each with the keys of its group. */
export const casesOf = ({ groups }) => groups.flatMap(({ tests, keys }) => tests.map((one) => [one, keys]))
