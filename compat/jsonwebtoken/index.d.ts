/**
 * The functions, options and errors of `jsonwebtoken` 9, over tokenseal: only the line that requires it changes.
 *
 * ```js
 * import jwt from 'tokenseal/compat/jsonwebtoken'
 *
 * const secret = Buffer.from('7f0e6c2b9d8a41f3a5c4e1d09b6f8273', 'utf8')
 * const token = jwt.sign({ sub: 'alice' }, secret, { expiresIn: '15m' })
 * const { sub } = jwt.verify(token, secret, { algorithms: ['HS256'] })
 * ```
 *
 * tokenseal's core makes and checks signatures; claims are checked as jsonwebtoken documents. What
 * jsonwebtoken allows but tokenseal refuses (weak keys, `none`, ambiguous JSON) throws a {@link
 * JsonWebTokenError} whose `cause` is the `TokenError`. The differences are listed in
 * docs/compat-jsonwebtoken.md.
 *
 * @packageDocumentation
 */

/// <reference types="node" />

import type { KeyObject, createPrivateKey, createPublicKey } from 'node:crypto'

/**
 * Every other error of this module is one of these, except those of {@link sign} about its
 * arguments, which are plain errors.
 */
export class JsonWebTokenError extends Error {
  constructor(message: string, error?: Error)
  /** What was wrong, if another error says so. */
  inner: Error
  /** The `TokenError`, if tokenseal's core refused. */
  cause?: unknown
}

/** The token has expired, or is older than `maxAge`. */
export class TokenExpiredError extends JsonWebTokenError {
  constructor(message: string, expiredAt: Date)
  /** When it expired. */
  expiredAt: Date
}

/** The token is not valid yet. */
export class NotBeforeError extends JsonWebTokenError {
  constructor(message: string, date: Date)
  /** When it becomes valid. */
  date: Date
}

type Unit = 'y' | 'yr' | 'yrs' | 'year' | 'years' | 'w' | 'week' | 'weeks' | 'd' | 'day' | 'days'
type ShortUnit =
  'h' | 'hr' | 'hrs' | 'hour' | 'hours' | 'm' | 'min' | 'mins' | 'minute' | 'minutes' | 's' | 'sec' | 'secs' | 'second' | 'seconds'
type ShortestUnit = 'ms' | 'msec' | 'msecs' | 'millisecond' | 'milliseconds'
type AnyCase<Name extends string> = Name | Uppercase<Name> | Capitalize<Name>
type UnitAnyCase = AnyCase<Unit | ShortUnit | ShortestUnit>

/** A time span: a number and a unit, or milliseconds without one. */
export type StringValue = `${number}` | `${number}${UnitAnyCase}` | `${number} ${UnitAnyCase}`

export type Algorithm =
  'HS256' | 'HS384' | 'HS512' | 'RS256' | 'RS384' | 'RS512' | 'ES256' | 'ES384' | 'ES512' | 'PS256' | 'PS384' | 'PS512' | 'none'

export interface SignOptions {
  /** HS256 if not given. `none` is refused. */
  algorithm?: Algorithm | undefined
  /** The `kid` of the header. */
  keyid?: string | undefined
  /** Seconds, or a span of time; becomes `exp`. */
  expiresIn?: StringValue | number
  /** Seconds from now, or a span of time; becomes `nbf`. */
  notBefore?: StringValue | number | undefined
  audience?: string | string[] | undefined
  subject?: string | undefined
  issuer?: string | undefined
  jwtid?: string | undefined
  /** Writes the claims that are added into the payload itself. */
  mutatePayload?: boolean | undefined
  /** Leaves `iat` out. */
  noTimestamp?: boolean | undefined
  header?: JwtHeader | undefined
  encoding?: string | undefined
  /** Accepted, but without effect: weak keys are refused. */
  allowInsecureKeySizes?: boolean | undefined
  /**
   * Accepts secrets shorter than the hash, which can be guessed from a single token, and warns once
   * per process. `false` unless {@link allowWeakSecrets} was called. Not in jsonwebtoken, which
   * accepts any.
   */
  allowWeakSecret?: boolean | undefined
  /** Accepted, but without effect on what the core refuses: a key that does not fit its algorithm. */
  allowInvalidAsymmetricKeyTypes?: boolean | undefined
}

export interface VerifyOptions {
  /**
   * Accepts secrets shorter than the hash, which can be guessed from a single token, and warns once
   * per process. `false` unless {@link allowWeakSecrets} was called. Not in jsonwebtoken, which
   * accepts any.
   */
  allowWeakSecret?: boolean | undefined
  /** If not given, those of the key's type. */
  algorithms?: Algorithm[] | undefined
  audience?: string | RegExp | [string | RegExp, ...(string | RegExp)[]] | undefined
  /** The time, in seconds since the epoch. */
  clockTimestamp?: number | undefined
  /** How far clocks may be apart, in seconds. */
  clockTolerance?: number | undefined
  /** Returns header, payload and signature instead of only the payload. */
  complete?: boolean | undefined
  issuer?: string | [string, ...string[]] | undefined
  ignoreExpiration?: boolean | undefined
  ignoreNotBefore?: boolean | undefined
  jwtid?: string | undefined
  nonce?: string | undefined
  subject?: string | undefined
  /** The greatest age by `iat`: seconds, or a span of time. Unlike in jsonwebtoken, 0 is an age. */
  maxAge?: string | number | undefined
  /** Accepted, but without effect on what the core refuses: a key that does not fit its algorithm. */
  allowInvalidAsymmetricKeyTypes?: boolean | undefined
}

export interface DecodeOptions {
  complete?: boolean | undefined
  /** Parses the payload as JSON whatever the header says. */
  json?: boolean | undefined
}

export interface JwtHeader {
  alg: string | Algorithm
  typ?: string | undefined
  cty?: string | undefined
  crit?: Array<string | Exclude<keyof JwtHeader, 'crit'>> | undefined
  kid?: string | undefined
  jku?: string | undefined
  x5u?: string | string[] | undefined
  'x5t#S256'?: string | undefined
  x5t?: string | undefined
  x5c?: string | string[] | undefined
}

export interface JwtPayload {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the types that this takes the place of
  [key: string]: any
  iss?: string | undefined
  sub?: string | undefined
  aud?: string | string[] | undefined
  exp?: number | undefined
  nbf?: number | undefined
  iat?: number | undefined
  jti?: string | undefined
}

export interface Jwt {
  header: JwtHeader
  payload: JwtPayload | string
  signature: string
}

export type VerifyErrors = JsonWebTokenError | NotBeforeError | TokenExpiredError
export type VerifyCallback<T = Jwt | JwtPayload | string> = (error: VerifyErrors | null, decoded?: T | undefined) => void
export type SignCallback = (error: Error | null, encoded?: string | undefined) => void
export type SigningKeyCallback = (error: Error | null, signingKey?: Secret | PublicKey) => void
export type GetPublicKeyOrSecret = (header: JwtHeader, callback: SigningKeyCallback) => void

export type PublicKey = Parameters<typeof createPublicKey>[0]
export type PrivateKey = Parameters<typeof createPrivateKey>[0]
export type Secret = string | Buffer | KeyObject | { key: string | Buffer; passphrase: string }

/** Signs a payload: synchronously, or with a callback that gets the token or the error. */
export function sign(payload: string | Buffer | object, secretOrPrivateKey: Secret | PrivateKey, options?: SignOptions): string
export function sign(payload: string | Buffer | object, secretOrPrivateKey: null, options?: SignOptions & { algorithm: 'none' }): string
export function sign(payload: string | Buffer | object, secretOrPrivateKey: Secret | PrivateKey, callback: SignCallback): void
export function sign(
  payload: string | Buffer | object,
  secretOrPrivateKey: Secret | PrivateKey,
  options: SignOptions,
  callback: SignCallback,
): void
export function sign(
  payload: string | Buffer | object,
  secretOrPrivateKey: null,
  options: SignOptions & { algorithm: 'none' },
  callback: SignCallback,
): void

/** Verifies a token and checks its claims: synchronously, or with a callback, and then the key may be a function that finds it. */
export function verify(token: string, secretOrPublicKey: Secret | PublicKey, options: VerifyOptions & { complete: true }): Jwt
export function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey,
  options?: VerifyOptions & { complete?: false },
): JwtPayload | string
export function verify(token: string, secretOrPublicKey: Secret | PublicKey, options?: VerifyOptions): Jwt | JwtPayload | string
export function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey | GetPublicKeyOrSecret,
  callback?: VerifyCallback<JwtPayload | string>,
): void
export function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey | GetPublicKeyOrSecret,
  options: VerifyOptions & { complete: true },
  callback?: VerifyCallback<Jwt>,
): void
export function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey | GetPublicKeyOrSecret,
  options?: VerifyOptions & { complete?: false },
  callback?: VerifyCallback<JwtPayload | string>,
): void
export function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey | GetPublicKeyOrSecret,
  options?: VerifyOptions,
  callback?: VerifyCallback,
): void

/** Reads a token without checking anything; null if it is not a token. */
export function decode(token: string, options: DecodeOptions & { complete: true }): null | Jwt
export function decode(token: string, options: DecodeOptions & { json: true }): null | JwtPayload
export function decode(token: string, options?: DecodeOptions): null | JwtPayload | string

/**
 * From now on, calls in this process accept secrets shorter than their hash, unless they pass
 * `allowWeakSecret: false`. A short secret can be guessed from a single token: the first use of
 * one is a process warning, with code `TOKENSEAL_WEAK_SECRET`. Empty secrets, zeros and RSA keys
 * below 2048 bits are still refused. Not in jsonwebtoken.
 */
export function allowWeakSecrets(): void
