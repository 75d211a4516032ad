'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { spelt, takeOnEvent } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom } = require('./failure.cjs')
const { takeClock } = require('./handles.cjs')
const { bytes, pathOf, readOptions, timedOptionsText, writeOptions } = require('./options.cjs')
const { listOf, lists } = require('./recognized.cjs')

/** Loaded by programs that revoke; most that check only read. */
const changes = () => require('./revocation_changes.cjs')

class Revocations {
  constructor(options, list = made(options, (text) => native.newRevocations(text))) {
    lists.set(this, list)
  }

  static fromSnapshot(snapshot, options) {
    const copy = bytes(snapshot, 'snapshot')
    return new Revocations(undefined, made(options, (text) => native.revocationsFromSnapshot(copy, text)))
  }

  static file(path, options) {
    const name = pathOf(path)
    return new Revocations(undefined, made(options, (text) => native.revocationsInFile(name, text)))
  }

  static redis(client, options) {
    return new Revocations(undefined, followed(client, options))
  }

  revoke(token, options) {
    return changed(own(this), (list) => changes().token(list, token, options))
  }

  async revokeAsync(token, options) {
    return changedLater(own(this), (list) => changes().token(list, token, options))
  }

  revokeId(issuer, tokenId, options) {
    return changed(own(this), (list) => changes().id(list, issuer, tokenId, options))
  }

  async revokeIdAsync(issuer, tokenId, options) {
    return changedLater(own(this), (list) => changes().id(list, issuer, tokenId, options))
  }

  revokeSession(issuer, sessionId, options) {
    return changed(own(this), (list) => changes().session(list, issuer, sessionId, options))
  }

  async revokeSessionAsync(issuer, sessionId, options) {
    return changedLater(own(this), (list) => changes().session(list, issuer, sessionId, options))
  }

  revokeKey(issuer, keyId, options) {
    return changed(own(this), (list) => changes().key(list, issuer, keyId, options))
  }

  async revokeKeyAsync(issuer, keyId, options) {
    return changedLater(own(this), (list) => changes().key(list, issuer, keyId, options))
  }

  revokeSubject(issuer, subject, options) {
    return changed(own(this), (list) => changes().subject(list, issuer, subject, options))
  }

  async revokeSubjectAsync(issuer, subject, options) {
    return changedLater(own(this), (list) => changes().subject(list, issuer, subject, options))
  }

  revokeIssuer(issuer, options) {
    return changed(own(this), (list) => changes().issuer(list, issuer, options))
  }

  async revokeIssuerAsync(issuer, options) {
    return changedLater(own(this), (list) => changes().issuer(list, issuer, options))
  }

  withdraw(entry, options) {
    return changed(own(this), (list) => changes().withdrawal(list, entry, options))
  }

  async withdrawAsync(entry, options) {
    return changedLater(own(this), (list) => changes().withdrawal(list, entry, options))
  }

  applyEvents(token, options) {
    const list = own(this)
    return changes().events(list, token, options).map((change) => changed(list, () => change))
  }

  async applyEventsAsync(token, options) {
    const list = own(this)
    const entries = []
    // In turn: after an error, nothing more is begun.
    for (const change of changes().events(list, token, options)) entries.push(await changedLater(list, () => change))
    return entries
  }

  entries(options) {
    const { native, clock } = own(this)
    return read(native.entries(timedOptionsText(options, clock)))
  }

  async entriesAsync(options) {
    const { native, clock, carrier } = own(this)
    const text = timedOptionsText(options, clock)
    return read(carrier === undefined ? native.entries(text) : await listed(carrier, checked(native.beginEntries(text, carrier.when()))))
  }

  snapshot() {
    return checked(own(this).native.snapshot())
  }

  merge(snapshot) {
    const { native } = own(this)
    checked(native.merge(bytes(snapshot, 'snapshot')))
  }

  status() {
    return read(own(this).native.status())
  }

  /** What a console shows: how many entries there are, and nothing of them. */
  [inspect.custom]() {
    const list = listOf(this)
    return list === undefined ? 'Revocations {}' : checked(list.native.shown())
  }
}

function own(value) {
  const list = listOf(value)
  if (list === undefined) throw detachedFrom('a Revocations')
  return list
}

/** A list of the addon's, made by the text of its options, and its clock. */
function made(options, make) {
  const given = readOptions(options)
  const clock = takeClock(given)
  return { native: checked(make(writeOptions(given))), clock }
}

/** A list in a store, which a client of our own leads to. */
function followed(client, options) {
  const given = readOptions(options)
  const [onEvent, clock] = [takeOnEvent(given), takeClock(given)]
  const handle = checked(native.revocationsInStore(writeOptions(given)))
  return { native: handle, clock, carrier: require('./following.cjs').following(handle, { clock, onEvent }, client) }
}

/** Makes a change at once, which a list in a store refuses. */
const changed = (list, make) => read(list.native.change(make(list)))

/** Makes a change, and waits until the store has it. */
async function changedLater(list, make) {
  const { native, carrier } = list
  const change = make(list)
  return read(carrier === undefined ? native.change(change) : await settled(carrier, checked(native.begin(change, carrier.when()))))
}

/** The outcome of a change that was sent to a store. */
async function settled(carrier, pending) {
  await waited(carrier, pending)
  return pending.finish()
}

/** What a store has, which is waited for as long as more pages come. */
async function listed(carrier, pending) {
  for (let pages = -1; checked(pending.pages()) !== pages && !checked(pending.isSettled(carrier.when())); ) {
    pages = checked(pending.pages())
    await waited(carrier, pending)
  }
  return pending.finish()
}

async function waited(carrier, pending) {
  // A clock that stands still must not keep it waiting.
  const end = performance.now() + checked(pending.timeLeft(carrier.when())) * 1000
  while (performance.now() < end && !checked(pending.isSettled(carrier.when()))) {
    const wake = carrier.begin()
    await carrier.change(Math.min(wake, checked(pending.timeLeft(carrier.when())), (end - performance.now()) / 1000))
  }
}

/** JSON text of the addon's, with the names of its members in JavaScript's spelling. */
const read = (result) => spelt(JSON.parse(checked(result)))

module.exports = { Revocations: published(Revocations) }
