// Type checks only: every kind of client may stand for a store.

import { Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { createClient as createClient4, createCluster as createCluster4 } from 'redis4'
import { Revocations } from 'tokenseal'
import type { StoreClient } from 'tokenseal'

export const lists: Revocations[] = [
  Revocations.redis(createClient({ RESP: 3 }), { namespace: 'x' }),
  Revocations.redis(createCluster({ rootNodes: [] }), { namespace: 'x' }),
  Revocations.redis(createClient4(), { namespace: 'x' }),
  Revocations.redis(createCluster4({ rootNodes: [] }), { namespace: 'x' }),
  Revocations.redis(new Redis(), { namespace: 'x' }),
  Revocations.redis(new Redis.Cluster([]), { namespace: 'x' }),
]
// @ts-expect-error what cannot be duplicated is no client
export const other: StoreClient = new Map()
