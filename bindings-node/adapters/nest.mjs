// The same for `import`, which Nest itself may need: since version 12 it has modules only.
import '../lib/origin.mjs'
import { nestWith } from './nest_with.cjs'
import { peerLater } from './shared.cjs'

export const { AccessToken, protect } = nestWith(await peerLater('@nestjs/common', () => import('@nestjs/common')))
