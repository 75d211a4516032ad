// Encrypting and decrypting bytes, in every serialization.

import type * as t from './types.js'

/** Makes a JWE in the compact serialization. */
export class CompactEncrypt {
  /** @param plaintext - The bytes to encrypt. */
  constructor(plaintext: Uint8Array)
  /** @deprecated For tests in jose; what it sets is refused here. */
  setContentEncryptionKey(cek: Uint8Array): this
  /** @deprecated For tests in jose; what it sets is refused here. */
  setInitializationVector(iv: Uint8Array): this
  /** Sets the header, once. */
  setProtectedHeader(protectedHeader: t.CompactJWEHeaderParameters): this
  /** Sets `apu` and `apv` of ECDH-ES, once. The library chooses everything else. */
  setKeyManagementParameters(parameters: t.JWEKeyManagementHeaderParameters): this
  /** Encrypts to a public key or a shared secret. */
  encrypt(key: t.KeyInput, options?: t.EncryptOptions): Promise<string>
  #private
}

/** Makes a JWE in the flattened serialization. */
export class FlattenedEncrypt {
  /** @param plaintext - The bytes to encrypt. */
  constructor(plaintext: Uint8Array)
  /** Sets `apu` and `apv` of ECDH-ES, once. The library chooses everything else. */
  setKeyManagementParameters(parameters: t.JWEKeyManagementHeaderParameters): this
  /** Sets the protected header, once. */
  setProtectedHeader(protectedHeader: t.JWEHeaderParameters): this
  /** Sets the shared unprotected header, once. */
  setSharedUnprotectedHeader(sharedUnprotectedHeader: t.JWEHeaderParameters): this
  /** Sets the recipient's unprotected header, once. */
  setUnprotectedHeader(unprotectedHeader: t.JWEHeaderParameters): this
  /** Sets the additional data that is authenticated, but readable by anyone. */
  setAdditionalAuthenticatedData(aad: Uint8Array): this
  /** @deprecated For tests in jose; what it sets is refused here. */
  setContentEncryptionKey(cek: Uint8Array): this
  /** @deprecated For tests in jose; what it sets is refused here. */
  setInitializationVector(iv: Uint8Array): this
  /** Encrypts to a public key or a shared secret. */
  encrypt(key: t.KeyInput, options?: t.EncryptOptions): Promise<t.FlattenedJWE>
  #private
}

/** One recipient of a {@link GeneralEncrypt}. */
export interface Recipient {
  /** Sets the recipient's unprotected header, once. */
  setUnprotectedHeader(unprotectedHeader: t.JWEHeaderParameters): Recipient
  /** Sets `apu` and `apv` of ECDH-ES for this recipient, once. */
  setKeyManagementParameters(parameters: t.JWEKeyManagementHeaderParameters): Recipient
  /** Adds another recipient. */
  addRecipient(key: t.KeyInput, options?: t.EncryptOptions): Recipient
  /** Encrypts to all recipients. */
  encrypt(options?: t.SharedContentKeyOption): Promise<t.GeneralJWE>
  /** What this is a recipient of. */
  done(): GeneralEncrypt
}

/** Makes a JWE in the general serialization. */
export class GeneralEncrypt {
  /** @param plaintext - The bytes to encrypt. */
  constructor(plaintext: Uint8Array)
  /** Adds a recipient by a public key or a shared secret. */
  addRecipient(key: t.KeyInput, options?: t.EncryptOptions): Recipient
  /** Sets the protected header, once. */
  setProtectedHeader(protectedHeader: t.JWEHeaderParameters): this
  /** Sets the shared unprotected header, once. */
  setSharedUnprotectedHeader(sharedUnprotectedHeader: t.JWEHeaderParameters): this
  /** Sets the additional data that is authenticated, but readable by anyone. */
  setAdditionalAuthenticatedData(aad: Uint8Array): this
  /** Encrypts to all recipients. */
  encrypt(options?: t.SharedContentKeyOption): Promise<t.GeneralJWE>
  #private
}

type Resolved = t.CryptoKey | Uint8Array

/** Finds the key for a compact JWE. Nothing of the token is authenticated yet. */
export interface CompactDecryptGetKey<KeyType extends Resolved = Resolved> extends t.GetKeyFunction<
  t.CompactJWEHeaderParameters,
  t.FlattenedJWE,
  KeyType | t.KeyObject | t.JWK
> {}

/** Decrypts a JWE in the compact serialization. */
export function compactDecrypt(
  jwe: string | Uint8Array,
  key: t.KeyInput,
  options?: t.DecryptOptions,
): Promise<t.CompactDecryptResult>
/** The same with a function that finds the key, which the result then includes. */
export function compactDecrypt<KeyType extends Resolved = Resolved>(
  jwe: string | Uint8Array,
  getKey: CompactDecryptGetKey<KeyType>,
  options?: t.DecryptOptions,
): Promise<t.CompactDecryptResult & t.ResolvedKey<KeyType>>
/** The same with either. */
export function compactDecrypt(
  jwe: string | Uint8Array,
  key: t.KeyInput | CompactDecryptGetKey,
  options?: t.DecryptOptions,
): Promise<t.CompactDecryptResult & Partial<t.ResolvedKey>>

/** Finds the key for a flattened JWE. Nothing of the token is authenticated yet. */
export interface FlattenedDecryptGetKey<
  KeyType extends Resolved = Resolved,
> extends t.GetKeyFunction<
  t.JWEHeaderParameters | undefined,
  t.FlattenedJWE,
  KeyType | t.KeyObject | t.JWK
> {}

/** Decrypts a JWE in the flattened serialization. */
export function flattenedDecrypt(
  jwe: t.FlattenedJWE,
  key: t.KeyInput,
  options?: t.DecryptOptions,
): Promise<t.FlattenedDecryptResult>
/** The same with a function that finds the key, which the result then includes. */
export function flattenedDecrypt<KeyType extends Resolved = Resolved>(
  jwe: t.FlattenedJWE,
  getKey: FlattenedDecryptGetKey<KeyType>,
  options?: t.DecryptOptions,
): Promise<t.FlattenedDecryptResult & t.ResolvedKey<KeyType>>
/** The same with either. */
export function flattenedDecrypt(
  jwe: t.FlattenedJWE,
  key: t.KeyInput | FlattenedDecryptGetKey,
  options?: t.DecryptOptions,
): Promise<t.FlattenedDecryptResult & Partial<t.ResolvedKey>>

/** Finds the key for one recipient of a general JWE. Nothing of the token is authenticated yet. */
export interface GeneralDecryptGetKey<KeyType extends Resolved = Resolved> extends t.GetKeyFunction<
  t.JWEHeaderParameters | undefined,
  t.FlattenedJWE,
  KeyType | t.KeyObject | t.JWK
> {}

/** Decrypts a JWE in the general serialization, for the first recipient that it can decrypt for. */
export function generalDecrypt(
  jwe: t.GeneralJWE,
  key: t.KeyInput,
  options?: t.DecryptOptions,
): Promise<t.GeneralDecryptResult>
/** The same with a function that finds the key, which the result then includes. */
export function generalDecrypt<KeyType extends Resolved = Resolved>(
  jwe: t.GeneralJWE,
  getKey: GeneralDecryptGetKey<KeyType>,
  options?: t.DecryptOptions,
): Promise<t.GeneralDecryptResult & t.ResolvedKey<KeyType>>
/** The same with either. */
export function generalDecrypt(
  jwe: t.GeneralJWE,
  key: t.KeyInput | GeneralDecryptGetKey,
  options?: t.DecryptOptions,
): Promise<t.GeneralDecryptResult & Partial<t.ResolvedKey>>

export {}
