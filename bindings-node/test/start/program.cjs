'use strict'

// Runs the program of its argument, and prints whether node:crypto is loaded by then. A file, since `node --eval` loads the module by itself.

new Function('require', process.argv[2])(require)
console.log(process.moduleLoadList.includes('NativeModule crypto'))
