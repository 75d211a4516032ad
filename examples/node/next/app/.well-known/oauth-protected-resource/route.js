import { metadata } from 'tokenseal/next'

import { resource } from '../../../resource.mjs'

export const dynamic = 'force-dynamic'
export const GET = metadata(resource)
