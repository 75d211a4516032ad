'use strict'

/**
 * Asks the caller's function for a key. Whatever it does (calls back, twice, throws, returns a
 * promise that is rejected), one of the two is called, once. As of a promise, only its first
 * answer counts. What `found` and `failed` throw themselves is thrown where they were called.
 */
function askForKey(getKey, header, found, failed) {
  let isAnswered = false
  let thrown
  const answer = (act, value) => {
    if (isAnswered) return undefined
    isAnswered = true
    try {
      return act(value)
    } catch (error) {
      thrown = { error }
      throw error
    }
  }
  const refuse = (error) => {
    if (thrown !== undefined && thrown.error === error) throw error
    return answer(failed, error)
  }
  try {
    const given = getKey(header, (error, key) => (error ? answer(failed, error) : answer(found, key)))
    return isThenable(given) ? Promise.resolve(given).then(undefined, refuse) : given
  } catch (error) {
    return refuse(error)
  }
}

const isThenable = (value) => typeof value === 'object' && value !== null && typeof value.then === 'function'

module.exports = { askForKey }
