// Answers to senders of events: pushed security events (RFC 8935), and logouts (OpenID Connect
// Back-Channel Logout 1.0).

/** What to answer, for every framework. */
export interface HttpResponse {
  /** The status, such as 202. */
  status: number
  /** The headers, as pairs of name and value. */
  headers: Array<[string, string]>
  /** The body; empty if there is none. */
  body: string
}

/**
 * The longest body of a request that reports an event. A receiver reads at most one byte more, so
 * that nobody can fill its memory.
 */
export const MAX_BODY_BYTES: number

/**
 * The answer to a pushed security event (RFC 8935, sections 2.2 to 2.4): 202, or 400 and why. A
 * failure that is not the event's fault is 500 or 503, after which it is pushed again.
 *
 * @param error - What checking or applying the event threw; null or nothing if it was applied.
 * @returns Status, headers and body.
 * @throws `ERR_OPTION_INVALID` for anything that is not an error.
 *
 * @example
 * ```js
 * import { TokenError, http } from 'tokenseal'
 *
 * http.eventAnswer().status // => 202
 * http.eventAnswer(new TokenError('late', { code: 'ERR_JWT_EXPIRED' })).status // => 400
 * ```
 */
export function eventAnswer(error?: Error | null): HttpResponse

/**
 * The answer to a back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.8): 200,
 * or 400 if the logout token is invalid.
 *
 * @param error - What taking, checking or applying the token threw; null or nothing if it was applied.
 * @returns Status, headers and body.
 * @throws `ERR_OPTION_INVALID` for anything that is not an error.
 *
 * @example
 * ```js
 * import { http } from 'tokenseal'
 *
 * http.logoutAnswer().status // => 200
 * http.logoutAnswer().headers // => [['Cache-Control', 'no-store']]
 * ```
 */
export function logoutAnswer(error?: Error | null): HttpResponse

/**
 * The logout token in the body of a back-channel logout, which is a form (section 2.5).
 *
 * @param body - The body, as text.
 * @returns The logout token, not yet checked.
 * @throws `ERR_REQUEST_INVALID` if the body is not a form, or has no such token, or several.
 *
 * @example
 * ```js
 * import { http } from 'tokenseal'
 *
 * http.logoutToken('logout_token=a.b.c') // => 'a.b.c'
 * ```
 */
export function logoutToken(body: string): string
