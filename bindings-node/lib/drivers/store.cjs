'use strict'

// The commands of a list of revocations, over connections of our own to the caller's Redis or Valkey. It decides nothing: the core says what to send, and
// makes of the replies what it likes.

const { reasonOf } = require('./reason.cjs')
const { opener } = require('./redis.cjs')

const NOTHING = new Uint8Array()
/** A node of a cluster that is asked for what another has says where that is. Nodes that disagree must not send us around for ever. */
const MOST_MOVES = 3
/** What a server says to those that it does not let in. */
const NOT_LET_IN = /^(NOAUTH|NOPERM|WRONGPASS)\b/

/** What sends commands with the settings of a client of the caller's. */
const storeClient = (client) => new StoreClient(opener(client))

class StoreClient {
  #open
  /** Those that nothing was sent on without its reply. */
  #idle = []
  #isClosed = false

  constructor(open) {
    this.#open = open
  }

  /** Sends commands, and gives the answer to tell. It never rejects. */
  async send({ id, commands, timeout }) {
    let timer
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeout * 1000, { failed: 'timeout' })
      // Waiters have their own timers. An idle process is not kept alive.
      timer.unref?.()
    })
    const flight = { used: [], isOver: false }
    const came = await Promise.race([this.#exchange(commands, timeout, flight), late])
    clearTimeout(timer)
    flight.isOver = true
    // One whose replies are under way must not be used again: they would be taken for others.
    const last = came.failed === undefined && !this.#isClosed ? flight.used.pop() : undefined
    if (last !== undefined) this.#idle.push(last)
    for (const connection of flight.used) connection.end()
    return { answer: { id, ...came }, body: NOTHING }
  }

  /** All of it on one connection, or where a node of a cluster sends us elsewhere, on one to that node. */
  async #exchange(commands, timeout, flight) {
    let connection
    try {
      for (let place, moves = 0; ; moves++) {
        connection = (place === undefined ? this.#alive() : undefined) ?? this.#open(timeout, place)
        flight.used.push(connection)
        await connection.ready
        // They are sent in their order, and the server does them in that order.
        const came = await Promise.allSettled(commands.map((words) => connection.ask(words)))
        const lost = came.find(({ status }) => status === 'rejected' && !connection.isAlive())
        if (lost !== undefined) throw lost.reason
        place = connection.movedTo?.(came[0])
        if (place === undefined || moves === MOST_MOVES || flight.isOver) return { replies: came.map(valueOf) }
      }
    } catch (error) {
      const cause = connection?.cause?.() ?? error
      return { failed: NOT_LET_IN.test(cause?.message) ? 'store' : reasonOf(cause) }
    }
  }

  /** A connection that was kept; undefined if there is none. */
  #alive() {
    for (let kept = this.#idle.pop(); kept !== undefined; kept = this.#idle.pop()) {
      if (kept.isAlive()) return kept
      kept.end()
    }
    return undefined
  }

  close() {
    this.#isClosed = true
    for (const connection of this.#idle.splice(0)) connection.end()
  }
}

/** What a server said: on a connection that is good still, an error is its own. */
const valueOf = ({ status, value, reason }) => (status === 'fulfilled' ? plain(value) : { error: String(reason?.message) })

/** A reply in the terms of RESP2, whatever the client makes of texts. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain)
  if (value === undefined) return null
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
}

module.exports = { storeClient }
