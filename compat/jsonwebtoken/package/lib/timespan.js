'use strict'

const { after } = require('./spans.cjs')

/** The point in time that is a span after another, or after now; undefined for what is no span. */
module.exports = (span, start) => after(span, start || Math.floor(Date.now() / 1000))
