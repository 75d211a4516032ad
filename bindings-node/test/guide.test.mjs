// Every JavaScript example of the guide runs as it stands, by itself.

import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

import { blocks, run } from './blocks.mjs'
import { Stores } from './stores.mjs'

/** Where examples say that there is a Redis server. */
const REDIS = '127.0.0.1:6379'

const docs = new URL('../../docs/', import.meta.url)

/** Those of Node's chapter, and those with examples in several languages. */
const pages = [...readdirSync(new URL('node/', docs)).sort().map((page) => `node/${page}`), 'faq.md', 'performance.md']

for (const page of pages) {
  for (const [index, example] of blocks(readFileSync(new URL(page, docs), 'utf8')).entries()) {
    test(`docs/${page}, example ${index + 1}`, async (context) => {
      if (!example.includes(REDIS)) return void run(example)
      const stores = new Stores()
      context.after(() => stores.end())
      const { port } = await stores.start('redis')
      run(example.replaceAll(REDIS, `127.0.0.1:${port}`))
    })
  }
}
