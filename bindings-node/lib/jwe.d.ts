import type { Key } from '../index.js'
import type { BytesHeaderOptions, CommonReadOptions, ContentEncryptionName, KeyManagementName, Keys, TokenInput } from './options.js'

/** Bytes that were decrypted. */
export interface Decrypted {
  plaintext: Uint8Array
  /** The protected header. */
  header: Record<string, unknown>
  /** The `keyId` of the key that fitted; never the token's own word. */
  keyId: string | null
}

export interface EncryptOptions extends BytesHeaderOptions {
  /** The content encryption. */
  enc?: ContentEncryptionName
  /** Compresses before encrypting. The length of the token then tells something about its content. */
  compress?: boolean
}

export interface DecryptOptions extends CommonReadOptions {
  /** The only key management algorithms to accept, of those that the keys allow. */
  keyManagement?: readonly KeyManagementName[]
  /** The only content encryption algorithms to accept. */
  contentEncryption?: readonly ContentEncryptionName[]
}

/** Encrypts any bytes, in the compact serialization (RFC 7516). */
export function encrypt(plaintext: Uint8Array, key: Key, options?: EncryptOptions): string

/** Decrypts a compact JWE. */
export function decrypt(token: TokenInput, keys: Keys, options?: DecryptOptions): Decrypted
