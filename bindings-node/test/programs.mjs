// Programs that listen: started as a user starts them, and stopped when the test ends.

import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Starts a program with a free port as its PORT, and gives its URL once it answers there as `isUp` wants. */
export async function started(context, program, { cwd, env, isUp }) {
  const port = await freePort()
  const child = spawn(process.execPath, program, { cwd, env: { ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  context.after(() => (child.kill(), ended))
  const url = `http://127.0.0.1:${port}`
  for (let count = 0; count < 600 && child.exitCode === null; count++) {
    if (await isUp(url).catch(() => false)) return url
    await pause(100)
  }
  throw new Error(`${program} does not listen: ${said}`)
}

/** A port of the loopback where nobody listens. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
