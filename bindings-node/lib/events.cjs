'use strict'

// What happens, told to those who watch.

const { described, optionInvalid } = require('./failure.cjs')
const { optionName } = require('./names.cjs')
const { take } = require('./options.cjs')

/** Takes the event function out of the options, made safe to call; undefined if there is none. */
function takeOnEvent(options) {
  const onEvent = take(options, 'onEvent')
  if (onEvent === undefined || onEvent === null) return undefined
  if (typeof onEvent !== 'function') throw optionInvalid(`onEvent must be a function, and this is ${described(onEvent)}`)
  return (event) => {
    try {
      // An asynchronous one may fail later, which must not end the process.
      Promise.resolve(onEvent(event)).catch(warn)
    } catch (error) {
      warn(error)
    }
  }
}

/** Tells of a failure that nobody waits for. Neither a flight nor a check ends by it. */
function warn(error) {
  process.emitWarning(error instanceof Error ? error : new Error('a function that tokenseal was given has thrown something that is no Error'))
}

/** Passes on events, which the addon returns as JSON text. */
function handOver(events, onEvent) {
  if (onEvent === undefined) return
  for (const event of spelt(events)) onEvent(event)
}

/** A value of the core's with the names of its members in JavaScript's spelling. */
function spelt(value) {
  if (Array.isArray(value)) return value.map(spelt)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [optionName(name), spelt(member)]))
}

module.exports = { handOver, spelt, takeOnEvent, warn }
