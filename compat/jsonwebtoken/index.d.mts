import * as jsonwebtoken from './index.js'

export * from './index.js'
export { jsonwebtoken as default }
