// Answers to those who tell events: pushed security events (RFC 8935), and logouts (OpenID Connect Back-Channel Logout 1.0).

/** What to answer, for every framework. */
export interface HttpResponse {
  /** The status, such as 202. */
  status: number
  /** The headers, as pairs of name and value. */
  headers: Array<[string, string]>
  /** The body; empty where there is none. */
  body: string
}

/** The longest body of a request that tells an event. A receiver reads one byte more at most, so that nobody fills its memory. */
export const MAX_BODY_BYTES: number

/**
 * The answer to a security event that was pushed (RFC 8935, sections 2.2 to 2.4): 202, or 400 and why. What is not the event's fault is 500 or
 * 503, after which it is pushed again.
 *
 * @param error - What checking or applying the event threw; null or nothing if it was applied.
 * @returns Status, headers and body.
 * @throws `ERR_OPTION_INVALID` for what is no error.
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
 * The answer to a back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.8): 200, or 400 where the logout token is no good.
 *
 * @param error - What taking, checking or applying the token threw; null or nothing if it was applied.
 * @returns Status, headers and body.
 * @throws `ERR_OPTION_INVALID` for what is no error.
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
 * @returns The logout token, which nobody has checked yet.
 * @throws `ERR_REQUEST_INVALID` if the body is no form, or has no such token, or several.
 *
 * @example
 * ```js
 * import { http } from 'tokenseal'
 *
 * http.logoutToken('logout_token=a.b.c') // => 'a.b.c'
 * ```
 */
export function logoutToken(body: string): string
