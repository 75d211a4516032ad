// Measures one path in a process of its own, which processes.mjs starts: `node path.mjs INDEX`. Prints what each contender takes.

import { measured } from './measure.mjs'
import { PATHS } from './paths.mjs'

const [, contenders, , rounds] = PATHS[Number(process.argv[2])]
process.stdout.write(JSON.stringify(await measured(await contenders(), rounds)))
