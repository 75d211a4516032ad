// Signing and verifying bytes, in every serialization.

import type * as t from './types.js'

/** Makes a JWS in the compact serialization. */
export class CompactSign {
  /** @param payload - The bytes to sign. */
  constructor(payload: Uint8Array)
  /** Sets the header, once. */
  setProtectedHeader(protectedHeader: t.CompactJWSHeaderParameters): this
  /** Signs with a private key or a shared secret. */
  sign(key: t.KeyInput, options?: t.SignOptions): Promise<string>
  #private
}

/** Makes a JWS in the flattened serialization. */
export class FlattenedSign {
  /** @param payload - The bytes to sign. */
  constructor(payload: Uint8Array)
  /** Sets the protected header, once. */
  setProtectedHeader(protectedHeader: t.JWSHeaderParameters): this
  /** Sets the unprotected header, once. `alg` is always written into the protected one. */
  setUnprotectedHeader(unprotectedHeader: t.JWSHeaderParameters): this
  /** Signs with a private key or a shared secret. */
  sign(key: t.KeyInput, options?: t.SignOptions): Promise<t.FlattenedJWS>
  #private
}

/** One signature of a {@link GeneralSign}. */
export interface Signature {
  /** Sets the protected header of this signature, once. */
  setProtectedHeader(protectedHeader: t.JWSHeaderParameters): Signature
  /** Sets the unprotected header of this signature, once. */
  setUnprotectedHeader(unprotectedHeader: t.JWSHeaderParameters): Signature
  /** Adds another signature. */
  addSignature(key: t.KeyInput, options?: t.SignOptions): Signature
  /** Signs with all keys. */
  sign(): Promise<t.GeneralJWS>
  /** What this is a signature of. */
  done(): GeneralSign
}

/** Makes a JWS in the general serialization. */
export class GeneralSign {
  /** @param payload - The bytes to sign. */
  constructor(payload: Uint8Array)
  /** Adds a signature by a private key or a shared secret. */
  addSignature(key: t.KeyInput, options?: t.SignOptions): Signature
  /** Signs with all keys. */
  sign(): Promise<t.GeneralJWS>
  #private
}

type Resolved = t.CryptoKey | Uint8Array

/** Finds the key for a compact JWS. Nothing of the token is verified yet. */
export interface CompactVerifyGetKey<KeyType extends Resolved = Resolved> extends t.GetKeyFunction<
  t.CompactJWSHeaderParameters,
  t.FlattenedJWSInput,
  KeyType | t.KeyObject | t.JWK
> {}

/** Verifies a JWS in the compact serialization. */
export function compactVerify(
  jws: string | Uint8Array,
  key: t.KeyInput,
  options?: t.VerifyOptions,
): Promise<t.CompactVerifyResult>
/** The same with a function that finds the key, which the result then includes. */
export function compactVerify<KeyType extends Resolved = Resolved>(
  jws: string | Uint8Array,
  getKey: CompactVerifyGetKey<KeyType>,
  options?: t.VerifyOptions,
): Promise<t.CompactVerifyResult & t.ResolvedKey<KeyType>>
/** The same with either. */
export function compactVerify(
  jws: string | Uint8Array,
  key: t.KeyInput | CompactVerifyGetKey,
  options?: t.VerifyOptions,
): Promise<t.CompactVerifyResult & Partial<t.ResolvedKey>>

/** Finds the key for a flattened JWS. Nothing of the token is verified yet. */
export interface FlattenedVerifyGetKey<
  KeyType extends Resolved = Resolved,
> extends t.GetKeyFunction<
  t.JWSHeaderParameters,
  t.FlattenedJWSInput,
  KeyType | t.KeyObject | t.JWK
> {}

/** Verifies a JWS in the flattened serialization. */
export function flattenedVerify(
  jws: t.FlattenedJWSInput,
  key: t.KeyInput,
  options?: t.VerifyOptions,
): Promise<t.FlattenedVerifyResult>
/** The same with a function that finds the key, which the result then includes. */
export function flattenedVerify<KeyType extends Resolved = Resolved>(
  jws: t.FlattenedJWSInput,
  getKey: FlattenedVerifyGetKey<KeyType>,
  options?: t.VerifyOptions,
): Promise<t.FlattenedVerifyResult & t.ResolvedKey<KeyType>>
/** The same with either. */
export function flattenedVerify(
  jws: t.FlattenedJWSInput,
  key: t.KeyInput | FlattenedVerifyGetKey,
  options?: t.VerifyOptions,
): Promise<t.FlattenedVerifyResult & Partial<t.ResolvedKey>>

/** Finds the key for one signature of a general JWS. Nothing of the token is verified yet. */
export interface GeneralVerifyGetKey<KeyType extends Resolved = Resolved> extends t.GetKeyFunction<
  t.JWSHeaderParameters,
  t.FlattenedJWSInput,
  KeyType | t.KeyObject | t.JWK
> {}

/**
 * Verifies a JWS in the general serialization: the first signature that can be verified counts,
 * and the others are ignored.
 */
export function generalVerify(
  jws: t.GeneralJWSInput,
  key: t.KeyInput,
  options?: t.VerifyOptions,
): Promise<t.GeneralVerifyResult>
/** The same with a function that finds the key, which the result then includes. */
export function generalVerify<KeyType extends Resolved = Resolved>(
  jws: t.GeneralJWSInput,
  getKey: GeneralVerifyGetKey<KeyType>,
  options?: t.VerifyOptions,
): Promise<t.GeneralVerifyResult & t.ResolvedKey<KeyType>>
/** The same with either. */
export function generalVerify(
  jws: t.GeneralJWSInput,
  key: t.KeyInput | GeneralVerifyGetKey,
  options?: t.VerifyOptions,
): Promise<t.GeneralVerifyResult & Partial<t.ResolvedKey>>

export {}
