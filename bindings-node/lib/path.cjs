'use strict'

const { fileURLToPath } = require('node:url')
const { types } = require('node:util')
const { OPTIONS, reading } = require('./json.cjs')
const { text } = require('./options.cjs')

const isUrl = (value) => typeof value === 'object' && value !== null && !types.isProxy(value) && value instanceof URL

/** The path of a file, which may be a URL as everywhere in Node. */
const pathOf = (path) => (isUrl(path) ? reading(OPTIONS, () => fileURLToPath(path)) : text(path, 'path'))

module.exports = { pathOf }
