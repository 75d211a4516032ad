'use strict'

// Connections of our own, with the settings of a client of the caller's: of node-redis (`redis`) or of `ioredis`, one server or a cluster. What a client does
// by itself is turned off: queues, retries, prefixes, and whatever changes replies.

const { described, optionInvalid } = require('../failure.cjs')
const { OPTIONS, reading } = require('../json.cjs')

const noop = () => undefined
const isFunction = (value) => typeof value === 'function'

/**
 * What opens connections: a function of the seconds that there are, and for a cluster, of the node's address. They know: `ready`, a promise; `ask`, which sends
 * one command; `isAlive`; `end`.
 */
function opener(client) {
  const found = reading(OPTIONS, () => kindOf(client))
  if (found === undefined) {
    throw optionInvalid(`client must be a client of redis or ioredis, or a cluster of theirs, and this is ${described(client)}`)
  }
  const [open, isCluster] = found
  if (isCluster) return (timeout, place) => openNode(open, client, timeout, place)
  try {
    // Nothing is connected yet: it only shows that it can be.
    duplicates.get(open)(client, 1)
  } catch (error) {
    throw optionInvalid('client has settings of which no second client can be made', error)
  }
  return (timeout) => open(client, timeout)
}

/** How a client is spoken to, and whether it is a cluster; undefined for anything else. By what it has: it may be of any version. */
function kindOf(client) {
  if (typeof client !== 'object' || client === null || !isFunction(client.duplicate)) return undefined
  if (isFunction(client.call) && typeof client.status === 'string') return [openIoredis, client.isCluster === true]
  if (!isFunction(client.sendCommand)) return undefined
  if (isFunction(client.nodeClient)) return [openNodeRedis, true]
  return isFunction(client.unref) && typeof client.isReady === 'boolean' ? [openNodeRedis, false] : undefined
}

/** A second client of node-redis. What a version does not know, it ignores. */
function duplicateNodeRedis(client, timeout, address) {
  return client.duplicate({
    RESP: 2,
    clientSideCache: undefined,
    commandOptions: {},
    commandsQueueMaxLength: undefined,
    disableOfflineQueue: true,
    emitInvalidate: undefined,
    keyPrefix: undefined,
    legacyMode: false,
    maintNotifications: 'disabled',
    pingInterval: undefined,
    readonly: false,
    socket: {
      ...client.options?.socket,
      ...address,
      connectTimeout: timeout * 1000,
      reconnectStrategy: false,
      socketTimeout: undefined,
    },
  })
}

function openNodeRedis(client, timeout, address) {
  const own = duplicateNodeRedis(client, timeout, address)
  own.on('error', noop)
  own.unref()
  // Version 4 has only `disconnect`. Both throw or reject if it is already closed.
  const end = async () => (isFunction(own.destroy) ? own.destroy() : own.disconnect())
  const close = () => void end().catch(noop)
  let isEnded = false
  const ready = own.connect()
  // One that was given up while it was being made would come to life later.
  ready.then(() => isEnded && close(), noop)
  return {
    ready,
    ask: (words) => own.sendCommand(words),
    isAlive: () => own.isReady,
    end() {
      isEnded = true
      close()
    },
  }
}

/** A second client of ioredis. */
function duplicateIoredis(client, timeout, address) {
  return client.duplicate({
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    blockingTimeout: undefined,
    commandTimeout: undefined,
    connectTimeout: timeout * 1000,
    disconnectTimeout: 0,
    enableAutoPipelining: false,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    failoverDetector: false,
    keyPrefix: '',
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    monitor: false,
    protocol: 2,
    readOnly: false,
    reconnectOnError: null,
    retryStrategy: null,
    role: 'master',
    sentinelRetryStrategy: null,
    socketTimeout: undefined,
    stringNumbers: false,
    ...address,
  })
}

function openIoredis(client, timeout, address) {
  const own = duplicateIoredis(client, timeout, address)
  let cause
  own.on('error', (error) => (cause = error))
  own.on('connect', () => own.stream?.unref?.())
  const ready = own.connect()
  ready.catch(noop)
  return {
    ready,
    ask: (words) => own.call(...words),
    isAlive: () => own.status === 'ready',
    /** It rejects with "closed" whatever the reason was, which it only tells those who listen. */
    cause: () => cause,
    end() {
      own.disconnect()
      // It would say good-bye first, and wait for the answer of a server that may have none.
      own.stream?.destroy?.()
    },
  }
}

const duplicates = new Map([
  [openNodeRedis, duplicateNodeRedis],
  [openIoredis, duplicateIoredis],
])

/** A connection to one node of a cluster: to the one at an address, or to any that the caller's client knows. */
function openNode(open, cluster, timeout, place) {
  const nodes = open === openIoredis ? cluster.nodes() : [...cluster.masters.map(({ client }) => client)].filter((one) => isFunction(one?.duplicate))
  if (nodes.length === 0) throw new Error('the cluster was not connected')
  const node = nodes[Math.floor(Math.random() * nodes.length)]
  const address = place === undefined ? undefined : addressOf(cluster, place)
  return { ...open(node, timeout, address), movedTo }
}

/** Where the node at an address is reached, which the caller may have said. */
function addressOf(cluster, place) {
  const { natMap } = cluster.options ?? {}
  const told = isFunction(natMap) ? natMap(place) : (natMap?.[place] ?? cluster.nodeByAddress?.get?.(place))
  if (told !== undefined && told !== null) return { host: told.host, port: told.port }
  const end = place.lastIndexOf(':')
  return { host: place.slice(0, end), port: Number(place.slice(end + 1)) }
}

/** The address of the node that has what another was asked for. */
const movedTo = ({ reason }) => /^MOVED \d+ (\S+:\d+)$/.exec(reason?.message)?.[1]

module.exports = { opener }
