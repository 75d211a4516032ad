// Reads a list of requests as JSON from stdin, and writes the list of their tokens to stdout:
// compact ones are `{kind, header, payload, key}` with kind 'jws' or 'jwe', JSON ones (see
// peers_json.py) have kind 'jws-json' or 'jwe-json' and a list of `members`. `payload` is
// base64url; `key` is a JWK without `alg` (jose takes the algorithm from the header).
import { base64url, CompactEncrypt, CompactSign, FlattenedEncrypt, FlattenedSign, GeneralEncrypt, GeneralSign, importJWK } from 'jose'
import { readFileSync } from 'node:fs'

const GENERATED = ['p2c', 'p2s', 'apu', 'apv']

async function make(request) {
  if (request.kind === 'jws-json') return JSON.stringify(await signJson(request))
  if (request.kind === 'jwe-json') return JSON.stringify(await encryptJson(request))
  return makeCompact(request)
}

async function makeCompact({ kind, header, payload, key }) {
  const bytes = base64url.decode(payload)
  const imported = await importFor(key, header)
  if (kind === 'jws') return new CompactSign(bytes).setProtectedHeader(header).sign(imported)
  const encrypt = new CompactEncrypt(bytes).setProtectedHeader(given(header))
  const parameters = generated(header)
  if (parameters) encrypt.setKeyManagementParameters(parameters)
  return encrypt.encrypt(imported)
}

async function signJson({ payload, members, general }) {
  const sign = new (general ? GeneralSign : FlattenedSign)(base64url.decode(payload))
  let key
  for (const member of members) {
    key = await importFor(member.key, { ...member.protected, ...member.header })
    const one = general ? sign.addSignature(key) : sign
    if (member.protected) one.setProtectedHeader(member.protected)
    if (member.header) one.setUnprotectedHeader(member.header)
  }
  return general ? sign.sign() : sign.sign(key)
}

async function encryptJson({ payload, protected: shared, unprotected, aad, members, general }) {
  const encrypt = new (general ? GeneralEncrypt : FlattenedEncrypt)(base64url.decode(payload))
  if (shared) encrypt.setProtectedHeader(given(shared))
  if (unprotected) encrypt.setSharedUnprotectedHeader(given(unprotected))
  if (aad) encrypt.setAdditionalAuthenticatedData(base64url.decode(aad))
  let key
  for (const member of members) {
    const header = { ...shared, ...unprotected, ...member.header }
    key = await importFor(member.key, header)
    const one = general ? encrypt.addRecipient(key) : encrypt
    if (member.header) one.setUnprotectedHeader(given(member.header))
    const parameters = generated(header)
    if (parameters) one.setKeyManagementParameters(parameters)
  }
  return general ? encrypt.encrypt() : encrypt.encrypt(key)
}

function importFor(key, header) {
  return importJWK(key, header.alg === 'dir' ? header.enc : header.alg)
}

// What the caller sets in the header, and what jose sets there when told as a parameter.
function given(header) {
  return Object.fromEntries(Object.entries(header).filter(([name]) => !GENERATED.includes(name)))
}

function generated(header) {
  const parameters = {}
  if ('p2c' in header) parameters.p2c = header.p2c
  for (const name of ['p2s', 'apu', 'apv']) if (name in header) parameters[name] = base64url.decode(header[name])
  return Object.keys(parameters).length > 0 ? parameters : undefined
}

const requests = JSON.parse(readFileSync(0, 'utf8'))
const tokens = []
for (const request of requests) tokens.push(await make(request))
process.stdout.write(JSON.stringify(tokens))
