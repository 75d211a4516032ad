'use strict'

// The errors of jsonwebtoken. They are functions, as in jsonwebtoken: code that inherits from them
// with `util.inherits` and `call` keeps working.

function JsonWebTokenError(message, error) {
  Error.captureStackTrace?.(this, this.constructor)
  this.name = 'JsonWebTokenError'
  this.message = message
  if (error) this.inner = error
}
inherit(JsonWebTokenError, Error)

function NotBeforeError(message, date) {
  JsonWebTokenError.call(this, message)
  this.name = 'NotBeforeError'
  this.date = date
}
inherit(NotBeforeError, JsonWebTokenError)

function TokenExpiredError(message, expiredAt) {
  JsonWebTokenError.call(this, message)
  this.name = 'TokenExpiredError'
  this.expiredAt = expiredAt
}
inherit(TokenExpiredError, JsonWebTokenError)

function inherit(ErrorClass, Parent) {
  ErrorClass.prototype = Object.create(Parent.prototype, { constructor: { value: ErrorClass, writable: true, configurable: true } })
}

/** What this library refused, as an error that users of jsonwebtoken expect; `cause` is the TokenError. */
function refusal(message, cause) {
  const error = new JsonWebTokenError(message, cause)
  Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true })
  return error
}

module.exports = { JsonWebTokenError, NotBeforeError, TokenExpiredError, refusal }
