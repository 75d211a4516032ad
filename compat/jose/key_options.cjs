'use strict'

const { own } = require('./own.cjs')

/**
 * The options of a function that makes or reads keys, as a copy. What is unknown or of the wrong
 * type is a TypeError.
 */
function readOptions(options, names) {
  if (options === undefined || options === null) return {}
  if (typeof options !== 'object') throw new TypeError('options must be an object')
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new TypeError(
      `"${unknown}" is no option of this function, which has: ${names.join(', ')}`,
    )
  }
  const given = Object.fromEntries(names.map((name) => [name, own(options, name)]))
  if (given.extractable !== undefined && typeof given.extractable !== 'boolean') {
    throw new TypeError('"extractable" option must be a boolean')
  }
  return given
}

const extractableOf = (options) => readOptions(options, ['extractable']).extractable

module.exports = { extractableOf, readOptions }
