// Generated from the core by `cargo xtask generate`. Do not edit.

import type { SignatureAlgorithmName } from './algorithm.js'
import type { CommonReadOptions, Require, Serialization } from './options.js'

/** Options for signing arbitrary bytes. */
export interface SignOptions {
  /**
   * More parameters for the protected header: the same for every signature, or one object for each
   * key.
   */
  header?: Record<string, unknown> | readonly Record<string, unknown>[] | null
  /**
   * Parameters for the unprotected header, which anyone can change, in the JSON serializations
   * only: the same for every signature, or one object for each key. A `kid` here, which must be the
   * key's, is left out of the protected header.
   */
  unprotected?: Record<string, unknown> | readonly Record<string, unknown>[] | null
  /**
   * The names of parameters of the protected header that a recipient must understand, or else
   * refuse the token (`crit`). Each must stand in `header`.
   */
  critical?: readonly string[] | null
  /** How to write the token; `compact` if not given. */
  serialization?: Serialization
  /**
   * Leave the payload out of the token; it reaches the recipient some other way (RFC 7515, appendix
   * F).
   */
  detached?: boolean
  /**
   * Encode the payload as base64url. If false it is signed as it is (RFC 7797), which suits
   * detached payloads.
   */
  b64?: boolean
}

/** Options for verifying the signatures of arbitrary bytes. */
export interface VerifyOptions extends Omit<CommonReadOptions, 'maxTokenBytes' | 'maxInflatedBytes' | 'maxPbes2Iterations'> {
  /** The only signature algorithms to accept, among those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
  /**
   * Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers make them.
   */
  allowBase64Padding?: boolean
  /** The payload of a detached token. */
  payload?: Uint8Array | null
  /** How many of several signatures must verify; `any` if not given. */
  require?: Require
  /**
   * The longest token, in bytes; 256 KiB if not given. A JSON serialization may have 1 MiB if this
   * is not given.
   */
  maxTokenBytes?: number
}
