import type { Key } from '../index.js'
import type { BytesHeaderOptions, CommonReadOptions, Keys, SignatureAlgorithmName, TokenInput } from './options.js'

/** Bytes whose signature was verified. */
export interface Verified {
  payload: Uint8Array
  /** The protected header. */
  header: Record<string, unknown>
  /** The `keyId` of the key that verified the signature; never the token's own word. */
  keyId: string | null
}

export interface VerifyOptions extends Omit<CommonReadOptions, 'maxInflatedBytes' | 'maxPbes2Iterations'> {
  /** The only algorithms to accept, of those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[]
}

/** Signs any bytes, in the compact serialization (RFC 7515). */
export function sign(payload: Uint8Array, key: Key, options?: BytesHeaderOptions): string

/** Verifies a compact JWS, and gives the bytes that were signed. */
export function verify(token: TokenInput, keys: Keys, options?: VerifyOptions): Verified
