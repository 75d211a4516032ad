// Points a set of keys at each behaviour of the hostile server, and reports the outcome. It is a
// separate process: which CA it trusts is decided when it starts.

import { request } from 'node:https'
import { Readable } from 'node:stream'

import { RemoteKeySet } from '../../index.mjs'
import { testClock } from '../../testing/index.mjs'

const { server, behaviours, isSoak } = JSON.parse(process.argv[2])
const AT_ONCE = 12
const EXPIRED = 4000

process.on('unhandledRejection', (error) => {
  throw error
})

const results = {}
const queue = [...behaviours]
await Promise.all(Array.from({ length: AT_ONCE }, work))
console.log(JSON.stringify(results))

async function work() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next.name] = await outcomeOf(next)
}

async function outcomeOf({ name, url, path, asked, allowed_hosts: allowedHosts, real_time: isSlow, client_certificate: isIdentified }) {
  const base = server[url]
  const place = new URL(`${base}/s/${name}${path}`).href
  const clock = testClock()
  const events = []
  const keys = new RemoteKeySet(asked === 'jwks' ? place : undefined, {
    ...(asked === 'metadata' && { issuer: place }),
    ...(allowedHosts && { allowedHosts }),
    ...(isIdentified && { fetch: identified }),
    // What ends by itself has time enough, however busy the machine is. What does not takes a second;
    // in the soak, the default.
    ...(!isSlow && { timeout: '60s' }),
    ...(isSlow && !isSoak && { timeout: '1s' }),
    allowHttp: base.startsWith('http:'),
    onEvent: (event) => events.push(event),
    // Time is real in the soak. What is fetched twice has no limit to wait for.
    ...(!(isSoak && isSlow) && { clock }),
  })
  const began = performance.now()
  const first = await flightOf(keys, events)
  const taken = performance.now() - began
  const outcome = { ...first, taken, expiresIn: keys.status().expiresIn, size: keys.keys.size, log: await logOf(name) }
  if (outcome.event !== 'fetched' || (isSoak && isSlow)) return outcome
  clock.advance(EXPIRED)
  return { ...outcome, second: (await flightOf(keys, events)).event, sizeAfter: keys.keys.size }
}

/** How the next flight ended. The core bounds how many there are at once, and how many begin in a second. */
async function flightOf(keys, events) {
  events.length = 0
  const ended = () => events.find(({ event }) => event === 'fetched' || event === 'failed')
  while (ended() === undefined) {
    if (!keys.status().fetching) await keys.ready({ timeout: 0 }).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return ended()
}

/** A fetch of the caller's own that has a certificate: Node's takes none. */
function identified(url, { method, headers, signal }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, signal, cert: server.client, key: server.client }, (answer) => {
      resolve(new Response(Readable.toWeb(answer), { status: answer.statusCode, headers: Object.entries(answer.headers) }))
    })
    sent.on('error', reject).end()
  })
}

/** What the server was asked for. */
async function logOf(name) {
  const answer = await fetch(`${server.http}/s/${name}/control/log`)
  return (await answer.json()).map(({ path, headers }) => ({ path, headers }))
}
