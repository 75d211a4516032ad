// The rows of the list of differences that are about keys: each is shown.

import { test } from 'node:test'

import { KEY_DIFFERENCES } from './key_differences.mjs'

for (const [name, show] of Object.entries(KEY_DIFFERENCES)) test(name, show)
