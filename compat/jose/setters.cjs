'use strict'

/** What the setters of an object were given, each at most once. */
class Once {
  #given = new Map()

  /** What a setter was given. Undefined is nothing, and can be followed by something. */
  set(setter, value) {
    if (this.get(setter) !== undefined) throw new TypeError(`${setter} can only be called once`)
    this.#given.set(setter, value)
  }

  get(setter) {
    return this.#given.get(setter)
  }
}

/** Gives a class setters of these names; `onceOf` says where an object keeps what it is given. */
function defineSetters(Class, onceOf, names) {
  for (const name of names) {
    const { [name]: value } = {
      [name](given) {
        onceOf(this).set(name, given)
        return this
      },
    }
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true })
  }
}

/** A Uint8Array, as the caller's own: it is read when the token is made. */
function checkBytes(value, what) {
  if (value instanceof Uint8Array) return value
  throw new TypeError(`${what} must be an instance of Uint8Array`)
}

module.exports = { Once, checkBytes, defineSetters }
