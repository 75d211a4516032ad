'use strict'

// Functions that take as many arguments as they have parameters. A callback after them would never be called, and options after others never be read.

const { types } = require('node:util')
const { optionInvalid } = require('./failure.cjs')

/** The function, which refuses surplus arguments: with an error or, if it is asynchronous, with a rejection. */
function exact(name, work) {
  const most = work.length
  const counted = types.isAsyncFunction(work)
    ? function (...given) {
        // No promise around the one that there is.
        return given.length > most ? refuseLater(name, most, given) : work.apply(this, given)
      }
    : function (...given) {
        return given.length > most ? refuse(name, most, given) : work.apply(this, given)
      }
  for (const property of ['name', 'length']) Object.defineProperty(counted, property, { value: work[property], configurable: true })
  return counted
}

async function refuseLater(...call) {
  return refuse(...call)
}

function refuse(name, most, given) {
  const has = `${name} takes ${most} ${most === 1 ? 'argument' : 'arguments'}, and this call has ${given.length}`
  const isCallback = given.slice(most).some((one) => typeof one === 'function')
  const remedy = isCallback ? 'it takes no callback: use what it returns, or the form that ends in Async' : 'leave the others out'
  throw optionInvalid(`${has}: ${remedy}`)
}

/** Every function of a module. */
const exactly = (functions, prefix = '') =>
  Object.fromEntries(Object.entries(functions).map(([name, work]) => [name, exact(`${prefix}${name}`, work)]))

/** Every method of a class, static or not. */
function makeMethodsExact(Class) {
  for (const [owner, prefix] of [
    [Class, `${Class.name}.`],
    [Class.prototype, `${Class.name[0].toLowerCase()}${Class.name.slice(1)}.`],
  ]) {
    for (const [name, { value, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (name === 'constructor' || name === 'prototype' || typeof value !== 'function') continue
      Object.defineProperty(owner, name, { ...rest, value: exact(`${prefix}${name}`, value) })
    }
  }
}

/**
 * The class as users see it. Calling it without `new` is a wrong use like any other, and not a TypeError without a code.
 */
function published(Class) {
  makeMethodsExact(Class)
  const apply = () => {
    throw optionInvalid(`${Class.name} is a class: it cannot be called without new`)
  }
  const construct = (target, given, newTarget) => {
    if (given.length > Class.length) refuse(`new ${Class.name}`, Class.length, given)
    return Reflect.construct(target, given, newTarget)
  }
  const proxy = new Proxy(Class, { apply, construct })
  Object.defineProperty(Class.prototype, 'constructor', { value: proxy, writable: true, configurable: true })
  return proxy
}

module.exports = { exactly, published }
