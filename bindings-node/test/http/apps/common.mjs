// What the applications have in common: what a handler says, and a server on a free port.

import { createServer } from 'node:http'

/** The headers by which a handler says that it was reached, and whom it was told of. */
export function saw(name, token) {
  const subject = token?.get('sub')
  return { 'Saw-Route': name, ...(subject === undefined ? {} : { 'Saw-Subject': subject }) }
}

/** What a route asks for by itself. Rules say what passes without a token, and `optional` would contradict them. */
export function optionsOf({ scope, optional }, hasRules) {
  return { ...(scope === undefined ? {} : { scope }), ...(optional === undefined || hasRules ? {} : { optional }) }
}

/** `/orders/{id}` in the framework's own way. */
export const pathWith = (path, { one = (name) => `:${name}`, rest }) =>
  path.replace(/\{\*(\w+)\}/, (whole, name) => rest(name)).replace(/\{(\w+)\}/g, (whole, name) => one(name))

/** Serves on a free port of the loopback. */
export async function serve(listener) {
  const server = createServer(listener)
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve)
      // Those that are kept alive would be waited for.
      server.closeAllConnections()
    })
  return { port: server.address().port, close }
}
