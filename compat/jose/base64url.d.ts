/**
 * The bytes that base64url text, or the UTF-8 of such text, stands for. A TypeError if it is
 * invalid.
 *
 * @param input - The text, with or without padding.
 */
export function decode(input: Uint8Array | string): Uint8Array

/**
 * The base64url text of bytes, or of the UTF-8 of some text, without padding.
 *
 * @param input - The bytes or the text.
 */
export function encode(input: Uint8Array | string): string
