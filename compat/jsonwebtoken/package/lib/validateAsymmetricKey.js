'use strict'

const { checkKeyType } = require('./key_types.cjs')

/** Throws where a KeyObject is not for an algorithm. Where one of them is missing there is nothing to say. */
module.exports = (algorithm, key) => {
  if (algorithm && key) checkKeyType(algorithm, key)
}
