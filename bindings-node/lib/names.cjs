'use strict'

// The names of options: camelCase here, snake_case in the core. Mechanical both ways, so that no name is known to this package.

/** The core's spelling. An underscore becomes two, so that `expires_in` is not a second name of `expiresIn`. */
function coreName(name) {
  return name.replace(/_|[A-Z]/g, (letter) => (letter === '_' ? '__' : `_${letter.toLowerCase()}`))
}

/** The spelling that `coreName` was given. */
function optionName(name) {
  return name.replace(/__|_([a-z])/g, (match, letter) => (letter === undefined ? '_' : letter.toUpperCase()))
}

module.exports = { coreName, optionName }
