import { proxy as protectAll } from 'tokenseal/next'

import { resource } from './resource.mjs'

export const proxy = protectAll(resource)
export const config = { matcher: '/behind' }
