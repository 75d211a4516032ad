'use strict'

// Where the package stands, as its ES modules know it: in a bundle of ES modules there is no __filename. `origin.mjs` fills it in.

module.exports = { url: undefined }
