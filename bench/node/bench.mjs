// Measures the Node package against other libraries and against node:crypto alone. Prints one JSON document; says on standard error where it is.

import { arch, cpus, release, type } from 'node:os'

import { BARE, NAMES, TOKENSEAL } from './material.mjs'
import { PATHS } from './paths.mjs'
import { NODE_ALONE, NO_REFRESH, TWO_PROCESSES, VERIFICATIONS, alone, refreshing, remembering, starting, working } from './processes.mjs'
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
  const goal = { text: 'at least 0.95 x two processes', at_least_times: 0.95, against: TWO_PROCESSES }
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
const soon = { text: `within 12 ms of ${NODE_ALONE}`, at_most_times: 1, plus: 12, against: NODE_ALONE }
rows.push({ path: 'from nothing to the first verified token', unit: 'ms', contenders: await starting(), goals: [soon] })
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
    'A repeated token: by those that keep what they have verified, the others are as slow as for a token that they have not seen. tokenseal is asked to remember 1,000 tokens, fast-jwt has its default cache. A new string each time is what a server gets from the network; making it is part of every figure.',
    'Signed are claims that get `iat` and `exp`, for a quarter of an hour: by `sign`, or by an Issuer (a signer of fast-jwt) that was made before.',
    'Two workers, two processes: what a check takes when two share the work. Processes share nothing, so that nothing faster can be expected.',
    'The slowest of a thousand: 25 times in each of three processes, a check finds its keys due, and other ones are fetched from a server that takes 200 ms. The checks until then are held against as many without a refresh, and against those during that of another set. Time that the system gave to other programs is left out, where it says how much that was (Linux).',
    'A route that is protected: the processor time of a whole server for each request of sixteen connections, with the check, its rules and the claim that the handler reads. The bare route checks nothing.',
    'From nothing to the first verified token: of a whole process of Node.js, so that what Node.js alone takes is to be subtracted.',
  ],
}
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
