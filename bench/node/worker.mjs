// Verifies a token the given number of times: a worker, or a process.

import { parentPort, workerData } from 'node:worker_threads'

const { token, pem, alg, expected, library } = workerData ?? JSON.parse(process.argv[2])
const { Key, Verifier } = await import(library)
const verifier = new Verifier({ keys: Key.fromPem(pem, alg), ...expected })

const work = (count) => {
  for (let done = 0; done < count; done++) verifier.verify(token)
  return count
}
if (parentPort === null) process.on('message', (count) => process.send(work(count)))
else parentPort.on('message', (count) => parentPort.postMessage(work(count)))
