import type { TokenError } from './error.js'
import type { AccessOptions } from './options.js'
import type { Token } from './token.js'

/** What came with a request: a checked token, the error from checking it, or no token. */
export type Brought = Token<object> | TokenError | Error | null | undefined

/** Why a request is allowed or not. */
export type DecisionReason =
  | 'allowed'
  | 'public'
  | 'preflight'
  | 'no_token'
  | 'bad_token'
  | 'denied'
  | 'no_rule'
  | 'insufficient'
  | 'bad_path'
  | 'unavailable'
  | 'misconfigured'

/** What a token lacks under the rule that it came closest to satisfying. */
export interface Needed {
  /** Scopes that it lacks; it needs all of them. */
  scope: string[]
  /** Scopes; it needs one of them. */
  anyScope: string[]
  /** Paths of claims that are absent or not as the rule requires: each a list of names. */
  claims: string[][]
  /** Authentication contexts; it needs one of them. */
  acr: string[]
  /** How long ago the user may have authenticated, in seconds; null if it may be any time. */
  maxAuthAge: number | null
  /** Issuers; one of them must have issued it. */
  issuer: string[]
  /** Whether it must be bound to a key or certificate whose possession is proven. */
  proof: boolean
}

/** What one rule says about a request. */
export interface RuleExplanation {
  /** The name of the rule. */
  rule: string
  /** What it does when it applies. */
  effect: 'allow' | 'deny' | 'public'
  /** Whether it covers both the method and the path, so that it was asked. */
  fits: boolean
  /** Whether it covers the method. */
  fitsMethod: boolean
  /** Whether it covers the path. A rule that does not would cover it if case and a trailing slash were ignored. */
  fitsPath: boolean
  /** Whether its conditions hold. */
  matches: boolean
  /** What an allow rule requires that the token lacks. */
  missing: Needed | null
}

/** A rule that cannot do what it appears to do. */
export interface RuleFinding {
  /**
   * What is wrong: no token satisfies it, another rule denies everything that it allows, or another
   * rule makes it redundant.
   */
  fault: 'contradictory' | 'blocked' | 'redundant'
  /** The name of the rule. */
  rule: string
  /** The name of the rule that makes it so. */
  by: string | null
}

/**
 * What access rules have decided about a request. It comes from {@link AccessRules.check}.
 *
 * @example
 * ```js
 * import { AccessRules } from 'tokenseal'
 *
 * const rules = AccessRules.fromJson({ rules: [{ name: 'health', methods: ['GET'], path: '/health', public: true }] })
 * const decision = rules.check(null, 'GET', '/health')
 * decision.allowed // => true
 * decision.rule // => 'health'
 * ```
 */
export class Decision {
  private constructor()

  /** Whether to let the request pass. */
  readonly allowed: boolean
  /** Whether it passes only because the rules just report: they would not allow it. */
  readonly onlyReported: boolean
  /** The HTTP status to answer with: 200 if it is allowed, otherwise 401, 403, 500 or 503. */
  readonly status: number
  /** Why it is allowed, or is not. */
  readonly reason: DecisionReason
  /** The name of the rule that decided, or of the one that the token came closest to satisfying. */
  readonly rule: string | null
  /** What would have sufficed; null if nothing is lacking, or if no token would suffice. A new object each time. */
  readonly needed: Needed | null
  /** What to answer with in `WWW-Authenticate`, each in its own header (RFC 6750, section 3; RFC 9470, section 3). */
  readonly challenges: string[]

  /**
   * All of it as one object, for logs; `JSON.stringify` calls it.
   *
   * @returns The members by their names.
   *
   * @example
   * ```js
   * import { AccessRules } from 'tokenseal'
   *
   * const rules = AccessRules.fromJson('{"rules":[{"name":"orders","methods":["GET"],"path":"/orders","require":{"scope":["read"]}}]}')
   * rules.check(null, 'GET', '/orders').toJSON().challenges // => ['Bearer scope="read"']
   * ```
   */
  toJSON(): Pick<Decision, 'allowed' | 'onlyReported' | 'status' | 'reason' | 'rule' | 'needed' | 'challenges'>
}

/**
 * Rules that say who may do what: methods, paths and what a token must say, in one JSON file that
 * works the same in every language.
 *
 * Whatever no rule allows is denied, and a deny rule overrides all allow rules. Rules are asked
 * after a {@link Verifier} has checked the token.
 *
 * @example
 * ```js
 * import { AccessRules, Issuer, Key, Verifier } from 'tokenseal'
 *
 * const rules = AccessRules.fromJson({
 *   rules: [
 *     { name: 'read orders', methods: ['GET'], path: '/orders/{id}', require: { scope: ['orders:read'] } },
 *     { name: 'own profile', methods: ['GET', 'PUT'], path: '/users/{user}', require: { claims: [{ path: ['sub'], equals_parameter: 'user' }] } },
 *   ],
 * })
 * const key = Key.generate('HS256')
 * const text = new Issuer({ signingKey: key, lifetime: '15m' }).issue({ sub: 'alice', scope: 'orders:read' })
 * const token = new Verifier({ keys: key }).verify(text)
 * rules.check(token, 'GET', '/orders/7').allowed // => true
 * rules.check(token, 'PUT', '/users/alice').rule // => 'own profile'
 * rules.check(token, 'PUT', '/users/bob').status // => 403
 * rules.check(null, 'GET', '/orders/7').challenges // => ['Bearer scope="orders:read"']
 * ```
 */
export class AccessRules {
  private constructor()

  /**
   * Compiles rules.
   *
   * @param rules - The rules: as JSON text (a string or bytes), or as the object.
   * @returns The rules.
   * @throws `ERR_OPTION_INVALID` if the rules do not match {@link AccessRules.schema}, or a rule
   * contradicts itself; the message names it.
   *
   * @example
   * ```js
   * import { AccessRules } from 'tokenseal'
   *
   * AccessRules.fromJson('{"rules":[{"name":"all","methods":["GET"],"path":"/{*rest}","public":true}]}').reportOnly // => false
   * AccessRules.fromJson({ rules: [{ name: 'no path', methods: ['GET'] }] }) // throws ERR_OPTION_INVALID
   * ```
   */
  static fromJson(rules: string | Uint8Array | object): AccessRules

  /**
   * The JSON Schema of the rules: for editors, and for checks where rules are kept.
   *
   * @returns The schema, a new object each time.
   *
   * @example
   * ```js
   * import { AccessRules } from 'tokenseal'
   *
   * AccessRules.schema().type // => 'object'
   * ```
   */
  static schema(): Record<string, unknown>

  /** Whether they only report: what they would not allow passes, except an invalid token. */
  readonly reportOnly: boolean

  /**
   * Decides about a request. It costs about a microsecond.
   *
   * @param token - The checked token that came with it; the error that its check threw; or null if
   * none came. An error that is not the token's fault is answered with 503 or 500.
   * @param method - The method, such as `GET`.
   * @param path - The path as it stands in the request line, percent-encoded; any query is ignored.
   * @param options - Another form of the path, what the router ignores, and the time against which
   * `max_auth_age` is judged.
   * @returns The decision.
   * @throws `ERR_OPTION_INVALID` for an invalid option, or for anything that is not a token.
   *
   * @example
   * ```js
   * import { AccessRules, TokenError } from 'tokenseal'
   *
   * const rules = AccessRules.fromJson({ rules: [{ name: 'files', methods: ['GET'], path: '/files/{*rest}', public: true }] })
   * rules.check(null, 'HEAD', '/files/a/b').allowed // => true
   * rules.check(null, 'GET', '/files/../secret').reason // => 'bad_path'
   * rules.check(null, 'POST', '/files/a').reason // => 'no_rule'
   * rules.check(new TokenError('expired', { code: 'ERR_JWT_EXPIRED' }), 'GET', '/files/a').status // => 401
   * rules.check(null, 'GET', '/files/a', { form: 'cooked' }) // throws ERR_OPTION_INVALID
   * ```
   */
  check(token: Brought, method: string, path: string, options?: AccessOptions): Decision

  /**
   * Decides as {@link AccessRules.check} does, and throws if the request is not allowed.
   *
   * @param token - The checked token that came with it; the error that its check threw; or null if
   * none came.
   * @param method - The method.
   * @param path - The path, as for `check`.
   * @param options - As for `check`.
   * @returns The decision, which allows the request.
   * @throws `ERR_JWT_ACCESS_DENIED`, an {@link AccessDeniedError}: its `decision` says why, its `status` is the decision's;
   * `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { AccessDeniedError, AccessRules } from 'tokenseal'
   *
   * const rules = AccessRules.fromJson({ rules: [{ name: 'orders', methods: ['GET'], path: '/orders', require: { scope: ['read'] } }] })
   * try {
   *   rules.require(null, 'GET', '/orders')
   * } catch (error) {
   *   error instanceof AccessDeniedError // => true
   *   error.status // => 401
   *   error.decision.needed.scope // => ['read']
   * }
   * ```
   */
  require(token: Brought, method: string, path: string, options?: AccessOptions): Decision

  /**
   * What each rule says about a request, to explain a decision: the rules that cover its path, and
   * those that would if case and a trailing slash were ignored.
   *
   * @param token - As for `check`.
   * @param method - As for `check`.
   * @param path - As for `check`.
   * @param options - As for `check`.
   * @returns One object for each of these rules, in order; none if programs disagree about how to
   * read the path.
   * @throws `ERR_OPTION_INVALID` for an invalid option, or for anything that is not a token.
   *
   * @example
   * ```js
   * import { AccessRules } from 'tokenseal'
   *
   * const rules = AccessRules.fromJson({ rules: [{ name: 'orders', methods: ['GET'], path: '/orders', require: { scope: ['read'] } }] })
   * const [orders] = rules.explain(null, 'POST', '/orders/')
   * orders.fitsMethod // => false
   * orders.missing.scope // => ['read']
   * ```
   */
  explain(token: Brought, method: string, path: string, options?: AccessOptions): RuleExplanation[]

  /**
   * Finds rules that cannot do what they appear to do.
   *
   * @returns What was found; empty if the rules are sound.
   *
   * @example
   * ```js
   * import { AccessRules } from 'tokenseal'
   *
   * const all = { methods: ['GET'], path: '/{*rest}', public: true }
   * const rules = AccessRules.fromJson({ rules: [{ ...all, name: 'a' }, { ...all, name: 'b' }] })
   * rules.lint()[0].fault // => 'redundant'
   * ```
   */
  lint(): RuleFinding[]

  /**
   * The same rules as Cedar policies.
   *
   * @returns The policies, as text.
   *
   * @example
   * ```js
   * import { AccessRules } from 'tokenseal'
   *
   * const rules = AccessRules.fromJson({ rules: [{ name: 'health', methods: ['GET'], path: '/health', public: true }] })
   * rules.toCedar().includes('permit') // => true
   * ```
   */
  toCedar(): string
}
