'use strict'

// Classes and modules that few programs use, each loaded when it is first touched: every file takes
// its part of a program's start. `import` takes all names of the package at once, so a getter would
// be touched right away; what stands here can be handed out before anything is loaded.

/**
 * A class as users see it, which stands in for the one that `load` gives. Whatever is first asked
 * of it makes it complete: from then on it has the statics and the prototype of that class, and is
 * its constructor.
 */
function laterClass(name, load) {
  // No class, since the prototype of one cannot be replaced.
  const target = function () {}
  Object.defineProperty(target, 'name', { value: name, configurable: true })
  const handler = {}
  const complete = () => {
    const Class = load()
    Object.defineProperties(target, Object.getOwnPropertyDescriptors(Class))
    Object.defineProperty(Class.prototype, 'constructor', { value: standIn, writable: true, configurable: true })
    for (const trap of TRAPS) delete handler[trap]
    handler.apply = () => Class()
    handler.construct = (_, given, newTarget) => Reflect.construct(Class, given, newTarget === standIn ? Class : newTarget)
  }
  for (const trap of TRAPS) {
    handler[trap] = (...given) => {
      complete()
      return (handler[trap] ?? Reflect[trap])(...given)
    }
  }
  const standIn = new Proxy(target, handler)
  return standIn
}

/** Everything that can be asked of an object. */
const TRAPS = Object.getOwnPropertyNames(Reflect)

/** A module whose members have these names. */
function laterModule(names, load) {
  const whole = {}
  for (const name of names) {
    /** From then on a member like any other. */
    const set = (value) => Object.defineProperty(whole, name, { value, writable: true, enumerable: true, configurable: true })
    const get = () => set(load()[name])[name]
    Object.defineProperty(whole, name, { get, set, enumerable: true, configurable: true })
  }
  return whole
}

module.exports = { laterClass, laterModule }
