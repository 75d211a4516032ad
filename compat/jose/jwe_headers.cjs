'use strict'

// What the headers of an encrypted token say, whether it is made or read.

const { JOSENotSupported, JWEInvalid } = require('./errors.cjs')
const { own } = require('./own.cjs')

const CONTENT_ENCRYPTIONS = [
  ...['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'],
  ...['A128GCM', 'A192GCM', 'A256GCM'],
]

/** Whether the plaintext is compressed. `zip` has one value, and is protected. */
function isCompressed(protectedHeader, header) {
  const what = 'JWE "zip" (Compression Algorithm) Header Parameter'
  const zip = own(header, 'zip')
  if (zip !== undefined && zip !== 'DEF') throw new JOSENotSupported(`Unsupported ${what} value.`)
  if (zip !== undefined && !Object.hasOwn(protectedHeader ?? {}, 'zip')) {
    throw new JWEInvalid(`${what} MUST be in a protected header.`)
  }
  return zip !== undefined
}

/** Refuses a content encryption that nobody has. */
function checkContentEncryption(enc) {
  if (CONTENT_ENCRYPTIONS.includes(enc)) return
  throw new JOSENotSupported('Invalid or unsupported "enc" (JWE Encryption Algorithm) header value')
}

/** Whether the key is, or agrees on, the content encryption key itself: there is one recipient. */
const isDirect = (alg) => alg === 'dir' || alg === 'ECDH-ES'

/** The error for such a key among several. */
const notAlone = (alg) => new JWEInvalid(`"${alg}" alg may only have a single recipient`)

module.exports = { checkContentEncryption, isCompressed, isDirect, notAlone }
