import { sign } from 'tokenseal'

import { key } from '../../resource.mjs'

export const dynamic = 'force-dynamic'
export const GET = () => new Response(sign({ sub: 'alice' }, key, { expiresIn: '5m' }))
