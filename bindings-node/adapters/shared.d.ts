import type { EventOptions, ProtectedResource, RequestOptions, Revocations, Verifier } from '../index.js'

/** What an adapter needs of a protected resource: that of a test may be another one (`withToken` of `tokenseal/testing`). */
export type Resource = Pick<ProtectedResource, 'checkAsync' | 'metadata' | 'metadataPath' | 'metadataUrl'>

/** What one route asks for, besides what the rules say. A certificate is taken from the connection. */
export type RouteOptions = Pick<RequestOptions, 'scope' | 'optional'>

/** What checks the tokens that tell events, and the list that they are applied to. */
export interface Receiver {
  /** What checks them: a verifier of the profile `logout-token` or `security-event`, with the provider's issuer, and without the list. */
  verifier: Pick<Verifier<any>, 'verifyAsync'>
  /** The list that they are applied to. */
  revocations: Pick<Revocations, 'applyEventsAsync'>
}

/** Makes the handler of a route that is told of events: of what checks them, the list, and how they are applied. */
export type MakesRoute<H> = (verifier: Receiver['verifier'], revocations: Receiver['revocations'], options?: EventOptions) => H
