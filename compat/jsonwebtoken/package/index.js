'use strict'

// What `require('jsonwebtoken')` gives where this package stands in that one's place. Only this package reads the environment: whoever
// cannot change the code that signs cannot call a function.

const surface = require('tokenseal/compat/jsonwebtoken')
const { decodeOptions, verifyOptions } = require('./lib/other_options.js')

const { JsonWebTokenError, NotBeforeError, TokenExpiredError, allowWeakSecrets, sign } = surface

if (process.env.TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS === '1') allowWeakSecrets()

const decode = (token, options) => surface.decode(token, decodeOptions(options))
const verify = (token, key, options, callback) => surface.verify(token, key, verifyOptions(options), callback)

module.exports = { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError, allowWeakSecrets }
