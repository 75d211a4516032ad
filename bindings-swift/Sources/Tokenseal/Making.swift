import Foundation
internal import TokensealNative

// One token at a time. What makes many of a kind is an ``Issuer``.

/// Signs claims: everybody can read the token, and nobody can change it (RFC 7519, section 7.1).
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate), or ``JSONText``.
///   - key: The key that signs.
///   - expiresIn: How long the token is valid; becomes `exp`. Required unless the claims have `exp` or `noExpiry` is true.
///   - noExpiry: Makes a token that never expires.
///   - issuer: Who issues the token. Becomes `iss`.
///   - audience: For whom the token is: one, or several. Becomes `aud`.
///   - subject: Whom the token speaks of. Becomes `sub`.
///   - notBefore: From when on the token is valid; becomes `nbf`, rounded down.
///   - tokenID: The token's own id. Becomes `jti`.
///   - type: The `typ` of the header; `JWT` if not given, or what the profile says.
///   - header: Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, …).
///   - now: The time; this moment, if not given.
///   - profile: A profile whose claims and `typ` the token is to have.
/// - Returns: The token, in the compact serialization.
/// - Throws: `ERR_JWT_INVALID` for claims that are no JSON object, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISSING` where a profile wants more,
///   `ERR_KEY_MISMATCH` for a key that is not for this, `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// struct Claims: Encodable { let sub: String; let admin: Bool }
/// 
/// let key = try Key.generate(.ES256)
/// let token = try sign(Claims(sub: "alice", admin: true), with: key, expiresIn: .minutes(15), audience: "https://api.example")
/// try verify(token, with: key.publicKey, audience: "https://api.example")["admin"] // => true
/// try sign("alice", with: key, expiresIn: 60) // throws .jwtInvalid
/// ```
public func sign(
    _ claims: some Encodable, with key: Key, expiresIn: Length? = nil, noExpiry: Bool = false, issuer: String? = nil,
    audience: (any OneOrMany)? = nil, subject: String? = nil, notBefore: Date? = nil, tokenID: String? = nil, type: String? = nil,
    header: Header? = nil, now: Date? = nil, profile: Profile? = nil
) throws(TokenError) -> String {
    try crossing {
        let options = TokenOptions(
            expiresIn: expiresIn?.native, noExpiry: noExpiry, issuer: issuer, audience: lowered(audience), subject: subject, notBefore: lowered(notBefore),
            tokenId: tokenID, tokenType: type, header: header?.json, now: lowered(now), profile: profile?.native)
        return try signJson(claims: json(claims), key: key.native, options: options)
    }
}

/// Encrypts claims: nobody but the holder of the key can read them.
///
/// Encrypted to a public key, and not signed, they could come from anybody: see ``seal(_:signWith:encryptTo:)``.
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate), or ``JSONText``.
///   - key: The key that is encrypted to: a public one, or a shared secret.
///   - expiresIn: How long the token is valid; becomes `exp`. Required unless the claims have `exp` or `noExpiry` is true.
///   - noExpiry: Makes a token that never expires.
///   - issuer: Who issues the token. Becomes `iss`.
///   - audience: For whom the token is: one, or several. Becomes `aud`.
///   - subject: Whom the token speaks of. Becomes `sub`.
///   - notBefore: From when on the token is valid; becomes `nbf`, rounded down.
///   - tokenID: The token's own id. Becomes `jti`.
///   - type: The `typ` of the header; `JWT` if not given, or what the profile says.
///   - header: Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, …).
///   - now: The time; this moment, if not given.
///   - profile: A profile whose claims and `typ` the token is to have.
///   - enc: The content encryption; A256GCM if not given, or the key's own for `dir`.
///   - compress: Compresses the claims before they are encrypted. What a token holds can then be guessed from its length.
/// - Returns: The token, in the compact serialization.
/// - Throws: `ERR_JWT_INVALID` for claims that are no JSON object, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISSING` where a profile wants more,
///   `ERR_KEY_MISMATCH` for a key that is not for this, `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// let key = try Key.generate(.A256GCMKW)
/// let token = try encrypt(["sub": "alice"], to: key, expiresIn: "15m", enc: .A128CBC_HS256)
/// try decrypt(token, with: key).header["enc"] // => "A128CBC-HS256"
/// ```
public func encrypt(
    _ claims: some Encodable, to key: Key, expiresIn: Length? = nil, noExpiry: Bool = false, issuer: String? = nil, audience: (any OneOrMany)? = nil,
    subject: String? = nil, notBefore: Date? = nil, tokenID: String? = nil, type: String? = nil, header: Header? = nil, now: Date? = nil,
    profile: Profile? = nil, enc: ContentEncryption? = nil, compress: Bool = false
) throws(TokenError) -> String {
    try crossing {
        let options = TokenOptions(
            expiresIn: expiresIn?.native, noExpiry: noExpiry, issuer: issuer, audience: lowered(audience), subject: subject, notBefore: lowered(notBefore),
            tokenId: tokenID, tokenType: type, header: header?.json, now: lowered(now), profile: profile?.native, enc: try lowered(enc), compress: compress)
        return try encryptJson(claims: json(claims), key: key.native, options: options)
    }
}

/// Signs claims, then encrypts the signed token (RFC 7519, section 5.2, "nested").
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate), or ``JSONText``.
///   - signingKey: The key that signs.
///   - encryptionKey: The key that is encrypted to.
///   - expiresIn: How long the token is valid; becomes `exp`. Required unless the claims have `exp` or `noExpiry` is true.
///   - noExpiry: Makes a token that never expires.
///   - issuer: Who issues the token. Becomes `iss`.
///   - audience: For whom the token is: one, or several. Becomes `aud`.
///   - subject: Whom the token speaks of. Becomes `sub`.
///   - notBefore: From when on the token is valid; becomes `nbf`, rounded down.
///   - tokenID: The token's own id. Becomes `jti`.
///   - type: The `typ` of the header; `JWT` if not given, or what the profile says.
///   - header: Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, …).
///   - now: The time; this moment, if not given.
///   - profile: A profile whose claims and `typ` the token is to have.
///   - enc: The content encryption; A256GCM if not given, or the key's own for `dir`.
///   - compress: Compresses the claims before they are encrypted. What a token holds can then be guessed from its length.
/// - Returns: The token, in the compact serialization.
/// - Throws: `ERR_JWT_INVALID` for claims that are no JSON object, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISSING` where a profile wants more,
///   `ERR_KEY_MISMATCH` for a key that is not for this, `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// let signingKey = try Key.generate(.EdDSA)
/// let serviceKey = try Key.generate(.ECDH_ES, curve: .X25519)
/// let token = try seal(["sub": "alice"], signWith: signingKey, encryptTo: serviceKey.publicKey, expiresIn: "15m")
/// try unseal(token, decryptWith: serviceKey, verifyWith: signingKey.publicKey).kind // => .nested
/// ```
public func seal(
    _ claims: some Encodable, signWith signingKey: Key, encryptTo encryptionKey: Key, expiresIn: Length? = nil, noExpiry: Bool = false,
    issuer: String? = nil, audience: (any OneOrMany)? = nil, subject: String? = nil, notBefore: Date? = nil, tokenID: String? = nil,
    type: String? = nil, header: Header? = nil, now: Date? = nil, profile: Profile? = nil, enc: ContentEncryption? = nil, compress: Bool = false
) throws(TokenError) -> String {
    try crossing {
        let options = TokenOptions(
            expiresIn: expiresIn?.native, noExpiry: noExpiry, issuer: issuer, audience: lowered(audience), subject: subject, notBefore: lowered(notBefore),
            tokenId: tokenID, tokenType: type, header: header?.json, now: lowered(now), profile: profile?.native, enc: try lowered(enc), compress: compress)
        return try sealJson(claims: json(claims), signWith: signingKey.native, encryptTo: encryptionKey.native, options: options)
    }
}
