// Told to Node by `--import`: the packages of docs/kms.md are the stand-ins of this folder.

import { register } from 'node:module'

const STAND_INS = {
  '@aws-sdk/client-kms': './client-kms.mjs',
  '@azure/identity': './azure.mjs',
  '@azure/keyvault-keys': './azure.mjs',
  '@google-cloud/kms': './google.mjs',
  'node-vault': './vault.mjs',
}

const places = Object.fromEntries(Object.entries(STAND_INS).map(([name, file]) => [name, new URL(file, import.meta.url).href]))
const hook = `const places = ${JSON.stringify(places)}
export const resolve = (name, context, next) =>
  Object.hasOwn(places, name) ? { url: places[name], shortCircuit: true } : next(name, context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
