import { protect } from 'tokenseal/next'

import { resource } from '../../resource.mjs'

export const dynamic = 'force-dynamic'
export const GET = protect(resource)((request, { token }) => new Response(token.get('sub')))
