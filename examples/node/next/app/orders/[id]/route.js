import { protect } from 'tokenseal/next'

import { resource } from '../../../resource.mjs'

export const GET = protect(resource)(async (request, { params, token }) =>
  Response.json({ order: (await params).id, for: token.get('sub') }),
)
