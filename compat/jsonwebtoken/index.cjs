'use strict'

// jsonwebtoken's functions, options and errors over this library: only the line that requires it changes. Nothing here uses more than the package
// exports. `bindings-node/scripts/compat.mjs` copies this folder into the package.

const { decode } = require('./decode.cjs')
const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require('./errors.cjs')
const { sign } = require('./sign.cjs')
const { verify } = require('./verify.cjs')
const { allowWeakSecrets } = require('./weak_secrets.cjs')

module.exports = { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError, allowWeakSecrets }
