import { protect } from 'tokenseal/next'

const me = (request, { token }) => Response.json({ user: token.get('sub') })

export async function GET(request, context) {
  const { resource } = await import('../../service.mjs')
  return protect(resource)(me)(request, context)
}
