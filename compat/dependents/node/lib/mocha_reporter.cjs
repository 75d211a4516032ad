'use strict'

// A reporter for every version of mocha: writes the full name of each test and whether it has
// passed into the given file.

const { writeFileSync } = require('node:fs')

module.exports = function report(runner, { reporterOptions, reporterOption = reporterOptions }) {
  const tests = []
  runner.on('pass', (test) => tests.push([test.fullTitle(), true]))
  runner.on('fail', (test, error) => {
    tests.push([test.fullTitle(), false])
    process.stderr.write(`${test.fullTitle()}: ${error?.stack}\n`)
  })
  runner.on('end', () => writeFileSync(reporterOption.report, JSON.stringify(tests)))
}
