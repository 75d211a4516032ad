// Reads a list of requests `{kind, header, payload, key}` as JSON from stdin, and writes the list of their tokens to stdout.
// `kind` is 'jws' or 'jwe'; `payload` is base64url; `key` is a JWK without `alg` (jose takes the algorithm from the header).
import { base64url, CompactEncrypt, CompactSign, importJWK } from 'jose'
import { readFileSync } from 'node:fs'

const GENERATED = ['p2c', 'p2s', 'apu', 'apv']

async function make({ kind, header, payload, key }) {
  const bytes = base64url.decode(payload)
  const imported = await importJWK(key, header.alg === 'dir' ? header.enc : header.alg)
  if (kind === 'jws') return new CompactSign(bytes).setProtectedHeader(header).sign(imported)
  const protectedHeader = Object.fromEntries(Object.entries(header).filter(([name]) => !GENERATED.includes(name)))
  const encrypt = new CompactEncrypt(bytes).setProtectedHeader(protectedHeader)
  const parameters = {}
  if ('p2c' in header) parameters.p2c = header.p2c
  for (const name of ['p2s', 'apu', 'apv']) if (name in header) parameters[name] = base64url.decode(header[name])
  if (Object.keys(parameters).length > 0) encrypt.setKeyManagementParameters(parameters)
  return encrypt.encrypt(imported)
}

const requests = JSON.parse(readFileSync(0, 'utf8'))
const tokens = []
for (const request of requests) tokens.push(await make(request))
process.stdout.write(JSON.stringify(tokens))
