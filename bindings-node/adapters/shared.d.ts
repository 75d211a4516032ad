import type { EventOptions, ProtectedResource, RequestOptions, Revocations, Verifier } from '../index.js'

/**
 * What an adapter needs from a protected resource: tests may substitute another (`withToken` of
 * `tokenseal/testing`).
 */
export type Resource = Pick<ProtectedResource, 'checkAsync' | 'metadata' | 'metadataPath' | 'metadataUrl'>

/** What one route requires in addition to the rules. A certificate is taken from the connection. */
export type RouteOptions = Pick<RequestOptions, 'scope' | 'optional'>

/** What checks tokens that report events, and the list that they are applied to. */
export interface Receiver {
  /**
   * What checks them: a verifier with the profile `logout-token` or `security-event` and the
   * provider's issuer, but without the list.
   */
  verifier: Pick<Verifier<any>, 'verifyAsync'>
  /** The list that they are applied to. */
  revocations: Pick<Revocations, 'applyEventsAsync'>
}

/** Makes the handler of a route that receives events, from what checks them, the list, and how they are applied. */
export type MakesRoute<H> = (verifier: Receiver['verifier'], revocations: Receiver['revocations'], options?: EventOptions) => H
