'use strict'

/** So many letters may differ. */
const MOST = 2

/** The name that somebody meant who wrote another one, or undefined. */
function nearest(written, names) {
  if (written.length > 50) return undefined
  const [found] = names
    .map((name) => [distance(written.toLowerCase(), name.toLowerCase()), name])
    .filter(([letters]) => letters <= MOST)
    .sort(([one], [other]) => one - other)
  return found?.[1]
}

/** How many letters must be inserted, deleted or replaced. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1]
    for (let place = 0; place < other.length; place++) {
      const replaced = row[place] + (one[index] === other[place] ? 0 : 1)
      next.push(Math.min(replaced, row[place + 1] + 1, next[place] + 1))
    }
    row = next
  }
  return row[other.length]
}

module.exports = { nearest }
