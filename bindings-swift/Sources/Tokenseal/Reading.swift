import Foundation
internal import TokensealNative

// One token at a time. What checks many of a kind is a ``Verifier``, which is faster.

/// Verifies a signed token and checks its claims.
///
/// Every check is made unless it is waived by name: a token needs `exp`, and an `iss` or `aud` that it has must be expected (RFC 7519, section 4.1).
///
/// - Parameters:
///   - token: The token, in the compact serialization.
///   - keys: The key that verifies, or several among which the token says which.
///   - issuer: The `iss` that the token must have, or several of which any will do.
///   - audience: The `aud` that the token must have or list, or several of which any will do.
///   - subject: The `sub` that the token must have.
///   - type: The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`.
///   - requiredClaims: Claims that the token must have.
///   - maxAge: The greatest age of the token, by its `iat`.
///   - leeway: How far clocks may be apart: not at all, if not given.
///   - now: The time; this moment, if not given.
///   - critical: Names that may stand in `crit` because the caller understands them.
///   - allowMissingExp: Accepts tokens without `exp`.
///   - allowAnyAudience: Accepts any `aud`, where none is expected.
///   - allowAnyIssuer: Accepts any `iss`, where none is expected.
///   - allowAnyType: Accepts any `typ`, where none is expected.
///   - profile: A profile that the token must follow.
///   - nonce: The `nonce` that an ID token must have.
///   - azp: The `azp` (authorized party) that an ID token must have.
///   - algorithms: The only signature algorithms to accept, of those that the keys allow.
///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given.
///   - maxHeaderBytes: The longest header, in bytes; 16 KiB if not given.
///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
///   - maxAttempts: The most keys that may be tried on a token; 16 if not given.
/// - Returns: The token, with its claims.
/// - Throws: `ERR_JWT_INVALID` or `ERR_JWS_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
///   `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`,
///   `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`,
///   `ERR_OPTION_INVALID`.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let token = try sign(["sub": "alice"], with: key, expiresIn: "15m", issuer: "https://issuer.example")
/// try verify(token, with: key.publicKey, issuer: "https://issuer.example")["sub"] // => "alice"
/// try verify(token, with: key.publicKey) // throws .jwtClaimMismatch
/// try verify(token, with: [Key.generate(.ES256)], issuer: "https://issuer.example") // throws .jwksNoMatchingKey
/// ```
public func verify(
    _ token: String, with keys: some Keys, issuer: (any OneOrMany)? = nil, audience: (any OneOrMany)? = nil, subject: String? = nil,
    type: (any OneOrMany)? = nil, requiredClaims: [String]? = nil, maxAge: Length? = nil, leeway: Length? = nil, now: Date? = nil,
    critical: [String]? = nil, allowMissingExp: Bool = false, allowAnyAudience: Bool = false, allowAnyIssuer: Bool = false,
    allowAnyType: Bool = false, profile: Profile? = nil, nonce: String? = nil, azp: String? = nil, algorithms: [SignatureAlgorithm]? = nil,
    maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil, maxJSONDepth: Int? = nil, maxAttempts: Int? = nil
) throws(TokenError) -> Token {
    try Token(crossing {
        let options = VerifyOptions(
            algorithms: try lowered(algorithms), issuer: lowered(issuer), audience: lowered(audience), subject: subject, tokenType: lowered(type),
            requiredClaims: requiredClaims, maxAge: maxAge?.native, leeway: leeway?.native, now: lowered(now), critical: critical,
            allowMissingExp: allowMissingExp, allowAnyAudience: allowAnyAudience, allowAnyIssuer: allowAnyIssuer, allowAnyType: allowAnyType,
            profile: profile?.native, nonce: nonce, azp: azp, maxTokenBytes: lowered(maxTokenBytes), maxHeaderBytes: lowered(maxHeaderBytes),
            maxJsonDepth: lowered(maxJSONDepth), maxAttempts: lowered(maxAttempts))
        return try verifyWith(token: token, keys: keys.keySet.native, options: options)
    })
}

/// Decrypts an encrypted token and checks its claims.
///
/// A token that is encrypted to a public key and not signed could have been made by anybody, and is `ERR_JWT_UNSIGNED` unless `allowUnsigned` is
/// true.
///
/// - Parameters:
///   - token: The token, in the compact serialization.
///   - keys: The key that decrypts, or several among which the token says which.
///   - issuer: The `iss` that the token must have, or several of which any will do.
///   - audience: The `aud` that the token must have or list, or several of which any will do.
///   - subject: The `sub` that the token must have.
///   - type: The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`.
///   - requiredClaims: Claims that the token must have.
///   - maxAge: The greatest age of the token, by its `iat`.
///   - leeway: How far clocks may be apart: not at all, if not given.
///   - now: The time; this moment, if not given.
///   - critical: Names that may stand in `crit` because the caller understands them.
///   - allowMissingExp: Accepts tokens without `exp`.
///   - allowAnyAudience: Accepts any `aud`, where none is expected.
///   - allowAnyIssuer: Accepts any `iss`, where none is expected.
///   - allowAnyType: Accepts any `typ`, where none is expected.
///   - profile: A profile that the token must follow.
///   - nonce: The `nonce` that an ID token must have.
///   - azp: The `azp` (authorized party) that an ID token must have.
///   - keyManagement: The only key management algorithms to accept, of those that the keys allow.
///   - contentEncryption: The only content encryption algorithms to accept.
///   - allowUnsigned: Accepts tokens that are encrypted to a public key and not signed: anybody could have made them.
///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given.
///   - maxHeaderBytes: The longest header, in bytes; 16 KiB if not given.
///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
///   - maxInflatedBytes: The most bytes that compressed claims may inflate to; 256 KiB if not given.
///   - maxAttempts: The most keys that may be tried on a token; 16 if not given.
///   - maxPBES2Iterations: The most PBES2 iterations that a token may cost; 1,000,000 if not given.
/// - Returns: The token, with its claims.
/// - Throws: `ERR_JWT_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
///   `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`,
///   `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`,
///   `ERR_OPTION_INVALID`.
///
/// ```swift
/// let key = try Key.generate(.dir, enc: .A256GCM)
/// let token = try encrypt(["sub": "alice"], to: key, expiresIn: "15m")
/// try decrypt(token, with: key)["sub"] // => "alice"
/// try decrypt(token, with: Key.generate(.dir, enc: .A256GCM)) // throws .jweDecryptionFailed
/// ```
public func decrypt(
    _ token: String, with keys: some Keys, issuer: (any OneOrMany)? = nil, audience: (any OneOrMany)? = nil, subject: String? = nil,
    type: (any OneOrMany)? = nil, requiredClaims: [String]? = nil, maxAge: Length? = nil, leeway: Length? = nil, now: Date? = nil,
    critical: [String]? = nil, allowMissingExp: Bool = false, allowAnyAudience: Bool = false, allowAnyIssuer: Bool = false,
    allowAnyType: Bool = false, profile: Profile? = nil, nonce: String? = nil, azp: String? = nil, keyManagement: [KeyManagement]? = nil,
    contentEncryption: [ContentEncryption]? = nil, allowUnsigned: Bool = false, maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil,
    maxJSONDepth: Int? = nil, maxInflatedBytes: Int? = nil, maxAttempts: Int? = nil, maxPBES2Iterations: Int? = nil
) throws(TokenError) -> Token {
    try Token(crossing {
        let options = VerifyOptions(
            keyManagement: try lowered(keyManagement), contentEncryption: try lowered(contentEncryption), issuer: lowered(issuer),
            audience: lowered(audience), subject: subject, tokenType: lowered(type), requiredClaims: requiredClaims, maxAge: maxAge?.native,
            leeway: leeway?.native, now: lowered(now), critical: critical, allowMissingExp: allowMissingExp, allowAnyAudience: allowAnyAudience,
            allowAnyIssuer: allowAnyIssuer, allowAnyType: allowAnyType, allowUnsigned: allowUnsigned, profile: profile?.native, nonce: nonce, azp: azp,
            maxTokenBytes: lowered(maxTokenBytes), maxHeaderBytes: lowered(maxHeaderBytes), maxJsonDepth: lowered(maxJSONDepth),
            maxInflatedBytes: lowered(maxInflatedBytes), maxAttempts: lowered(maxAttempts), maxPbes2Iterations: lowered(maxPBES2Iterations))
        return try decryptWith(token: token, keys: keys.keySet.native, options: options)
    })
}

/// Decrypts a nested token, verifies the signed one inside, and checks its claims.
///
/// - Parameters:
///   - token: The token, in the compact serialization.
///   - decryptionKeys: The key that decrypts, or several.
///   - keys: The key that verifies what is inside, or several.
///   - issuer: The `iss` that the token must have, or several of which any will do.
///   - audience: The `aud` that the token must have or list, or several of which any will do.
///   - subject: The `sub` that the token must have.
///   - type: The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`.
///   - requiredClaims: Claims that the token must have.
///   - maxAge: The greatest age of the token, by its `iat`.
///   - leeway: How far clocks may be apart: not at all, if not given.
///   - now: The time; this moment, if not given.
///   - critical: Names that may stand in `crit` because the caller understands them.
///   - allowMissingExp: Accepts tokens without `exp`.
///   - allowAnyAudience: Accepts any `aud`, where none is expected.
///   - allowAnyIssuer: Accepts any `iss`, where none is expected.
///   - allowAnyType: Accepts any `typ`, where none is expected.
///   - profile: A profile that the token must follow.
///   - nonce: The `nonce` that an ID token must have.
///   - azp: The `azp` (authorized party) that an ID token must have.
///   - algorithms: The only signature algorithms to accept, of those that the keys allow.
///   - keyManagement: The only key management algorithms to accept, of those that the keys allow.
///   - contentEncryption: The only content encryption algorithms to accept.
///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given.
///   - maxHeaderBytes: The longest header, in bytes; 16 KiB if not given.
///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
///   - maxInflatedBytes: The most bytes that compressed claims may inflate to; 256 KiB if not given.
///   - maxAttempts: The most keys that may be tried on a token; 16 if not given.
///   - maxPBES2Iterations: The most PBES2 iterations that a token may cost; 1,000,000 if not given.
/// - Returns: The token, with its claims.
/// - Throws: `ERR_JWT_INVALID`, `ERR_JWE_INVALID` or `ERR_JWS_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
///   `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`,
///   `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`,
///   `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_OPTION_INVALID`.
///
/// ```swift
/// let signingKey = try Key.generate(.ES256)
/// let serviceKey = try Key.generate(.ECDH_ES_A256KW)
/// let token = try seal(["sub": "alice"], signWith: signingKey, encryptTo: serviceKey.publicKey, expiresIn: "15m")
/// try unseal(token, decryptWith: serviceKey, verifyWith: signingKey.publicKey)["sub"] // => "alice"
/// ```
public func unseal(
    _ token: String, decryptWith decryptionKeys: some Keys, verifyWith keys: some Keys, issuer: (any OneOrMany)? = nil,
    audience: (any OneOrMany)? = nil, subject: String? = nil, type: (any OneOrMany)? = nil, requiredClaims: [String]? = nil, maxAge: Length? = nil,
    leeway: Length? = nil, now: Date? = nil, critical: [String]? = nil, allowMissingExp: Bool = false, allowAnyAudience: Bool = false,
    allowAnyIssuer: Bool = false, allowAnyType: Bool = false, profile: Profile? = nil, nonce: String? = nil, azp: String? = nil,
    algorithms: [SignatureAlgorithm]? = nil, keyManagement: [KeyManagement]? = nil, contentEncryption: [ContentEncryption]? = nil,
    maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil, maxJSONDepth: Int? = nil, maxInflatedBytes: Int? = nil, maxAttempts: Int? = nil,
    maxPBES2Iterations: Int? = nil
) throws(TokenError) -> Token {
    try Token(crossing {
        let options = VerifyOptions(
            algorithms: try lowered(algorithms), keyManagement: try lowered(keyManagement), contentEncryption: try lowered(contentEncryption),
            issuer: lowered(issuer), audience: lowered(audience), subject: subject, tokenType: lowered(type), requiredClaims: requiredClaims,
            maxAge: maxAge?.native, leeway: leeway?.native, now: lowered(now), critical: critical, allowMissingExp: allowMissingExp,
            allowAnyAudience: allowAnyAudience, allowAnyIssuer: allowAnyIssuer, allowAnyType: allowAnyType, profile: profile?.native, nonce: nonce,
            azp: azp, maxTokenBytes: lowered(maxTokenBytes), maxHeaderBytes: lowered(maxHeaderBytes), maxJsonDepth: lowered(maxJSONDepth),
            maxInflatedBytes: lowered(maxInflatedBytes), maxAttempts: lowered(maxAttempts), maxPbes2Iterations: lowered(maxPBES2Iterations))
        return try unsealWith(
            token: token, decryptWith: decryptionKeys.keySet.native, verifyWith: keys.keySet.native, options: options)
    })
}
