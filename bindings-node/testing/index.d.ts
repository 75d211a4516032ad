/**
 * For tests of services that check tokens: an issuer with its own keys and server, and a clock.
 *
 * ```js
 * import { TestIssuer, testClock } from 'tokenseal/testing'
 *
 * const clock = testClock()
 * const issuer = await TestIssuer.start({ clock })
 * const verifier = issuer.verifier({ keys: issuer.remoteKeySet({ clock }), clock })
 * const token = issuer.issue({ sub: 'alice' })
 * ;(await verifier.verifyAsync(token)).get('sub') // => 'alice'
 * clock.advance(3600)
 * await issuer.close()
 * ```
 *
 * @packageDocumentation
 */

import type { IncomingHttpHeaders } from 'node:http'
import type {
  Clock,
  IssueOptions,
  IssuerOptions,
  Jwk,
  Key,
  ProtectedResource,
  RemoteKeySet,
  RemoteKeySetOptions,
  SignatureAlgorithmName,
  Time,
  Verifier,
  VerifierOptions,
} from '../index.js'

/** Options of a test issuer, and of every token that it issues. */
export interface TestIssuerOptions extends Omit<IssuerOptions, 'issuer' | 'signingKey'> {
  /** The algorithm of its keys; `ES256` if not given. */
  alg?: SignatureAlgorithmName
}

/** A request that a test issuer received. */
export interface TestRequest {
  /** The method. */
  method: string
  /** The path. */
  path: string
  /** The headers. */
  headers: IncomingHttpHeaders
}

/**
 * An issuer: its keys, its tokens, and a server on a free port of the loopback, which publishes its metadata and keys.
 *
 * @example
 * ```js
 * import { TestIssuer } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start({ audience: 'https://api.example' })
 * const verifier = issuer.verifier({ audience: 'https://api.example' })
 * await verifier.ready()
 * verifier.verify(issuer.issue({ sub: 'alice' })).claims.sub // => 'alice'
 * issuer.requests.map(({ path }) => path) // => ['/.well-known/openid-configuration', '/jwks.json']
 * await issuer.close()
 * ```
 */
export class TestIssuer {
  private constructor()

  /**
   * Makes a key, and starts serving.
   *
   * @param options - What its tokens are like.
   * @returns A promise of the issuer.
   * @throws `ERR_OPTION_INVALID` for an invalid option, as a rejection.
   */
  static start(options?: TestIssuerOptions): Promise<TestIssuer>

  /** The issuer, as it stands in its tokens. */
  readonly url: string
  /** Where its keys are. */
  readonly jwksUrl: string
  /** Where its metadata is. */
  readonly metadataUrl: string
  /** The key that signs. */
  readonly key: Key
  /** What it publishes. */
  readonly jwks: { keys: Jwk[] }
  /** The requests that it has received so far. */
  readonly requests: TestRequest[]
  /** The `Cache-Control` of its answers, such as `max-age=60`; undefined: none. */
  cacheControl: string | undefined
  /** Whether it answers every request with 503. */
  isDown: boolean

  /**
   * Issues a token.
   *
   * @param claims - The claims.
   * @param options - Options of this token.
   * @returns The token.
   * @throws `ERR_JWT_INVALID`, `ERR_OPTION_INVALID`.
   */
  issue(claims: object, options?: IssueOptions): string

  /**
   * Makes another key, which signs from now on. Earlier keys stay published.
   *
   * @returns The key.
   */
  rotate(): Key

  /**
   * Stops publishing a key.
   *
   * @param keyId - The key's id.
   */
  remove(keyId: string): void

  /**
   * Its keys as they are published.
   *
   * @param options - Options of the set.
   * @returns A set that fetches them.
   * @throws `ERR_OPTION_INVALID` for an invalid option.
   */
  remoteKeySet(options?: RemoteKeySetOptions): RemoteKeySet

  /**
   * A verifier of its tokens.
   *
   * @param options - Options of the verifier; `keys` are those of `remoteKeySet` if not given.
   * @returns The verifier.
   * @throws `ERR_OPTION_INVALID` for an invalid option.
   */
  verifier(options?: VerifierOptions): Verifier

  /**
   * Stops serving.
   *
   * @returns A promise that resolves once it has.
   */
  close(): Promise<void>
}

/** A clock that stands still until it is advanced. Options named `clock` take it. */
export interface TestClock extends Clock {
  /** The time, in seconds since the epoch. */
  (): number
  /** Lets time pass, in seconds. */
  advance(seconds: number): number
  /** Sets the time. */
  set(time: Time): number
}

/**
 * Makes a clock for tests.
 *
 * @param start - The time it begins with; the system's if not given.
 * @returns The clock.
 */
export function testClock(start?: number): TestClock

/** What adapters call on a resource, as do callers without an adapter. */
export type WithToken = Pick<ProtectedResource, 'check' | 'checkAsync' | 'csrfToken' | 'metadata' | 'metadataPath' | 'metadataUrl'>

/**
 * A resource for testing routes: it sees the same token with every request, whatever headers the
 * request has, so that the test need not send any. Pass it to an adapter in place of the service's
 * own. Rules, scopes and the verifier apply as always.
 *
 * @param resource - The resource that checks. Its verifier is one of the {@link TestIssuer}.
 * @param token - The token; a function that returns one for each request; or null: requests come
 * without one.
 * @returns The resource, for adapters.
 *
 * @example
 * ```js
 * import { ProtectedResource } from 'tokenseal'
 * import { protect } from 'tokenseal/next'
 * import { TestIssuer, withToken } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start()
 * const resource = new ProtectedResource(issuer.verifier())
 * const GET = protect(withToken(resource, issuer.issue({ sub: 'alice' })))((request, { token }) => new Response(token.get('sub')))
 * await (await GET(new Request('https://api.example/orders'))).text() // => 'alice'
 * await issuer.close()
 * ```
 */
export function withToken(resource: ProtectedResource, token: string | (() => string) | null): WithToken
