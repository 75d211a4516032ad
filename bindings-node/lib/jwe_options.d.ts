// Generated from the core by `cargo xtask generate`. Do not edit.

import type { ContentEncryptionName, KeyManagementName } from './algorithm.js'
import type { CommonReadOptions, Serialization } from './options.js'

/** Options for encrypting arbitrary bytes. */
export interface EncryptOptions {
  /**
   * The content encryption; a `dir` key has its own; `A256GCM` if not given.
   *
   * @default 'A256GCM'
   */
  enc?: ContentEncryptionName | null
  /** Additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`. */
  header?: Record<string, unknown> | null
  /**
   * Parameters for the unprotected header, which all recipients share and anyone can change; only
   * in the JSON serializations.
   */
  unprotected?: Record<string, unknown> | null
  /**
   * Parameters for the unprotected headers of the recipients, which anyone can change, one object
   * per key; only in the JSON serializations. A `kid` given here or in `unprotected` must be the
   * key's, and is then written nowhere else.
   */
  recipientHeaders?: readonly Record<string, unknown>[] | null
  /**
   * Additional bytes to authenticate besides the plaintext, which anyone can read in the token;
   * only in the JSON serializations.
   */
  aad?: Uint8Array | null
  /**
   * How to write the token; `compact` if not given.
   *
   * @default 'compact'
   */
  serialization?: Serialization
  /**
   * Compress the plaintext before encrypting it. The length of the token then reveals something
   * about its content.
   *
   * @default false
   */
  compress?: boolean
  /**
   * Allow a symmetric key among several. Such a key must never again be used to authenticate a
   * token, in any serialization: every recipient knows the content key, and can put other content
   * under another recipient's encrypted key, in a compact token too.
   *
   * @default false
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
   * The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization
   * may have 1 MiB.
   *
   * @default 262144
   */
  maxTokenBytes?: number
}
