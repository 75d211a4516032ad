// The recipes of the guide, as they stand on the page, against stand-ins of the providers: tests/remote/providers.json.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { Key, jws } from 'tokenseal'
import { blocks } from './blocks.mjs'

const root = new URL('../../', import.meta.url)
const read = (path) => readFileSync(new URL(path, root), 'utf8')
const { keys, providers } = JSON.parse(read('tests/remote/providers.json'))
const page = read('docs/node/identity-providers.md')

// What a pod has in its folder, for the recipe that reads it.
const pod = mkdtempSync(join(tmpdir(), 'tokenseal-'))
writeFileSync(join(pod, 'token'), 'token-of-the-pod')
after(() => rmSync(pod, { recursive: true }))

for (const [name, cases] of Object.entries(providers)) {
  const recipes = recipesOf(name)
  test(`${name}: every recipe has a stand-in`, () => assert.equal(recipes.length, cases.length))
  for (const [index, recipe] of recipes.entries()) {
    test(`${name}, recipe ${index + 1}`, async (t) => {
      const asked = standIn(t, cases[index].documents)
      const { verifier, clusterVerifier, signIn } = await load(recipe)
      await check(verifier ?? clusterVerifier(pod), cases[index])
      if (signIn !== undefined) await checkNonce(signIn, cases[index])
      // The keys were fetched again for the token of another key.
      assert.deepEqual([...new Set(asked.map(({ url }) => url))], Object.keys(cases[index].documents))
      for (const { headers } of asked) assert.equal(headers.authorization, cases[index].sent?.authorization)
    })
  }
}

test('every recipe of the page is tested', () => {
  const recipes = blocks(page).filter((example) => example.includes('export '))
  assert.equal(recipes.length, Object.values(providers).flat().length)
})

/** What a recipe makes of the tokens of its provider. */
async function check(verifier, provider) {
  await verifier.ready()
  for (const change of [{}, ...(provider.accepted ?? [])]) {
    const token = await verifier.verifyAsync(tokenOf(provider, change))
    assert.equal(token.claims.sub, provider.claims.sub, change.why)
  }
  for (const change of provider.refused) {
    const { code, claim } = change
    await assert.rejects(verifier.verifyAsync(tokenOf(provider, change)), (error) => {
      assert.deepEqual([error.code, error.claim], [code, claim], change.why)
      return true
    })
  }
}

async function checkNonce(signIn, provider) {
  const text = tokenOf(provider, {})
  assert.equal((await signIn(text, provider.claims.nonce)).sub, provider.claims.sub)
  await assert.rejects(signIn(text, 'another'), /another request/)
}

/** A token of the provider, with what a case changes about it. */
function tokenOf({ header, claims }, { key = 'a', without = [], instead, ...change }) {
  const now = Math.floor(Date.now() / 1000)
  const body = { iat: now, exp: now + 300, ...(instead ?? claims), ...change.claims }
  for (const claim of without) delete body[claim]
  const { alg, kid, ...rest } = { ...header, ...change.header }
  const signingKey = Key.fromJwk({ ...keys[key].private, kid }, { alg })
  return jws.sign(Buffer.from(JSON.stringify(body)), signingKey, { header: rest })
}

/** Answers instead of the network, and tells what was asked. Nothing but the provider's own addresses is there. */
function standIn(t, documents) {
  const asked = []
  t.mock.method(globalThis, 'fetch', async (url, { headers }) => {
    asked.push({ url, headers })
    return Object.hasOwn(documents, url) ? Response.json(withKeys(documents[url])) : new Response('', { status: 404 })
  })
  return asked
}

/** A document with the keys that it names. */
function withKeys(document) {
  const filled = (jwk) => ({ ...jwk, n: keys[jwk.n].private.n, ...(jwk.x5c && { x5c: jwk.x5c.map(certificateOf) }) })
  return document.keys === undefined ? document : { ...document, keys: document.keys.map(filled) }
}

const certificateOf = (key) => keys[key].certificate.replace(/-----.*-----|\s/g, '')

/** The recipes under a heading of the page. */
function recipesOf(name) {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? ''
  return blocks(section)
}

/** What a recipe exports. As a module without a file, it cannot find the package by itself, so it gets the path. */
async function load(recipe) {
  const code = recipe.replaceAll("'tokenseal'", `'${new URL('bindings-node/index.mjs', root)}'`)
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}
