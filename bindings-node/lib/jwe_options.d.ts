// Generated from the core by `cargo xtask generate`. Do not edit.

import type { ContentEncryptionName, KeyManagementName } from './algorithm.js'
import type { CommonReadOptions, Serialization } from './options.js'

/** Options for encrypting arbitrary bytes. */
export interface EncryptOptions {
  /** The content encryption; a `dir` key has its own; `A256GCM` if not given. */
  enc?: ContentEncryptionName | null
  /** More parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`. */
  header?: Record<string, unknown> | null
  /**
   * Parameters for the unprotected header that all recipients share and anyone can change, in the
   * JSON serializations only.
   */
  unprotected?: Record<string, unknown> | null
  /**
   * Parameters for the recipients' unprotected headers, which anyone can change, one object for
   * each key, in the JSON serializations only. A `kid` here or in `unprotected`, which must be the
   * key's, is written nowhere else.
   */
  recipientHeaders?: readonly Record<string, unknown>[] | null
  /**
   * Bytes to authenticate besides the plaintext; they stand in the token for all to read, in the
   * JSON serializations only.
   */
  aad?: Uint8Array | null
  /** How to write the token; `compact` if not given. */
  serialization?: Serialization
  /**
   * Compress the plaintext before encrypting it. The length of the token then reveals something
   * about its content.
   */
  compress?: boolean
  /**
   * Allow a symmetric key among several. Such a key must never authenticate a token again, in any
   * serialization: every recipient knows the content key, and can put other content under the
   * encrypted key of another, in a compact token too.
   */
  allowSharedContentKey?: boolean
}

/** Options for decrypting arbitrary bytes. */
export interface DecryptOptions extends Omit<CommonReadOptions, 'maxTokenBytes'> {
  /** The only key management algorithms to accept, among those that the keys allow. */
  keyManagement?: readonly KeyManagementName[] | null
  /** The only content encryption algorithms to accept. */
  contentEncryption?: readonly ContentEncryptionName[] | null
  /**
   * The longest token, in bytes; 256 KiB if not given. A JSON serialization may have 1 MiB if this
   * is not given.
   */
  maxTokenBytes?: number
}
