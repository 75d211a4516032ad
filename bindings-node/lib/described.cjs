'use strict'

// What a value is, for messages that say what was found. Nothing of the value itself is ever in them.

const { types } = require('node:util')

const KINDS = [
  [(value) => value === null, 'null'],
  [types.isPromise, 'a promise: await it'],
  [types.isProxy, 'a proxy: copy it first'],
  [Array.isArray, 'a list'],
  [types.isUint8Array, 'a Uint8Array'],
  [ArrayBuffer.isView, 'a view of an ArrayBuffer, but no Uint8Array'],
  [types.isAnyArrayBuffer, 'an ArrayBuffer: wrap it in a Uint8Array'],
  [types.isDate, 'a Date'],
  [types.isKeyObject, 'a KeyObject: use Key.fromKeyObject'],
  [() => true, 'an object'],
]

/** A value's kind, with what to do about it where that is plain. */
function described(value) {
  if (value === undefined) return 'undefined'
  if (typeof value !== 'object' && value !== null) return `a ${typeof value}`
  return KINDS.find(([is]) => is(value))[1]
}

module.exports = { described }
