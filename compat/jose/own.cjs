'use strict'

/** A member of an object's own, or undefined: never what every object inherits. */
const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined)

module.exports = { own }
