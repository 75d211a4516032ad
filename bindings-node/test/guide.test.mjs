// Every JavaScript example of the guide runs as it stands, by itself.

import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

import { blocks, run } from './blocks.mjs'
import { Stores } from './stores.mjs'

/** Where examples say that there is a Redis server. */
const REDIS = '127.0.0.1:6379'

const pages = new URL('../../docs/node/', import.meta.url)

for (const page of readdirSync(pages).sort()) {
  for (const [index, example] of blocks(readFileSync(new URL(page, pages), 'utf8')).entries()) {
    test(`docs/node/${page}, example ${index + 1}`, async (context) => {
      if (!example.includes(REDIS)) return void run(example)
      const stores = new Stores()
      context.after(() => stores.end())
      const { port } = await stores.start('redis')
      run(example.replaceAll(REDIS, `127.0.0.1:${port}`))
    })
  }
}
