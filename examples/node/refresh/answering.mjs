/** A route of Next.js. The service is loaded by the first request: `next build` has no keys. */
export const answering = (name) => async (request) => {
  const service = await import('./service.mjs')
  const asked = await request.json().catch(() => undefined)
  const { status, headers, body } = await service[name](Object.fromEntries(request.headers), asked)
  return Response.json(body, { status, headers })
}
