import type { Key } from '../index.js'
import type {
  BytesHeaderOptions,
  CommonReadOptions,
  ContentEncryptionName,
  JsonToken,
  KeyManagementName,
  Keys,
  Serialization,
  TokenInput,
} from './options.js'

/** Bytes that were decrypted. */
export interface Decrypted {
  plaintext: Uint8Array
  /** The protected header. */
  header: Record<string, unknown>
  /** The unprotected header that all recipients share, or null. Anybody can have changed it. */
  unprotected: Record<string, unknown> | null
  /** The unprotected header of the recipient that was opened, or null. Anybody can have changed it. */
  recipientHeader: Record<string, unknown> | null
  /** What was authenticated beside the plaintext, or null. */
  aad: Uint8Array | null
  /** The place of the recipient that was opened, counted from 0. */
  recipient: number
  /** The `keyId` of the key that fitted; never the token's own word. */
  keyId: string | null
}

export interface EncryptOptions extends BytesHeaderOptions {
  /** The content encryption. */
  enc?: ContentEncryptionName | null
  /** Compresses before encrypting. The length of the token then tells something about its content. */
  compress?: boolean
  /** Parameters of the unprotected header that all recipients share, in the JSON serializations. Anybody can change them. */
  unprotected?: Record<string, unknown> | null
  /** Parameters of the recipients' unprotected headers, one object for each key, in the JSON serializations. */
  recipientHeaders?: readonly Record<string, unknown>[] | null
  /** What is authenticated beside the plaintext and stands in the token for all to read, in the JSON serializations. */
  aad?: Uint8Array | null
  /** How the token is written: compact unless another is named. */
  serialization?: Serialization
  /** Allows a symmetric key among several. Any recipient can then have made the content in the name of the one who shares it. */
  allowSharedContentKey?: boolean
}

export interface DecryptOptions extends CommonReadOptions {
  /** The only key management algorithms to accept, of those that the keys allow. */
  keyManagement?: readonly KeyManagementName[] | null
  /** The only content encryption algorithms to accept. */
  contentEncryption?: readonly ContentEncryptionName[] | null
}

/** Encrypts any bytes to the holder of a key or, in the general serialization, to those of several (RFC 7516). */
export function encrypt(plaintext: Uint8Array, keys: Keys, options?: EncryptOptions): string

/** Decrypts a JWE in any serialization. */
export function decrypt(token: TokenInput | JsonToken, keys: Keys, options?: DecryptOptions): Decrypted

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
