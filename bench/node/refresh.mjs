// The slowest of a thousand checks while the keys are fetched again, and without that. Prints what each contender takes. The server is another process,
// TOKENSEAL_HOSTILE_SERVER, and far away. A check is measured alone, and with the turn of the event loop in which it happens: a refresh takes turns too.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readSync } from 'node:fs'
import { hrtime } from 'node:process'
import { createInterface } from 'node:readline'
import { setImmediate as turn } from 'node:timers/promises'

import { CLAIMS, EXPECTED, LIBRARY, TOKENSEAL } from './material.mjs'
import { median } from './measure.mjs'
import { NO_REFRESH } from './processes.mjs'

const { Key, KeySet, RemoteKeySet, Verifier, sign } = await import(LIBRARY)
const REFRESHES = 25
/** What a request takes, in milliseconds. */
const DELAY = 200

const key = Key.generate('RS256')
const token = sign(CLAIMS, key)
// Other keys each time.
const published = [[key], [key, Key.generate('RS256')]].map((keys) => JSON.stringify(new KeySet(keys.map((one) => one.public())).toJwks()))
const server = spawn(process.env.TOKENSEAL_HOSTILE_SERVER, { stdio: ['pipe', 'pipe', 'inherit'] })
const [line] = await once(createInterface({ input: server.stdout }), 'line')
const { http } = JSON.parse(line)
const post = async (path, body) => assert.ok((await fetch(`${http}/s/${path}`, { method: 'POST', body })).ok)
const schedule = process.platform === 'linux' ? openSync('/proc/self/schedstat', 'r') : undefined
const text = Buffer.alloc(96)

/** How long this thread could have run and did not: on a busy machine the slowest of a thousand would be nothing else. Only Linux tells. */
function heldUp() {
  if (schedule === undefined) return 0
  return Number(text.toString('latin1', 0, readSync(schedule, text, 0, text.length, 0)).split(' ')[1])
}

async function made(name) {
  let [now, landed] = [Date.now() / 1000, 0]
  const onEvent = ({ event }) => {
    assert.ok(event === 'fetched' || event === 'rotated', event)
    if (event === 'rotated') landed++
  }
  await post(`${name}/control/keys`, published[0])
  await post(`${name}/control/delay/${DELAY}`)
  const keys = new RemoteKeySet(`${http}/s/${name}/b/ok/jwks.json`, { allowHttp: true, clock: () => now, onEvent })
  const verifier = new Verifier({ keys, ...EXPECTED })
  await verifier.ready()
  // Due, and not expired: after ten minutes they would be.
  return { name, verifier, landed: () => landed, age: () => (now += 595) }
}

async function check(verifier) {
  const [waited, began] = [heldUp(), hrtime.bigint()]
  verifier.verify(token)
  const [checked, stillWaited] = [hrtime.bigint(), heldUp()]
  await turn()
  const [ended, waitedAtLast] = [hrtime.bigint(), heldUp()]
  const took = (until, heldUpThen) => Math.max(1, Number(until - began) - (heldUpThen - waited))
  return { alone: took(checked, stillWaited), turn: took(ended, waitedAtLast) }
}

/** What checks by the first take while one is refreshed: from the check that finds it due until its keys are exchanged. */
async function refreshed(first, one, number) {
  await post(`${one.name}/control/keys`, published[(number + 1) % 2])
  const [before, taken] = [one.landed(), []]
  one.age()
  if (one !== first) one.verifier.verify(token)
  while (one.landed() === before) taken.push(await check(first.verifier))
  return taken
}

const [own, other] = [await made('own'), await made('other')]
const [during, without, beside, starting] = [[], [], [], []]
for (let number = 0; number < REFRESHES; number++) {
  const taken = await refreshed(own, own, number)
  during.push(...taken)
  starting.push(taken[0])
  for (const _ of taken) without.push(await check(own.verifier))
  beside.push(...(await refreshed(own, other, number)))
}
const slowest = (values) => values.toSorted((one, two) => one - two)[Math.floor(values.length * 0.999)]
const figures = (of) => {
  const values = (checks) => checks.map((each) => each[of])
  return [
    { name: TOKENSEAL, value: slowest(values(during)) },
    { name: NO_REFRESH, value: slowest(values(without)) },
    { name: `${TOKENSEAL}, another set refreshed`, value: slowest(values(beside)) },
    { name: `${TOKENSEAL}, the check that starts it`, value: median(values(starting)) },
  ]
}
process.stdout.write(JSON.stringify({ alone: figures('alone'), turn: figures('turn') }))
if (schedule !== undefined) closeSync(schedule)
server.stdin.end()
