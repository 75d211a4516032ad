import type { CommonReadOptions, JsonToken, Keys, Serialization, SignatureAlgorithmName, TokenInput } from './options.js'

/** Bytes whose signature was verified. */
export interface Verified {
  payload: Uint8Array
  /** The protected header; of several signatures, that of the first that verified. */
  header: Record<string, unknown>
  /** The unprotected header that stands with it, or null. Anybody can have changed it. */
  unprotected: Record<string, unknown> | null
  /** The `keyId` of the key that verified that signature; never the token's own word. */
  keyId: string | null
  /** The places of the signatures that verified, counted from 0. Whatever is not listed did not verify, or has no key. */
  verified: number[]
}

export interface SignOptions {
  /** Further parameters of the protected header: for every signature, or one object for each key. */
  header?: Record<string, unknown> | readonly Record<string, unknown>[] | null
  /** Parameters of the unprotected header, in the JSON serializations. Anybody can change them. */
  unprotected?: Record<string, unknown> | readonly Record<string, unknown>[] | null
  /** How the token is written: compact unless another is named. */
  serialization?: Serialization
  /** Leaves the payload out of the token. */
  detached?: boolean
  /** Whether the payload is encoded as base64url, as it is if not given (RFC 7797). */
  b64?: boolean
}

export interface VerifyOptions extends Omit<CommonReadOptions, 'maxInflatedBytes' | 'maxPbes2Iterations'> {
  /** The payload of a detached token. */
  payload?: Uint8Array | null
  /** The only algorithms to accept, of those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
  /** How many of several signatures have to verify: any, if not given. */
  require?: 'any' | 'all'
}

/** Signs any bytes with a key or, in the general serialization, with several (RFC 7515). */
export function sign(payload: Uint8Array, keys: Keys, options?: SignOptions): string

/** Verifies a JWS in any serialization, and gives the bytes that were signed. */
export function verify(token: TokenInput | JsonToken, keys: Keys, options?: VerifyOptions): Verified
