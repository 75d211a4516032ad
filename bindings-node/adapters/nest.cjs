'use strict'

const { nestWith } = require('./nest_with.cjs')
const { peer } = require('./shared.cjs')

module.exports = nestWith(peer('@nestjs/common', () => require('@nestjs/common')))
