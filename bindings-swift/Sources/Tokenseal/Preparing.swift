import Foundation
internal import TokensealNative

/// Prepares a token whose signature is made elsewhere: in the Secure Enclave, a smart card or a key management service.
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate), or ``JSONText``.
///   - publicKey: The public half of the key that will sign.
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
/// - Returns: What is to be signed.
/// - Throws: `ERR_JWT_INVALID` for claims that are no JSON object, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISSING` where a profile wants more,
///   `ERR_KEY_MISMATCH` for a key that is not for this, `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let unsigned = try prepare(["sub": "alice"], for: key.publicKey, expiresIn: "15m")
/// String(decoding: unsigned.signingInput, as: UTF8.self).split(separator: ".").count // => 2
/// try unsigned.complete(signature: Data(count: 64)) // throws .jwsSignatureVerificationFailed
/// ```
public func prepare(
    _ claims: some Encodable, for publicKey: Key, expiresIn: Length? = nil, noExpiry: Bool = false, issuer: String? = nil,
    audience: (any OneOrMany)? = nil, subject: String? = nil, notBefore: Date? = nil, tokenID: String? = nil, type: String? = nil,
    header: Header? = nil, now: Date? = nil, profile: Profile? = nil
) throws(TokenError) -> Unsigned {
    try crossing {
        let options = TokenOptions(
            expiresIn: expiresIn?.native, noExpiry: noExpiry, issuer: issuer, audience: lowered(audience), subject: subject, notBefore: lowered(notBefore),
            tokenId: tokenID, tokenType: type, header: header?.json, now: lowered(now), profile: profile?.native)
        return try Unsigned(prepareJson(claims: json(claims), publicKey: publicKey.native, options: options))
    }
}

/// A token that lacks its signature.
public struct Unsigned: Sendable {
    private let native: NativeUnsigned

    init(_ native: NativeUnsigned) {
        self.native = native
    }

    /// What is to be signed: the header, a dot and the payload (RFC 7515, section 5.1).
    public var signingInput: Data { native.signingInput() }

    /// Puts the signature in, once it is verified.
    ///
    /// - Parameter signature: What the private key gave. An ECDSA signature is r and s, each of the field's length (RFC 7518,
    ///   section 3.4): CryptoKit's `rawRepresentation`.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` if it is not the signature of this token by that key.
    public func complete(signature: Data) throws(TokenError) -> String {
        try crossing { try native.complete(signature: signature) }
    }
}
