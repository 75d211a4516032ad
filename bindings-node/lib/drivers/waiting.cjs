'use strict'

// One request that is waited for, which only the command does: `fetch` runs on a thread of its own, and this one sleeps.

const { isMainThread, MessageChannel, receiveMessageOnPort, Worker, workerData } = require('node:worker_threads')

/** How much longer than its own time limit a request is waited for, in seconds: a thread has to start. */
const GRACE = 30

/**
 * Makes a request of the core's, and gives its answer.
 *
 * @param {string} json - What the core asks for.
 */
function getAndWait(json) {
  const request = JSON.parse(json)
  const ended = new Int32Array(new SharedArrayBuffer(4))
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(__filename, { workerData: { request, ended, port: port2 }, transferList: [port2] })
  Atomics.wait(ended, 0, 0, (request.timeout + GRACE) * 1000)
  const told = receiveMessageOnPort(port1)?.message
  port1.close()
  void worker.terminate()
  return told ?? { answer: JSON.stringify({ id: request.id, failed: 'timeout' }), body: new Uint8Array() }
}

async function answer({ request, ended, port }) {
  const { get } = require('./fetch.cjs')
  const { answer, body } = await get(request, {})
  port.postMessage({ answer: JSON.stringify(answer), body })
  Atomics.store(ended, 0, 1)
  Atomics.notify(ended, 0)
}

if (!isMainThread && workerData?.ended !== undefined) void answer(workerData)

module.exports = { getAndWait }
