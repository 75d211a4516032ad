import Foundation
internal import TokensealNative

/// Makes tokens with keys and options that are given once: what a service or an app holds that hands out tokens.
///
/// ```swift
/// let signingKey = try Key.generate(.ES256)
/// let serviceKey = try Key.generate(.ECDH_ES_A256KW)
/// let issuer = try Issuer(signingKey: signingKey, encryptionKey: serviceKey.publicKey, issuer: "https://issuer.example", lifetime: "15m")
/// let token = try issuer.issue(["sub": "alice"])
/// let verifier = try Verifier(keys: signingKey.publicKey, decryptionKeys: serviceKey, issuer: "https://issuer.example")
/// try verifier.verify(token)["sub"] // => "alice"
/// ```
public struct Issuer: Sendable {
    private let native: NativeIssuer

    /// Compiles keys and options.
    ///
    /// With a signing key it signs, with an encryption key it encrypts, with both it seals.
    ///
    /// - Parameters:
    ///   - signingKey: The key that signs.
    ///   - encryptionKey: The key that is encrypted to.
    ///   - issuer: Who issues the token. Becomes `iss`.
    ///   - audience: For whom the tokens are: one, or several. Becomes `aud`, unless the call gives another.
    ///   - subject: Whom the tokens speak of. Becomes `sub`, unless the call gives another.
    ///   - lifetime: How long a token is valid, unless the call or the claims say otherwise.
    ///   - noExpiry: Makes a token that never expires.
    ///   - type: The `typ` of the header; `JWT` if not given, or what the profile says.
    ///   - header: Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, …).
    ///   - profile: A profile whose claims and `typ` the token is to have.
    ///   - enc: The content encryption; A256GCM if not given, or the key's own for `dir`.
    ///   - compress: Compresses the claims before they are encrypted. What a token holds can then be guessed from its length.
    /// - Throws: `ERR_OPTION_INVALID` for no key or a wrong option, `ERR_KEY_MISMATCH` for a key that is not for this.
    ///
    /// ```swift
    /// let key = try Key.generate(.A256GCMKW)
    /// let issuer = try Issuer(encryptionKey: key, lifetime: .hours(1))
    /// try decrypt(issuer.issue(["sub": "alice"]), with: key)["sub"] // => "alice"
    /// try Issuer() // throws .optionInvalid
    /// ```
    public init(
        signingKey: Key? = nil, encryptionKey: Key? = nil, issuer: String? = nil, audience: (any OneOrMany)? = nil, subject: String? = nil,
        lifetime: Length? = nil, noExpiry: Bool = false, type: String? = nil, header: Header? = nil, profile: Profile? = nil,
        enc: ContentEncryption? = nil, compress: Bool = false
    ) throws(TokenError) {
        native = try crossing {
            let options = IssuerOptions(
                issuer: issuer, audience: lowered(audience), subject: subject, lifetime: lifetime?.native, noExpiry: noExpiry, tokenType: type,
                header: header?.json, profile: profile?.native, enc: try lowered(enc), compress: compress)
            return try NativeIssuer(signingKey: signingKey?.native, encryptionKey: encryptionKey?.native, options: options)
        }
    }

    /// Makes one token.
    ///
    /// - Parameters:
    ///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate), or ``JSONText``.
    ///   - expiresIn: How long this token is valid, instead of the issuer's lifetime.
    ///   - noExpiry: Makes this token one that never expires.
    ///   - audience: For whom the token is: one, or several. Becomes `aud`.
    ///   - subject: Whom the token speaks of. Becomes `sub`.
    ///   - notBefore: From when on the token is valid; becomes `nbf`, rounded down.
    ///   - tokenID: The token's own id. Becomes `jti`.
    ///   - header: Further parameters of the protected header, beside the issuer's.
    ///   - now: The time; this moment, if not given.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: `ERR_JWT_INVALID` for claims that are no JSON object, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISSING` where a profile wants more,
    ///   `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let issuer = try Issuer(signingKey: key, lifetime: "15m")
    /// let token = try issuer.issue(["scope": "read"], expiresIn: "1m", subject: "alice", tokenID: "t-1")
    /// try verify(token, with: key.publicKey)["jti"] // => "t-1"
    /// ```
    public func issue(
        _ claims: some Encodable, expiresIn: Length? = nil, noExpiry: Bool = false, audience: (any OneOrMany)? = nil, subject: String? = nil,
        notBefore: Date? = nil, tokenID: String? = nil, header: Header? = nil, now: Date? = nil
    ) throws(TokenError) -> String {
        try crossing {
            let options = IssueOptions(
                expiresIn: expiresIn?.native, noExpiry: noExpiry, audience: lowered(audience), subject: subject, notBefore: lowered(notBefore),
                tokenId: tokenID, header: header?.json, now: lowered(now))
            return try native.issueJson(claims: json(claims), options: options)
        }
    }
}

extension Issuer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Its name.
    public var description: String { "Issuer" }

    /// Its name.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
