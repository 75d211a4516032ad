// What the programs beside this one have in common: log in, refresh, log out.
//
// A browser sends its `Origin` with every POST. It gets the refresh token in a cookie that no
// script can read, and requests from other sites are refused. Other clients get the token in the
// body, and send it there.

import { scrypt, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { createClient } from 'redis'
import { Issuer, Key, ProtectedResource, Revocations, Verifier } from 'tokenseal'

import { FolderGenerations, RedisGenerations } from './stores.mjs'
import { GRACE, LONGEST, Refused, RefreshTokens, Unavailable } from './tokens.mjs'

const ISSUER = 'https://login.example'
const AUDIENCE = 'https://orders.example'
const LIFETIME = 300
const COOKIE = '__Host-refresh'
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict'

// init.mjs creates all of this.
const { FOLDER, ORIGIN, REDIS, GRACE: grace = GRACE } = process.env
const keyOf = (name) => Key.fromJwk(JSON.parse(readFileSync(join(FOLDER, `${name}.jwk`), 'utf8')))
const accessKey = keyOf('access')
const { revocations, generations } = REDIS ? await inRedis() : inFolder()

async function inRedis() {
  // No queue: a call without a connection fails at once instead of waiting.
  const client = createClient({ url: REDIS, disableOfflineQueue: true, commandOptions: { timeout: 2000 } })
  client.on('error', (error) => console.error(`redis: ${error.message}`))
  await client.connect()
  const revocations = Revocations.redis(client, { namespace: 'revoked' })
  return { revocations, generations: new RedisGenerations(client, 'refresh') }
}

function inFolder() {
  const revocations = Revocations.file(join(FOLDER, 'revoked.log'))
  return { revocations, generations: new FolderGenerations(join(FOLDER, 'generations')) }
}

/** Yours are in a database. This file is read anew each time. */
const users = async () => new Map(Object.entries(JSON.parse(await readFile(join(FOLDER, 'users.json'), 'utf8'))))

const tokens = new RefreshTokens({
  key: keyOf('refresh'),
  access: new Issuer({ signingKey: accessKey, issuer: ISSUER, audience: AUDIENCE, lifetime: LIFETIME }),
  revocations,
  generations,
  issuer: ISSUER,
  mayGoOn: async (subject) => (await users()).has(subject),
  grace: Number(grace),
})

// What an API needs: the public key, and the same list.
const verifier = new Verifier({ keys: accessKey.public(), issuer: ISSUER, audience: AUDIENCE, revocations })
await verifier.ready()
export const resource = new ProtectedResource(verifier)

/** Answers `{ status, headers, body }`, in any framework. `headers` are those of the request. */
export async function logIn(headers, body) {
  if (isForeign(headers)) return denied()
  const name = textOf(body, 'user')
  const known = (await users()).get(name) ?? { salt: '', scrypt: '00'.repeat(32) }
  const salt = Buffer.from(known.salt, 'hex')
  const found = await promisify(scrypt)(textOf(body, 'password'), salt, 32, { N: 16384, r: 8, p: 1 })
  if (!timingSafeEqual(found, Buffer.from(known.scrypt, 'hex'))) return invalid(headers)
  try {
    return given(await tokens.start(name), headers)
  } catch (error) {
    return unavailable(error)
  }
}

export async function refresh(headers, body) {
  if (isForeign(headers)) return denied()
  try {
    return given(await tokens.rotate(brought(headers, body)), headers)
  } catch (error) {
    if (!(error instanceof Refused)) return unavailable(error)
    console.warn(`refresh: ${error.message}`)
    return invalid(headers)
  }
}

export async function logOut(headers, body) {
  if (isForeign(headers)) return denied()
  try {
    await tokens.end(brought(headers, body))
  } catch (error) {
    // A token that is refused needs no logout.
    if (!(error instanceof Refused)) return unavailable(error)
  }
  return { status: 200, headers: withoutCookie(headers), body: {} }
}

const isForeign = ({ origin }) => origin !== undefined && origin !== ORIGIN
const denied = () => ({ status: 403, headers: {}, body: { error: 'access_denied' } })
const invalid = (headers) => ({ status: 400, headers: withoutCookie(headers), body: { error: 'invalid_grant' } })
const withoutCookie = ({ origin }) => (origin ? { 'set-cookie': `${COOKIE}=; Max-Age=0; ${ATTRIBUTES}` } : {})
const textOf = (body, name) => (typeof body?.[name] === 'string' ? body[name] : '')

function unavailable(error) {
  if (!(error instanceof Unavailable) && error.code !== 'ERR_JWT_REVOCATION_UNAVAILABLE') throw error
  return { status: 503, headers: {}, body: { error: 'temporarily_unavailable' } }
}

/** The refresh token. A cookie counts only if the browser says which page sent it. */
function brought({ origin, cookie = '' }, body) {
  if (!origin) return textOf(body, 'refresh_token')
  const own = cookie.split(/; */).filter((pair) => pair.startsWith(`${COOKIE}=`))
  return own.length === 1 ? own[0].slice(COOKIE.length + 1) : ''
}

function given({ access, refresh }, { origin }) {
  const body = { access_token: access, token_type: 'Bearer', expires_in: LIFETIME }
  const headers = { 'cache-control': 'no-store' }
  if (origin) headers['set-cookie'] = `${COOKIE}=${refresh}; Max-Age=${LONGEST}; ${ATTRIBUTES}`
  else body.refresh_token = refresh
  return { status: 200, headers, body }
}
