// Refresh tokens that may be used once each, as docs/refresh-tokens.md explains.

import { randomBytes } from 'node:crypto'

import { Issuer, TokenError, Verifier } from 'tokenseal'

const DAY = 24 * 3600
/** Seconds until an unused refresh token expires. */
export const IDLE = 14 * DAY
/** Seconds until the user must log in again, whatever happens. */
export const LONGEST = 60 * DAY
/** Seconds in which a client that did not get its response may ask again. */
export const GRACE = 10

/** The store is unavailable, as `ERR_JWT_REVOCATION_UNAVAILABLE` says of the list. */
export class Unavailable extends Error {}

/** The user must log in again. The reason is for the log: a client only gets `invalid_grant`. */
export class Refused extends Error {}

/**
 * A login is a family of tokens with one `sid`: only the newest generation may be used.
 *
 * `generations` records which were issued; stores.mjs has two implementations. Nothing is removed
 * from it before it expires: a token that is used again is recognized by its successor, which must
 * be there for as long as the token could be used.
 */
export class RefreshTokens {
  #issuer
  #verifier
  #options

  /** `key` is one that no API has, so that none can take a refresh token for an access token. */
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
      // The store has lost it, and perhaps its successor too: it may have been used before.
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

  /** Logs out: this login's refresh and access tokens are refused from now on. */
  async end(text) {
    await this.#end(await this.#read(text))
  }

  async #read(text) {
    try {
      return (await this.#verifier.verifyAsync(text)).claims
    } catch (error) {
      // If the list cannot be read, the token may still be good: the client asks again later.
      if (!(error instanceof TokenError) || error.status >= 500) throw error
      throw new Refused(error.code, { cause: error })
    }
  }

  /** Whether the successor is new and unused: the client may not have received it yet. */
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
