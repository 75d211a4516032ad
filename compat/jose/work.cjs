'use strict'

// Work that the core does: at once where it is quick, else on the thread pool.

const { translate } = require('./refusals.cjs')

/** RSA with a private key, ML-DSA and passwords keep others waiting. */
const SLOW = /^(?:RS|PS|RSA|ML|PBES2)/

const isSlow = (alg) => SLOW.test(alg)

/** Does something, now or later, with its errors translated. */
async function inCore(kind, work) {
  try {
    return await work()
  } catch (error) {
    throw translate(error, kind)
  }
}

module.exports = { inCore, isSlow }
