// Every JavaScript example of the guide runs as it stands, by itself.

import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

import { blocks, run } from './blocks.mjs'

const pages = new URL('../../docs/node/', import.meta.url)

for (const page of readdirSync(pages).sort()) {
  for (const [index, example] of blocks(readFileSync(new URL(page, pages), 'utf8')).entries()) {
    test(`docs/node/${page}, example ${index + 1}`, () => void run(example))
  }
}
