// Verifies a token as often as it is told.

import { parentPort, workerData } from 'node:worker_threads'

const { Key, Verifier } = await import(workerData.library)
const verifier = new Verifier({ keys: Key.fromPem(workerData.pem, workerData.alg), ...workerData.expected })

parentPort.on('message', (count) => {
  for (let done = 0; done < count; done++) verifier.verify(workerData.token)
  parentPort.postMessage(count)
})
