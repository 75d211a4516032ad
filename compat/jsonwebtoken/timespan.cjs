'use strict'

const SECOND = 1000
const DAY = 24 * 60 * 60 * SECOND

/** A number and a unit, as the package `ms` takes them; milliseconds without one. Unambiguous, so that it takes linear time. */
const FORM = /^(-?(?:\d+(?:\.\d+)?|\.\d+)) *([a-z]*)$/i

/** The length of each unit in milliseconds, by all of its names. */
const UNITS = new Map(
  [
    ['ms msec msecs millisecond milliseconds', 1],
    ['s sec secs second seconds', SECOND],
    ['m min mins minute minutes', 60 * SECOND],
    ['h hr hrs hour hours', DAY / 24],
    ['d day days', DAY],
    ['w week weeks', 7 * DAY],
    ['y yr yrs year years', 365.25 * DAY],
  ].flatMap(([names, length]) => names.split(' ').map((name) => [name, length])),
)

/** The point in time that is a span after another: whole seconds for text, as many seconds as a number says; undefined for anything else. */
function after(span, start) {
  if (typeof span === 'number') return start + span
  const milliseconds = typeof span === 'string' ? length(span) : undefined
  return milliseconds === undefined ? undefined : Math.floor(start + milliseconds / 1000)
}

/** Spans that were read lately: a program has few. */
const lengths = new Map()
const MOST_LENGTHS = 32

function length(text) {
  const known = lengths.get(text)
  if (known !== undefined) return known
  const read = readLength(text)
  if (read === undefined) return undefined
  if (lengths.size === MOST_LENGTHS) lengths.delete(lengths.keys().next().value)
  lengths.set(text, read)
  return read
}

function readLength(text) {
  const found = text.length <= 100 ? FORM.exec(text) : null
  if (found === null) return undefined
  const unit = UNITS.get(found[2].toLowerCase() || 'ms')
  return unit === undefined ? undefined : Number.parseFloat(found[1]) * unit
}

module.exports = { after }
