#!/usr/bin/env node
'use strict'

// The `tokenseal` command: the Rust one, on this process's streams.

const { askAndWait, getAndWait } = require('../lib/drivers/waiting.cjs')
const { command } = require('../native.cjs')

const result = command(['tokenseal', ...process.argv.slice(2)], getAndWait, askAndWait)
if (typeof result !== 'number') process.stderr.write(`tokenseal: ${result.code}: ${result.message}\n`)
process.exitCode = typeof result === 'number' ? result : 2
