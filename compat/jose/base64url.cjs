'use strict'

const { types } = require('node:util')

/**
 * The bytes that base64url text, or the bytes of such text, encode. As in jose, padding and white
 * space are skipped.
 */
function decode(input) {
  const text = types.isUint8Array(input) ? Buffer.from(input).toString('utf8') : input
  try {
    if (typeof text !== 'string' || /[+/]/.test(text)) throw new TypeError('Invalid base64url')
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(bytes, (character) => character.charCodeAt(0))
  } catch (cause) {
    throw new TypeError('The input to be decoded is not correctly encoded.', { cause })
  }
}

/** The base64url text of bytes, or of the UTF-8 of some text, without padding. */
function encode(input) {
  if (typeof input === 'string') return Buffer.from(input, 'utf8').toString('base64url')
  if (!types.isUint8Array(input)) {
    throw new TypeError('The input to be encoded must be a string or a Uint8Array.')
  }
  return Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('base64url')
}

module.exports = { decode, encode }
