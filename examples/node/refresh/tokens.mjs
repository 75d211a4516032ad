// Refresh tokens that are used once each: what docs/refresh-tokens.md explains.

import { randomBytes } from 'node:crypto'

import { Issuer, TokenError, Verifier } from 'tokenseal'

const DAY = 24 * 3600
/** Seconds until a refresh token that nobody uses is over. */
export const IDLE = 14 * DAY
/** Seconds until the user logs in again, whatever happens. */
export const LONGEST = 60 * DAY
/** Seconds in which a client may ask again that did not get its answer. */
export const GRACE = 10

/** The store cannot be asked now, as `ERR_JWT_REVOCATION_UNAVAILABLE` says of the list. */
export class Unavailable extends Error {}

/** The user has to log in again. Why is for the log: a client is told `invalid_grant`. */
export class Refused extends Error {}

/**
 * One login is a family of tokens with one `sid`, whose newest generation is to be used.
 *
 * `generations` is where it is kept which were issued; stores.mjs has two. Nothing is removed from
 * it before it ends: a token that is not used for the first time is told by its successor, which
 * must be there for as long as the token could be used.
 */
export class RefreshTokens {
  #issuer
  #verifier
  #options

  /** `key` is one that no API has: nobody can take a refresh token for an access token. */
  constructor({ key, access, revocations, generations, issuer, mayGoOn, grace = GRACE, clock = () => Date.now() / 1000 }) {
    const own = { issuer, audience: issuer, clock }
    this.#issuer = new Issuer({ signingKey: key, ...own })
    this.#verifier = new Verifier({ keys: key, revocations, ...own })
    this.#options = { access, revocations, generations, issuer, mayGoOn, grace, clock }
  }

  /** The tokens of a new login. */
  async start(subject) {
    const { generations, clock } = this.#options
    const family = randomBytes(16).toString('base64url')
    const over = Math.floor(clock()) + LONGEST
    await generations.add(family, 0, clock(), this.#expiry(over))
    return this.#issue(subject, family, 0, over)
  }

  /** The next tokens of a login, for its newest refresh token. */
  async rotate(text) {
    const { generations, clock, mayGoOn } = this.#options
    const claims = await this.#read(text)
    const { sub, sid, generation, session_over: over } = claims
    const successor = generation + 1
    if (!(await mayGoOn(sub))) {
      await this.#end(claims)
      throw new Refused('the user was locked out since then')
    }
    if ((await generations.issuedAt(sid, generation)) === undefined) {
      // The store has lost it, and perhaps its successor: it may be used.
      await this.#end(claims)
      throw new Refused('the refresh token is not known')
    }
    const isFirst = await generations.add(sid, successor, clock(), this.#expiry(over))
    if (!isFirst && !(await this.#isAskedAgain(sid, successor))) {
      await this.#end(claims)
      throw new Refused('the refresh token was used before')
    }
    return this.#issue(sub, sid, successor, over)
  }

  /** Logs out: this login's refresh tokens are refused from now on, and its access tokens. */
  async end(text) {
    await this.#end(await this.#read(text))
  }

  async #read(text) {
    try {
      return (await this.#verifier.verifyAsync(text)).claims
    } catch (error) {
      // If the list cannot be read, the token may be good: the client asks again later.
      if (!(error instanceof TokenError) || error.status >= 500) throw error
      throw new Refused(error.code, { cause: error })
    }
  }

  /** Whether the successor is new and unused: its owner may still lack it. */
  async #isAskedAgain(family, successor) {
    const { generations, clock, grace } = this.#options
    const since = await generations.issuedAt(family, successor)
    const isNew = grace > 0 && since !== undefined && clock() < since + grace
    return isNew && (await generations.issuedAt(family, successor + 1)) === undefined
  }

  async #end({ sid, session_over: until }) {
    await this.#options.revocations.revokeSessionAsync(this.#options.issuer, sid, { until })
  }

  #issue(sub, sid, generation, over) {
    const exp = this.#expiry(over)
    const own = { jti: `${sid}.${generation}`, generation, session_over: over, exp }
    return { access: this.#options.access.issue({ sub, sid }), refresh: this.#issuer.issue({ sub, sid, ...own }), ends: exp }
  }

  #expiry(over) {
    return Math.min(Math.floor(this.#options.clock()) + IDLE, over)
  }
}
