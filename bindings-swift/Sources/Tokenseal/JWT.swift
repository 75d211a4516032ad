import Foundation
internal import TokensealNative

// One token at a time. To make or check many of a kind, an ``Issuer`` and a ``Verifier`` are
// faster.

/// Signs claims: anyone can read the token, and nobody can change it (RFC 7519, section 7.1).
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate),
///     or ``JSONText``.
///   - key: The key that signs.
///   - options: What else the token contains. It needs an expiry: ``SignOptions/expiresIn``, unless
///     the claims have `exp`.
/// - Returns: The token, in the compact serialization.
/// - Throws: `ERR_JWT_INVALID` for claims that are not a JSON object, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISSING` if a profile requires more, `ERR_KEY_MISMATCH` for an unsuitable key,
///   `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// struct Claims: Encodable { let sub: String; let admin: Bool }
///
/// let key = try Key.generate(.ES256)
/// let options = SignOptions(expiresIn: .minutes(15), audience: "https://api.example")
/// let token = try sign(Claims(sub: "alice", admin: true), with: key, options: options)
/// try verify(token, with: key.publicKey, expecting: VerifyOptions(audience: "https://api.example"))["admin"] // => true
/// try sign("alice", with: key, options: options) // throws .jwtInvalid
/// ```
public func sign(_ claims: some Encodable, with key: Key, options: SignOptions = SignOptions()) throws(TokenError) -> String {
    try crossing { try signJson(claims: json(claims), key: key.native, given: options.json) }
}

/// Encrypts claims: nobody but the holder of the key can read them.
///
/// Claims encrypted to a public key and not signed could come from anyone: see
/// ``seal(_:signWith:encryptTo:options:)``.
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate),
///     or ``JSONText``.
///   - key: The key to encrypt to: a public one, or a shared secret.
///   - options: What else the token contains. It needs an expiry: ``EncryptOptions/expiresIn``,
///     unless the claims have `exp`.
/// - Returns: The token, in the compact serialization.
/// - Throws: `ERR_JWT_INVALID` for claims that are not a JSON object, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISSING` if a profile requires more, `ERR_KEY_MISMATCH` for an unsuitable key,
///   `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// let key = try Key.generate(.A256GCMKW)
/// let token = try encrypt(["sub": "alice"], to: key, options: EncryptOptions(expiresIn: "15m", enc: .A128CBC_HS256))
/// try decrypt(token, with: key).header["enc"] // => "A128CBC-HS256"
/// ```
public func encrypt(_ claims: some Encodable, to key: Key, options: EncryptOptions = EncryptOptions()) throws(TokenError) -> String {
    try crossing { try encryptJson(claims: json(claims), key: key.native, given: options.json) }
}

/// Signs claims, then encrypts the signed token (RFC 7519, section 5.2, "nested").
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate),
///     or ``JSONText``.
///   - signingKey: The key that signs.
///   - encryptionKey: The key to encrypt to.
///   - options: What else the token contains. It needs an expiry: ``EncryptOptions/expiresIn``,
///     unless the claims have `exp`.
/// - Returns: The token, in the compact serialization.
/// - Throws: `ERR_JWT_INVALID` for claims that are not a JSON object, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISSING` if a profile requires more, `ERR_KEY_MISMATCH` for an unsuitable key,
///   `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// let signingKey = try Key.generate(.EdDSA)
/// let serviceKey = try Key.generate(.ECDH_ES, options: GenerateOptions(curve: .X25519))
/// let options = EncryptOptions(expiresIn: "15m")
/// let token = try seal(["sub": "alice"], signWith: signingKey, encryptTo: serviceKey.publicKey, options: options)
/// try unseal(token, decryptWith: serviceKey, verifyWith: signingKey.publicKey).kind // => .nested
/// ```
public func seal(
    _ claims: some Encodable, signWith signingKey: Key, encryptTo encryptionKey: Key, options: EncryptOptions = EncryptOptions()
) throws(TokenError) -> String {
    try crossing {
        try sealJson(claims: json(claims), signWith: signingKey.native, encryptTo: encryptionKey.native, given: options.json)
    }
}

/// Verifies a signed token and checks its claims.
///
/// Every check is made unless it is waived by name: a token needs `exp`, and if it has an `iss` or
/// `aud`, that must be expected (RFC 7519, section 4.1).
///
/// - Parameters:
///   - token: The token, in the compact serialization.
///   - keys: The key that verifies, or several, from which the token selects one.
///   - options: What the token must have, and what it need not have.
/// - Returns: The token, with its claims.
/// - Throws: `ERR_JWT_INVALID` or `ERR_JWS_INVALID` for a malformed token,
///   `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
///   `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`,
///   `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`,
///   `ERR_OPTION_INVALID`.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "15m", issuer: "https://issuer.example"))
/// let expected = VerifyOptions(issuer: "https://issuer.example")
/// try verify(token, with: key.publicKey, expecting: expected)["sub"] // => "alice"
/// try verify(token, with: key.publicKey) // throws .jwtClaimMismatch
/// try verify(token, with: [Key.generate(.ES256)], expecting: expected) // throws .jwksNoMatchingKey
/// ```
public func verify(_ token: String, with keys: some Keys, expecting options: VerifyOptions = VerifyOptions()) throws(TokenError) -> Token {
    try Token(crossing { try verifyWith(token: token, keys: keys.keySet.native, given: options.json) })
}

/// Decrypts an encrypted token and checks its claims.
///
/// A token that is encrypted to a public key and not signed could have been made by anyone, and is
/// refused with `ERR_JWT_UNSIGNED` unless ``DecryptOptions/allowUnsigned`` is true.
///
/// - Parameters:
///   - token: The token, in the compact serialization.
///   - keys: The key that decrypts, or several, from which the token selects one.
///   - options: What the token must have, and what it need not have.
/// - Returns: The token, with its claims.
/// - Throws: `ERR_JWT_INVALID` or `ERR_JWE_INVALID` for a malformed token,
///   `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
///   `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`,
///   `ERR_JWT_UNSIGNED`, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`,
///   `ERR_OPTION_INVALID`.
///
/// ```swift
/// let key = try Key.generate(.dir, options: GenerateOptions(enc: .A256GCM))
/// let token = try encrypt(["sub": "alice"], to: key, options: EncryptOptions(expiresIn: "15m"))
/// try decrypt(token, with: key)["sub"] // => "alice"
/// try decrypt(token, with: Key.generate(.dir, options: GenerateOptions(enc: .A256GCM))) // throws .jweDecryptionFailed
/// ```
public func decrypt(_ token: String, with keys: some Keys, expecting options: DecryptOptions = DecryptOptions()) throws(TokenError) -> Token {
    try Token(crossing { try decryptWith(token: token, keys: keys.keySet.native, given: options.json) })
}

/// Decrypts a nested token, verifies the signed one inside, and checks its claims.
///
/// - Parameters:
///   - token: The token, in the compact serialization.
///   - decryptionKeys: The key that decrypts, or several.
///   - keys: The key that verifies the token inside, or several.
///   - options: What the token must have, and what it need not have.
/// - Returns: The token, with its claims.
/// - Throws: `ERR_JWT_INVALID`, `ERR_JWE_INVALID` or `ERR_JWS_INVALID` for a malformed token,
///   `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
///   `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`,
///   `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`,
///   `ERR_OPTION_INVALID`.
///
/// ```swift
/// let signingKey = try Key.generate(.ES256)
/// let serviceKey = try Key.generate(.ECDH_ES_A256KW)
/// let options = EncryptOptions(expiresIn: "15m")
/// let token = try seal(["sub": "alice"], signWith: signingKey, encryptTo: serviceKey.publicKey, options: options)
/// try unseal(token, decryptWith: serviceKey, verifyWith: signingKey.publicKey)["sub"] // => "alice"
/// ```
public func unseal(
    _ token: String, decryptWith decryptionKeys: some Keys, verifyWith keys: some Keys, expecting options: UnsealOptions = UnsealOptions()
) throws(TokenError) -> Token {
    try Token(crossing {
        try unsealWith(token: token, decryptWith: decryptionKeys.keySet.native, verifyWith: keys.keySet.native, given: options.json)
    })
}
