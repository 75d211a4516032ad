// docs/moving/node.md: both columns of its tables run, each with its library.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import fastJwt from 'fast-jwt'
import * as jose from 'jose'
import jwt from 'jsonwebtoken'
import * as tokenseal from 'tokenseal'

import { blocks } from './blocks.mjs'
import { CAUSES, THEIRS } from './moving_errors.mjs'

const page = readFileSync(new URL('../../docs/moving/node.md', import.meta.url), 'utf8')
const AsyncFunction = (async () => {}).constructor

/** What the left column of a table may name besides the names that all examples share. */
const LIBRARIES = { jose, 'fast-jwt': fastJwt, jsonwebtoken: { jwt } }

/** The rows of every table, with the heading that it stands under. A cell is what it has in backquotes, else nothing. */
function* rows() {
  let heading = ''
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) heading = line.slice(3)
    if (!line.startsWith('| `')) continue
    const cells = line.slice(1, -1).split(' | ')
    yield { heading, cells: cells.map((cell) => cell.match(/`([^`]+)`/)?.[1] ?? '') }
  }
}

const examples = [...rows()].filter(({ cells }) => cells.length === 2)
const errors = [...rows()].filter(({ cells }) => cells.length === 3)

/** The value of an expression in a scope with these names. */
const evaluate = (expression, names) => new AsyncFunction(...Object.keys(names), `return (${expression})`)(...Object.values(names))

/** The names that the page gives to all its examples. */
async function shared() {
  const [block] = blocks(page)
  const [code, imports] = [block.replace(/^import .*\n/gm, ''), { ...tokenseal, ...(await import('node:crypto')) }]
  const declared = [...code.matchAll(/^const (\w+|\[[^\]]+\]) =/gm)].flatMap(([, names]) => names.match(/\w+/g))
  // The page imports only what its block needs, and functions of node:crypto bear names of ours.
  const known = Object.keys(imports).filter((name) => new RegExp(`import .*\\b${name}\\b`).test(block))
  return new AsyncFunction(...known, `${code}\nreturn { ${declared.join(', ')} }`)(...known.map((name) => tokenseal[name] ?? imports[name]))
}

/** Whether a value is a token, and then how many parts or which members it has: the same from both libraries. */
function shape(value) {
  const token = typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) : value
  if (typeof token === 'string') return token.split('.').length
  // Where a parameter of key management stands is left to who makes it.
  return Object.keys(token).filter((name) => !['header', 'encrypted_key'].includes(name)).sort()
}

/** What the last word of an example promises. */
function check(value, example) {
  if (example.endsWith('.claims')) assert.equal(value.sub, 'alice')
  else if (example.endsWith('.header')) assert.equal(value.alg, 'ES256')
  else if (/\.(payload|plaintext)$/.test(example)) assert.equal(Buffer.from(value).toString(), 'any bytes')
  else assert(value)
}

test('there is a table for each library', () => {
  for (const [name, least] of [['jose', 30], ['fast-jwt', 12], ['jsonwebtoken', 7]]) {
    assert(examples.filter(({ heading }) => heading === name).length >= least, name)
  }
})

for (const { heading, cells } of examples) {
  const [theirs, ours] = cells
  test(`${heading}: ${theirs}`, async () => {
    const names = await shared()
    const mine = await evaluate(ours, { ...tokenseal, ...names })
    const other = await evaluate(theirs, { ...names, ...LIBRARIES[heading] })
    check(mine, ours)
    if (/^(sign|seal|encrypt|jws\.sign|jwe\.encrypt|new Issuer)\(/.test(ours)) assert.deepEqual(shape(other), shape(mine))
    else if (/thumbprint/.test(ours)) assert.equal(other, mine)
    else check(other, ours)
  })
}

for (const { heading, cells } of errors) {
  const [theirs, ours] = cells
  test(`${heading}: ${theirs} is ${ours}`, async () => {
    const names = await shared()
    const [bad, refused] = CAUSES[ours]
    names.bad = await evaluate(bad, { ...tokenseal, ...names })
    await assert.rejects(evaluate(`await (async () => ${refused})()`, { ...tokenseal, ...names }), (error) => error instanceof tokenseal.TokenError && error.code === ours)
    await assert.rejects(evaluate(`await (async () => ${THEIRS[heading](ours)})()`, { ...names, ...LIBRARIES[heading] }), { code: theirs })
  })
}
