import type { ProtectedResource, RequestOptions } from '../index.js'

/** What an adapter needs of a protected resource: that of a test may be another one (`withToken` of `tokenseal/testing`). */
export type Resource = Pick<ProtectedResource, 'checkAsync' | 'metadata' | 'metadataPath' | 'metadataUrl'>

/** What one route asks for, besides what the rules say. A certificate is taken from the connection. */
export type RouteOptions = Pick<RequestOptions, 'scope' | 'optional'>
