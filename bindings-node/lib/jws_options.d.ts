// Generated from the core by `cargo xtask generate`. Do not edit.

import type { SignatureAlgorithmName } from './algorithm.js'
import type { CommonReadOptions, Require, Serialization } from './options.js'

/** Options for signing arbitrary bytes. */
export interface SignOptions {
  /**
   * Additional parameters for the protected header: the same for every signature, or one object per
   * key.
   */
  header?: Record<string, unknown> | readonly Record<string, unknown>[] | null
  /**
   * Parameters for the unprotected header, which anyone can change; only in the JSON
   * serializations. The same for every signature, or one object per key. A `kid` given here must be
   * the key's, and is then left out of the protected header.
   */
  unprotected?: Record<string, unknown> | readonly Record<string, unknown>[] | null
  /**
   * The names of protected header parameters that a recipient must understand or else refuse the
   * token (`crit`). Each must be in `header`.
   */
  critical?: readonly string[] | null
  /**
   * How to write the token; `compact` if not given.
   *
   * @default 'compact'
   */
  serialization?: Serialization
  /**
   * Leave the payload out of the token; it reaches the recipient by some other means (RFC 7515,
   * appendix F).
   *
   * @default false
   */
  detached?: boolean
  /**
   * Encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which
   * suits detached payloads.
   *
   * @default true
   */
  b64?: boolean
}

/** Options for verifying the signatures of arbitrary bytes. */
export interface VerifyOptions extends Omit<CommonReadOptions, 'maxTokenBytes' | 'maxInflatedBytes' | 'maxPbes2Iterations'> {
  /** The only signature algorithms to accept, among those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
  /**
   * Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers produce
   * them.
   *
   * @default false
   */
  allowBase64Padding?: boolean
  /** The payload of a detached token. */
  payload?: Uint8Array | null
  /**
   * How many of the signatures must verify; `any` if not given.
   *
   * @default 'any'
   */
  require?: Require
  /**
   * The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization
   * may have 1 MiB.
   *
   * @default 262144
   */
  maxTokenBytes?: number
}
