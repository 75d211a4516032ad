'use strict'

// The version of this package, which its addon must have too: a bundle does not include
// package.json.

module.exports = {
  "version": "0.1.0",
}
