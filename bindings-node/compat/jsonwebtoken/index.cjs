'use strict'

// jsonwebtoken's functions, options and errors over this library: only the line that requires it changes.

const { decode } = require('./decode.cjs')
const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require('./errors.cjs')
const { sign } = require('./sign.cjs')
const { verify } = require('./verify.cjs')

module.exports = { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError }
