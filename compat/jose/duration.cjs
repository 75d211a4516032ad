'use strict'

// Spans of time as jose writes them: "2 hours", "+1d", "15 min ago", "1 week from now".

const [MINUTE, HOUR, DAY] = [60, 3600, 86400]
const [WEEK, YEAR] = [7 * DAY, 365.25 * DAY]

const UNITS = [
  [1, ['s', 'sec', 'secs', 'second', 'seconds']],
  [MINUTE, ['m', 'min', 'mins', 'minute', 'minutes']],
  [HOUR, ['h', 'hr', 'hrs', 'hour', 'hours']],
  [DAY, ['d', 'day', 'days']],
  [WEEK, ['w', 'week', 'weeks']],
  [YEAR, ['y', 'yr', 'yrs', 'year', 'years']],
]
const SECONDS = new Map(UNITS.flatMap(([seconds, names]) => names.map((name) => [name, seconds])))

/** A sign or a direction, not both; white space is at most one blank. */
const SPAN = /^([+-])? ?(\d+(?:\.\d+)?) ?([a-z]+)(?: (ago|from now))?$/i

/** The seconds of a span of time, whole; below zero for one that lies in the past. */
function secondsOf(text) {
  const found = typeof text === 'string' ? SPAN.exec(text) : null
  const [, sign, number, name = '', direction] = found ?? []
  const unit = SECONDS.get(name.toLowerCase())
  const isTwofold = sign !== undefined && direction !== undefined
  const seconds = unit === undefined || isTwofold ? NaN : Math.round(Number(number) * unit)
  if (!Number.isFinite(seconds)) throw new TypeError('Invalid time period format')
  return sign === '-' || direction?.toLowerCase() === 'ago' ? -seconds : seconds
}

/** The time of a Date in whole seconds since the epoch. */
const epoch = (date) => Math.floor(date.getTime() / 1000)

module.exports = { epoch, secondsOf }
