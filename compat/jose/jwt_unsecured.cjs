'use strict'

const { jws } = require('tokenseal')
const { ProduceJWT } = require('./claims_set.cjs')
const { translating } = require('./refusals.cjs')

/** Unsecured JWTs, which nobody makes or reads here: the core has no `none`, and says so itself. */
class UnsecuredJWT extends ProduceJWT {
  encode() {
    throw refusal()
  }

  static decode() {
    throw refusal()
  }
}

const refusal = () => translating('JWT', () => jws.verify('eyJhbGciOiJub25lIn0.e30.', []))

module.exports = { UnsecuredJWT }
