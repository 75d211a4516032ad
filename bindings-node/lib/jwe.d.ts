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

/** A token that waits for what its private key gives. */
export class Pending {
  private constructor()

  /** For ECDH-ES and its kin: the public key that the private key has to agree with. It is on the curve of the private key. */
  readonly peerKey: Key | null
  /** For RSA-OAEP and its kin: what the private key has to decrypt. */
  readonly encryptedKey: Uint8Array | null

  /**
   * Decrypts with the shared secret of the agreement (before any key derivation), or with the content key that RSA-OAEP gave.
   *
   * Where the private key could not be used on the token, give an empty array: it is refused like every token that cannot be decrypted.
   */
  complete(secret: Uint8Array): Decrypted
}

/** Reads a compact JWE that is decrypted with a private key kept elsewhere; `publicKey` is its public half, for ECDH-ES or RSA-OAEP. */
export function prepareDecrypt(token: TokenInput, publicKey: Key, options?: DecryptOptions): Pending
