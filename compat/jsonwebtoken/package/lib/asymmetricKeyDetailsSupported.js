'use strict'

// As every version of Node.js does that this package supports.
module.exports = true
