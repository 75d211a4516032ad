'use strict'

// Requests that are waited for, which only the command does: they run on a thread of their own, and this one sleeps.

const { isMainThread, MessageChannel, parentPort, receiveMessageOnPort, Worker, workerData } = require('node:worker_threads')

/** How much longer than its own time limit a request is waited for, in seconds: a thread has to start. */
const GRACE = 30

/** The thread, and what its answers come through. It is kept, with the connections that it has. */
let other

function start() {
  const ended = new Int32Array(new SharedArrayBuffer(4))
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(__filename, { workerData: { ended, port: port2 }, transferList: [port2] })
  // Neither keeps the process, whose command may be over.
  worker.unref()
  port1.unref()
  return { worker, ended, port: port1 }
}

/** The outcome of a request; undefined if there is none in time. */
function waitFor(request, timeout) {
  other ??= start()
  const { worker, ended, port } = other
  Atomics.store(ended, 0, 0)
  worker.postMessage(request)
  Atomics.wait(ended, 0, 0, (timeout + GRACE) * 1000)
  const told = receiveMessageOnPort(port)?.message
  if (told === undefined) {
    // A late answer must not be taken for that of another request.
    void worker.terminate()
    port.close()
    other = undefined
  }
  return told
}

const late = (request) => JSON.stringify({ id: request.id, failed: 'timeout' })

/**
 * Makes a request of the core's, and gives its answer.
 *
 * @param {string} json - What the core asks for.
 */
function getAndWait(json) {
  const request = JSON.parse(json)
  return waitFor({ request }, request.timeout) ?? { answer: late(request), body: new Uint8Array() }
}

/**
 * Sends the core's commands to a server, and gives its answer.
 *
 * @param {string} url - The URL of the server.
 * @param {string} json - The commands.
 */
function askAndWait(url, json) {
  const request = JSON.parse(json)
  return waitFor({ url, request }, request.timeout) ?? { answer: late(request), isMissing: false }
}

/** The client of the one server that a command has. */
let client

async function asked(url, request) {
  client ??= require('./addresses.cjs').storeAt(url)
  if (client === null) return { isMissing: true }
  return { answer: JSON.stringify((await client.send(request)).answer), isMissing: false }
}

async function fetched(request) {
  const { get } = require('./fetch.cjs')
  const { answer, body } = await get(request, {})
  return { answer: JSON.stringify(answer), body }
}

async function answer({ url, request }, { ended, port }) {
  try {
    port.postMessage(await (url === undefined ? fetched(request) : asked(url, request)))
  } catch {
    // The error may show the URL.
    port.postMessage({ isMissing: false })
  }
  Atomics.store(ended, 0, 1)
  Atomics.notify(ended, 0)
}

if (!isMainThread && workerData?.ended !== undefined) parentPort.on('message', (message) => void answer(message, workerData))

module.exports = { askAndWait, getAndWait }
