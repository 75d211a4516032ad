// Measures the Node package against other libraries and against node:crypto alone. Prints one JSON document; says on standard error where it is.

import { arch, cpus, release, type } from 'node:os'

import { BARE, NAMES, TOKENSEAL } from './material.mjs'
import { PATHS } from './paths.mjs'
import { NO_REFRESH, VERIFICATIONS, alone, refreshing, remembering, starting, working } from './processes.mjs'
import { BARE_ROUTE, protecting } from './routes.mjs'

/** What routes are served by. */
const SERVED = { express: 'Express 5', fastify: 'Fastify', hono: 'Hono' }

const progress = (text) => process.stderr.write(`${text}\n`)
const rows = []

for (const [index, [path, , goals]] of PATHS.entries()) {
  progress(path)
  rows.push({ path, unit: 'ns', contenders: alone(index), goals })
}

for (const alg of ['RS256', 'ES256', 'EdDSA']) {
  const path = `${alg}: verify, two workers`
  progress(path)
  const contenders = await working(alg)
  const goal = { text: 'two workers do at least 1.9 x as much as one', at_least_times: 1.9, against: `${TOKENSEAL}, one worker` }
  rows.push({ path, unit: 'ns', contenders, goals: [goal] })
}

progress('refresh')
const { alone: checks, turn: turns } = refreshing()
const asWithout = { text: 'at most 1.1 x no refresh', at_most_times: 1.1, against: NO_REFRESH }
rows.push({ path: 'RS256: verify during refreshes, the slowest of a thousand', unit: 'ns', contenders: checks, goals: [asWithout] })
rows.push({ path: 'RS256: the same, with its turn of the event loop', unit: 'ns', contenders: turns, goals: [] })

for (const [framework, title] of Object.entries(SERVED)) {
  const path = `${title}: a route that is protected, HS256`
  progress(path)
  const goal = { text: 'within 5 µs of the bare route', at_most_times: 1, plus: 5000, against: BARE_ROUTE }
  rows.push({ path, unit: 'ns', contenders: await protecting(framework), goals: [goal] })
}

progress('start')
rows.push({ path: 'from nothing to the first verified token', unit: 'ms', contenders: await starting(), goals: [] })
progress('memory')
const growth = await remembering()
rows.push({
  path: `memory that is left of ${VERIFICATIONS.toLocaleString('en')} verifications`,
  unit: 'bytes',
  contenders: growth,
  goals: [],
})

const [{ model }] = cpus()
const libraries = [TOKENSEAL, ...Object.values(NAMES)].join(', ')
const document = {
  language: 'node',
  machine: `${model.trim()}, ${cpus().length} cores, ${type()} ${release()} on ${arch()}; Node.js ${process.versions.node} with OpenSSL ${process.versions.openssl}; ${libraries}`,
  rows,
  notes: [
    'Each path is measured in nine processes, and the median of them counts: how V8 compiles a library, and when it collects its garbage, differs from one process to the next by more than the machine does.',
    'Every library is given the key in the form that serves it best (a prepared Verifier, a KeyObject, a CryptoKey, a verifier of fast-jwt), and checks `iss`, `aud` and `exp`.',
    `"${BARE}" is the signature check or decryption of the same token by node:crypto with a KeyObject, and JSON.parse of what it holds; no claim is checked.`,
    'jose is asynchronous: each of its operations is awaited before the next begins.',
    'jsonwebtoken has no EdDSA; only jose encrypts.',
    'fast-jwt with its cache answers from what it has verified before.',
    'The slowest of a thousand: 25 times in each of three processes, a check finds its keys due, and other ones are fetched from a server that takes 200 ms. The checks until then are held against as many without a refresh, and against those during that of another set. Time that the system gave to other programs is left out, where it says how much that was (Linux).',
    'A route that is protected: the processor time of a whole server for each request of sixteen connections, with the check, its rules and the claim that the handler reads. The bare route checks nothing.',
    'From nothing to the first verified token: of a whole process of Node.js, so that what Node.js alone takes is to be subtracted.',
  ],
}
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
