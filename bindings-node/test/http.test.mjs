// Every case of tests/http against a live server of each framework, in each place where its
// adapter can be mounted.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import express from 'express'
import express4 from 'express4'

import { expressWith } from './http/apps/express.mjs'
import { fastify } from './http/apps/fastify.mjs'
import { hono } from './http/apps/hono.mjs'
import { nest, nestFastify } from './http/apps/nest.mjs'
import { next } from './http/apps/next.mjs'
import { cases, routes, services } from './http/cases.mjs'
import { ask } from './http/client.mjs'
import { named, reasonFor } from './http/holes.mjs'
import { wrong } from './http/judge.mjs'
import { serviceOf } from './http/services.mjs'
import { filling } from './http/tokens.mjs'

const FRAMEWORKS = {
  'Express 5': expressWith(express, (name) => `*${name}`),
  'Express 4': expressWith(express4, () => '*'),
  Fastify: fastify,
  Hono: hono,
  'NestJS on Express': nest,
  'NestJS on Fastify': nestFastify,
  'Next.js': next,
}

/** A line for each framework and place: how many answers are right, and how many cannot be. */
const table = []
after(() => console.table(table))

for (const [framework, { placements, prepare, start, end, isSilent }] of Object.entries(FRAMEWORKS)) {
  describe(framework, () => {
    before(() => prepare?.(), { timeout: 600_000 })
    after(() => end?.())
    for (const placement of placements) {
      describe(`as a ${placement}`, () => {
        const line = { framework, placement, right: 0, holes: 0 }
        table.push(line)
        for (const [name, { rules }] of Object.entries(services)) {
          // What routes ask for by themselves is nothing that a gate can know.
          if (rules === null && placement !== 'route') continue
          test(name, async (context) => {
            const service = await serviceOf(name, context)
            const server = await start({ ...service, routes, placement })
            context.after(() => server.close())
            const failures = []
            for (const one of cases.filter(({ service }) => service === name)) {
              const faults = await faultsOf(one, { ...service, isSilent: isSilent?.(placement) }, server.port)
              const why = reasonFor(framework, placement, one.id)
              line[why === undefined ? 'right' : 'holes']++
              if (why === undefined) failures.push(...faults)
              else if (faults.length === 0) failures.push(`${one.id} is right, and must leave the list of holes`)
            }
            assert.deepEqual(failures, [])
          })
        }
      })
    }
  })
}

test('holes are cases', () => {
  const ids = new Set(cases.map(({ id }) => id))
  assert.deepEqual(
    named.filter((id) => !ids.has(id)),
    [],
  )
})

/** What is wrong with the answers to a case. */
async function faultsOf({ id, steps }, { about, resource, isSilent }, port) {
  let answer
  const given = () => answer.headers.find(([name]) => name === 'dpop-nonce')?.[1]
  const fill = filling(about, { csrf: (text) => resource.csrfToken(text), given })
  const found = []
  for (const { request, answer: expected } of steps) {
    const headers = request.headers.map(([name, value]) => [name, fill(value)])
    const body = request.body === undefined ? undefined : fill(request.body)
    answer = await ask(port, { ...request, target: fill(request.target), headers, body })
    const fault = wrong(answer, isSilent ? untold(expected) : expected, request.method)
    if (fault !== undefined) found.push(`${id}: ${fault}`)
  }
  return found
}

/** The same answer if the handler does not learn whom the adapter let through. */
const untold = ({ saw, ...expected }) => ({ ...expected, saw: saw && { ...saw, subject: null } })
