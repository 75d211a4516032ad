import type { Decision } from './access_rules.js'
import type { TokenError } from './error.js'
import type { Claims } from './forms.js'
import type { RequestOptions, ResourceOptions } from './options.js'
import type { Token } from './token.js'
import type { Verifier } from './verifier.js'

/**
 * The headers of a request, as the platform has them: names and values in turn (`rawHeaders` of
 * Node), a list of pairs, a `Headers`, or an object by name. Names may be in any case. `headers`
 * of Node's own requests drops repeated headers: pass `rawHeaders`.
 */
export type RequestHeaders =
  | readonly string[]
  | Iterable<readonly [string, string]>
  | { readonly [name: string]: string | readonly string[] | undefined }

/**
 * How to answer a request: let it pass, or refuse it with this status, these headers and this
 * body. It comes from {@link ProtectedResource.check}.
 *
 * @example
 * ```js
 * import { Key, ProtectedResource, Verifier } from 'tokenseal'
 *
 * const api = new ProtectedResource(new Verifier({ keys: Key.generate('HS256') }))
 * const answer = api.check('GET', '/orders', {})
 * answer.allowed // => false
 * answer.status // => 401
 * answer.headers[0][0] // => 'WWW-Authenticate'
 * JSON.parse(answer.body).error // => 'missing_token'
 * ```
 */
export class Answer<C extends object = Claims> {
  private constructor()

  /** Whether to let the request pass. */
  readonly allowed: boolean
  /**
   * The status to refuse it with: 400 for a malformed request, 401 if it needs a token or a
   * different one, 403 for an insufficient token, 500 and 503 for failures that are not the client's
   * fault. 200 if it passes: the service sends its own.
   */
  readonly status: number
  /**
   * The same as a gRPC status, by the table of `google.rpc.Code`: 3 for 400, 16 for 401, 7 for 403,
   * 13 for 500, 14 for 503, and 0 if it passes.
   */
  readonly grpcStatus: number
  /**
   * The headers of the answer, as pairs of name and value, each to be added to the existing ones: to
   * the service's own answer if the request passes. A new list each time.
   */
  readonly headers: Array<[string, string]>
  /** The body to refuse it with: JSON with `error`, `error_description` and `code`. Empty if the request passes. */
  readonly body: string
  /** The token, if the request passes and has a valid one. */
  readonly token: Token<C> | null
  /**
   * Why it is refused, for logs: the error from checking its token, or an {@link AccessDeniedError}.
   * Null if it passes.
   */
  readonly error: TokenError | null
  /** The decision of the rules, or of the call's scopes. Null if neither was asked. */
  readonly decision: Decision | null

  /**
   * Checks further requirements on the same request, if several parts of a service check it: its
   * token is not checked again, and no proof is used up.
   *
   * @param options - Scopes that this part requires in addition to the rules, or whether a token is
   * optional.
   * @returns The answer; the same one if this one refuses.
   * @throws `ERR_OPTION_INVALID` for an invalid option.
   *
   * @example
   * ```js
   * import { ProtectedResource } from 'tokenseal'
   * import { TestIssuer } from 'tokenseal/testing'
   *
   * const issuer = await TestIssuer.start()
   * const headers = { authorization: `Bearer ${issuer.issue({ sub: 'alice', scope: 'orders:read' })}` }
   * const answer = await new ProtectedResource(issuer.verifier()).checkAsync('GET', '/orders', headers)
   * answer.again({ scope: 'orders:read' }).token.get('sub') // => 'alice'
   * answer.again({ scope: 'orders:write' }).status // => 403
   * await issuer.close()
   * ```
   */
  again(options?: Pick<RequestOptions, 'scope' | 'optional'>): Answer<C>
}

/**
 * An API that is protected by tokens: takes a request's token, has it checked, and says how to
 * answer (RFC 6750, RFC 9449, RFC 9470, RFC 9728).
 *
 * Headers in, status and headers out, the same in every framework. A token comes in the header
 * `Authorization`, as `Bearer` or with a DPoP proof, or in a cookie if one is named. Without
 * `rules`, a valid token is enough. In TypeScript, its type parameter is the type of the claims,
 * taken from the verifier.
 *
 * @example
 * ```js
 * import { AccessRules, Issuer, Key, ProtectedResource, Verifier } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const verifier = new Verifier({ keys: key.public(), issuer: 'https://issuer.example' })
 * const rules = AccessRules.fromJson({
 *   rules: [{ name: 'read orders', methods: ['GET'], path: '/orders/{id}', require: { scope: ['orders:read'] } }],
 * })
 * const api = new ProtectedResource(verifier, { rules, resource: 'https://api.example/' })
 *
 * // For every request, here of a server of node:http:
 * const issuer = new Issuer({ signingKey: key, issuer: 'https://issuer.example', lifetime: '15m' })
 * const token = issuer.issue({ sub: 'alice', scope: 'orders:read' })
 * const request = { method: 'GET', url: '/orders/7', rawHeaders: ['Host', 'api.example', 'Authorization', `Bearer ${token}`] }
 * const answer = await api.checkAsync(request.method, request.url, request.rawHeaders)
 * answer.allowed // => true
 * answer.token.get('sub') // => 'alice'
 * answer.decision.rule // => 'read orders'
 * ```
 */
export class ProtectedResource<C extends object = Claims> {
  /**
   * Compiles the options.
   *
   * @param verifier - What checks the tokens. With `publicOrigins`, DPoP proofs are taken.
   * @param options - The rules, what the resource is called, where its tokens arrive, and how its
   * paths are read.
   * @throws `ERR_OPTION_INVALID` if an option is invalid, contradicts another or would have no
   * effect: a cookie without `csrfKey`, or whose name does not begin with `__Host-` without
   * `allowInsecureCookies`; metadata without `resource`; `ignores` without rules.
   *
   * @example
   * ```js
   * import { Key, ProtectedResource, Verifier } from 'tokenseal'
   *
   * const verifier = new Verifier({ keys: Key.generate('ES256') })
   * const api = new ProtectedResource(verifier, { resource: 'https://api.example/v1', realm: 'orders' })
   * api.metadataPath // => '/.well-known/oauth-protected-resource/v1'
   * new ProtectedResource(verifier, { cookie: 'session' }) // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(verifier: Verifier<C>, options?: ResourceOptions)

  /**
   * Checks a request. It never waits: if keys or a list must be fetched, it starts fetching them and
   * answers 503. Use {@link ProtectedResource.checkAsync} in services.
   *
   * Whatever is wrong with the request, there is an answer. Only an invalid call throws.
   *
   * @param method - The method, such as `GET`.
   * @param path - The path as it came, such as `request.url` of Node: percent-encoded; any query is
   * ignored.
   * @param headers - The headers, as they came.
   * @param options - Scopes that the route requires in addition to the rules, whether a token is
   * optional, the client's certificate, the time.
   * @returns The answer.
   * @throws `ERR_OPTION_INVALID` for an invalid option or invalid headers, or if a store must be
   * asked, since that requires waiting.
   *
   * @example
   * ```js
   * import { Issuer, Key, ProtectedResource, Verifier } from 'tokenseal'
   *
   * const key = Key.generate('HS256')
   * const api = new ProtectedResource(new Verifier({ keys: key }))
   * const token = new Issuer({ signingKey: key, lifetime: '15m' }).issue({ sub: 'alice', scope: 'read' })
   * const headers = { authorization: `Bearer ${token}` }
   * api.check('GET', '/orders', headers, { scope: 'read' }).allowed // => true
   * api.check('POST', '/orders', headers, { scope: 'write' }).status // => 403
   * api.check('GET', '/orders', {}, { optional: true }).token // => null
   * api.check('GET', '/orders', { authorization: 'Bearer x' }).error.code // => 'ERR_JWT_INVALID'
   * ```
   */
  check(method: string, path: string, headers: RequestHeaders, options?: RequestOptions): Answer<C>

  /**
   * Checks a request as {@link ProtectedResource.check} does, and waits if keys or a list must be
   * fetched first, or a store must be asked. Tokens that need decryption are checked on the thread
   * pool; signatures take microseconds, and are verified at once.
   *
   * @param method - The method, such as `GET`.
   * @param path - The path as it came.
   * @param headers - The headers, as they came.
   * @param options - As for `check`.
   * @returns A promise of the answer.
   * @throws `ERR_OPTION_INVALID` for an invalid option or invalid headers, as a rejection.
   *
   * @example
   * ```js
   * import { ProtectedResource } from 'tokenseal'
   * import { TestIssuer } from 'tokenseal/testing'
   *
   * const issuer = await TestIssuer.start()
   * const api = new ProtectedResource(issuer.verifier())
   * const headers = new Headers({ authorization: `Bearer ${issuer.issue({ sub: 'alice' })}` })
   * ;(await api.checkAsync('GET', '/', headers)).token.get('sub') // => 'alice'
   * await issuer.close()
   * ```
   */
  checkAsync(method: string, path: string, headers: RequestHeaders, options?: RequestOptions): Promise<Answer<C>>

  /**
   * The metadata of the resource, for its clients (RFC 9728, section 2): publish it to everyone at
   * {@link ProtectedResource.metadataPath}, as `application/json`.
   *
   * @returns JSON text; null without the option `resource`.
   *
   * @example
   * ```js
   * import { Key, ProtectedResource, Verifier } from 'tokenseal'
   *
   * const options = { resource: 'https://api.example/', authorizationServers: ['https://issuer.example'] }
   * const api = new ProtectedResource(new Verifier({ keys: Key.generate('ES256') }), options)
   * JSON.parse(api.metadata()).authorization_servers // => ['https://issuer.example']
   * ```
   */
  metadata(): string | null

  /** The path at which to publish the metadata (RFC 9728, section 3.1); null without the option `resource`. */
  readonly metadataPath: string | null
  /** Where clients look for the metadata, which challenges name; null without the option `resource`. */
  readonly metadataUrl: string | null

  /**
   * The value that a request must have in the header `X-CSRF-Token` if its token came in the cookie
   * and its method is not GET, HEAD or OPTIONS. Give it to the service's pages in an answer that no
   * other origin can read, or in a cookie that scripts can.
   *
   * @param token - The token, as it stands in the cookie: each token has its own value.
   * @returns The value.
   * @throws `ERR_OPTION_INVALID` without the options `cookie` and `csrfKey`.
   *
   * @example
   * ```js
   * import { Issuer, Key, ProtectedResource, Verifier } from 'tokenseal'
   *
   * const [key, csrfKey] = [Key.generate('ES256'), Key.generate('HS256')]
   * const api = new ProtectedResource(new Verifier({ keys: key.public() }), { cookie: '__Host-session', csrfKey })
   * const token = new Issuer({ signingKey: key, lifetime: '15m' }).issue({ sub: 'alice' })
   * const cookie = `__Host-session=${token}`
   * api.check('GET', '/', { cookie }).allowed // => true
   * api.check('POST', '/', { cookie }).status // => 403
   * api.check('POST', '/', { cookie, 'x-csrf-token': api.csrfToken(token) }).allowed // => true
   * ```
   */
  csrfToken(token: string): string
}
