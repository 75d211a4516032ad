'use strict'

/** Whether a value is a plain object: made by `{}` or without a prototype, in any realm. */
function isObject(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  if (prototype === null) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}

module.exports = { isObject }
