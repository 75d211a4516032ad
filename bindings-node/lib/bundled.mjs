// What a bundle has of the package: where it is, before anything looks for the addon, and the rest.

import './origin.mjs'
import tokenseal from '../index.cjs'

export default tokenseal
