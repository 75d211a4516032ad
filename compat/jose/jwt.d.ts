// JSON Web Tokens: claims that are signed or encrypted, in the compact serialization.

import type * as t from './types.js'

/** The base class with the setters for claims. */
declare class Producer implements t.ProduceJWT {
  /** @param payload - The initial claims; they are copied. */
  constructor(payload?: t.JWTPayload)
  setIssuer(issuer: string): this
  setSubject(subject: string): this
  setAudience(audience: string | string[]): this
  setJti(jwtId: string): this
  setNotBefore(input: number | string | Date): this
  setExpirationTime(input: number | string | Date): this
  setIssuedAt(input?: number | string | Date): this
}

/** Makes a signed JWT. */
export class SignJWT extends Producer {
  /** Sets the header, once. */
  setProtectedHeader(protectedHeader: t.JWTHeaderParameters): this
  /** Signs with a private key or a shared secret. */
  sign(key: t.KeyInput, options?: t.SignOptions): Promise<string>
  #private
}

/** Makes an encrypted JWT. */
export class EncryptJWT extends Producer {
  /** Sets the header, once. */
  setProtectedHeader(protectedHeader: t.CompactJWEHeaderParameters): this
  /** Sets `apu` and `apv` of ECDH-ES, once. The library chooses everything else. */
  setKeyManagementParameters(parameters: t.JWEKeyManagementHeaderParameters): this
  /** @deprecated For tests in jose; what it sets is refused here. */
  setContentEncryptionKey(cek: Uint8Array): this
  /** @deprecated For tests in jose; what it sets is refused here. */
  setInitializationVector(iv: Uint8Array): this
  /** Writes `iss` into the header as well, where anyone can read it. */
  replicateIssuerAsHeader(): this
  /** Writes `sub` into the header as well, where anyone can read it. */
  replicateSubjectAsHeader(): this
  /** Writes `aud` into the header as well, where anyone can read it. */
  replicateAudienceAsHeader(): this
  /** Encrypts to a public key or a shared secret. */
  encrypt(key: t.KeyInput, options?: t.EncryptOptions): Promise<string>
  #private
}

/** What an unsecured JWT would contain. */
export interface UnsecuredResult<PayloadType = t.JWTPayload> {
  payload: PayloadType & t.JWTPayload & ObjectOnly<PayloadType>
  header: t.JWSHeaderParameters
}

/** Unsecured JWTs (`none`): not supported here. */
export class UnsecuredJWT extends Producer {
  /** @throws JOSENotSupported, always. */
  encode(): string
  /** @throws JOSENotSupported, always. */
  static decode<PayloadType = t.JWTPayload>(
    jwt: string,
    options?: t.JWTClaimVerificationOptions,
  ): UnsecuredResult<PayloadType>
  #private
}

/** Nothing, for a payload that is not an object. */
type ObjectOnly<Payload> = [Payload] extends [object]
  ? unknown
  : unknown extends Payload
    ? unknown
    : never

type Resolved = t.CryptoKey | Uint8Array
type Inferred<Result, PayloadType, Payload> = t.InferredJWTResult<
  Result,
  Payload & ObjectOnly<PayloadType>
>

/** Options of {@link jwtVerify}. */
export interface JWTVerifyOptions extends t.VerifyOptions, t.JWTClaimVerificationOptions {}

/** Finds the key for a signed JWT. Nothing of the token is verified yet. */
export interface JWTVerifyGetKey<KeyType extends Resolved = Resolved> extends t.GetKeyFunction<
  t.CompactJWSHeaderParameters,
  t.FlattenedJWSInput,
  KeyType | t.KeyObject | t.JWK
> {}

export function jwtVerify<PayloadType, KeyType extends t.KeyInput, InferredPayloadType>(
  jwt: string | Uint8Array,
  key: KeyType,
  options?: JWTVerifyOptions,
): Promise<Inferred<t.JWTVerifyResult<unknown>, PayloadType, InferredPayloadType>>
export function jwtVerify<PayloadType, KeyType extends Resolved, InferredPayloadType>(
  jwt: string | Uint8Array,
  getKey: JWTVerifyGetKey<KeyType>,
  options?: JWTVerifyOptions,
): Promise<
  Inferred<t.JWTVerifyResult<unknown>, PayloadType, InferredPayloadType> & t.ResolvedKey<KeyType>
>
export function jwtVerify<
  PayloadType,
  KeyType extends t.KeyInput | JWTVerifyGetKey,
  InferredPayloadType,
>(
  jwt: string | Uint8Array,
  key: KeyType,
  options?: JWTVerifyOptions,
): Promise<
  Inferred<t.JWTVerifyResult<unknown>, PayloadType, InferredPayloadType> & Partial<t.ResolvedKey>
>
/** Verifies the signature of a JWT with a public key or a shared secret, and checks its claims. */
export function jwtVerify<PayloadType = t.JWTPayload>(
  jwt: string | Uint8Array,
  key: t.KeyInput,
  options?: JWTVerifyOptions,
): Promise<t.JWTVerifyResult<PayloadType>>
/** The same with a function that finds the key, which the result then includes. */
export function jwtVerify<PayloadType = t.JWTPayload, KeyType extends Resolved = Resolved>(
  jwt: string | Uint8Array,
  getKey: JWTVerifyGetKey<KeyType>,
  options?: JWTVerifyOptions,
): Promise<t.JWTVerifyResult<PayloadType> & t.ResolvedKey<KeyType>>
/** The same with either. */
export function jwtVerify<PayloadType = t.JWTPayload>(
  jwt: string | Uint8Array,
  key: t.KeyInput | JWTVerifyGetKey,
  options?: JWTVerifyOptions,
): Promise<t.JWTVerifyResult<PayloadType> & Partial<t.ResolvedKey>>

/** Options of {@link jwtDecrypt}. */
export interface JWTDecryptOptions extends t.DecryptOptions, t.JWTClaimVerificationOptions {}

/** Finds the key for an encrypted JWT. Nothing of the token is authenticated yet. */
export interface JWTDecryptGetKey<KeyType extends Resolved = Resolved> extends t.GetKeyFunction<
  t.CompactJWEHeaderParameters,
  t.FlattenedJWE,
  KeyType | t.KeyObject | t.JWK
> {}

export function jwtDecrypt<PayloadType, KeyType extends t.KeyInput, InferredPayloadType>(
  jwt: string | Uint8Array,
  key: KeyType,
  options?: JWTDecryptOptions,
): Promise<Inferred<t.JWTDecryptResult<unknown>, PayloadType, InferredPayloadType>>
export function jwtDecrypt<PayloadType, KeyType extends Resolved, InferredPayloadType>(
  jwt: string | Uint8Array,
  getKey: JWTDecryptGetKey<KeyType>,
  options?: JWTDecryptOptions,
): Promise<
  Inferred<t.JWTDecryptResult<unknown>, PayloadType, InferredPayloadType> & t.ResolvedKey<KeyType>
>
export function jwtDecrypt<
  PayloadType,
  KeyType extends t.KeyInput | JWTDecryptGetKey,
  InferredPayloadType,
>(
  jwt: string | Uint8Array,
  key: KeyType,
  options?: JWTDecryptOptions,
): Promise<
  Inferred<t.JWTDecryptResult<unknown>, PayloadType, InferredPayloadType> & Partial<t.ResolvedKey>
>
/** Decrypts a JWT with a private key or a shared secret, and checks its claims. */
export function jwtDecrypt<PayloadType = t.JWTPayload>(
  jwt: string | Uint8Array,
  key: t.KeyInput,
  options?: JWTDecryptOptions,
): Promise<t.JWTDecryptResult<PayloadType>>
/** The same with a function that finds the key, which the result then includes. */
export function jwtDecrypt<PayloadType = t.JWTPayload, KeyType extends Resolved = Resolved>(
  jwt: string | Uint8Array,
  getKey: JWTDecryptGetKey<KeyType>,
  options?: JWTDecryptOptions,
): Promise<t.JWTDecryptResult<PayloadType> & t.ResolvedKey<KeyType>>
/** The same with either. */
export function jwtDecrypt<PayloadType = t.JWTPayload>(
  jwt: string | Uint8Array,
  key: t.KeyInput | JWTDecryptGetKey,
  options?: JWTDecryptOptions,
): Promise<t.JWTDecryptResult<PayloadType> & Partial<t.ResolvedKey>>

export function decodeJwt<PayloadType, InferredPayloadType>(
  jwt: string,
): InferredPayloadType & t.JWTPayload & ObjectOnly<PayloadType>
/** Reads the claims of a signed JWT without checking anything. */
export function decodeJwt<PayloadType = t.JWTPayload>(
  jwt: string,
): PayloadType & t.JWTPayload & ObjectOnly<PayloadType>

/** The header of a token of either kind. */
export type ProtectedHeaderParameters = t.JWSHeaderParameters & t.JWEHeaderParameters

/** Reads the protected header of a token in any serialization without checking anything. */
export function decodeProtectedHeader(token: string | object): ProtectedHeaderParameters

export {}
