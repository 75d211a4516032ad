import Foundation
internal import TokensealNative

// Keys that never leave their hardware or service: two steps, with the platform's own API in
// between.

/// Prepares a token whose signature is made elsewhere: in the Secure Enclave, a smart card or a key
/// management service.
///
/// - Parameters:
///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a NumericDate),
///     or ``JSONText``.
///   - publicKey: The public half of the key that will sign.
///   - options: What else the token contains. It needs an expiry: ``SignOptions/expiresIn``, unless
///     the claims have `exp`.
/// - Returns: The token to be signed.
/// - Throws: `ERR_JWT_INVALID` for claims that are not a JSON object, `ERR_JWT_CLAIM_INVALID`,
///   `ERR_JWT_CLAIM_MISSING` if a profile requires more, `ERR_KEY_MISMATCH` for an unsuitable key,
///   `ERR_OPTION_INVALID` for a wrong option or one that contradicts a claim.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let unsigned = try prepare(["sub": "alice"], for: key.publicKey, options: SignOptions(expiresIn: "15m"))
/// String(decoding: unsigned.signingInput, as: UTF8.self).split(separator: ".").count // => 2
/// try unsigned.complete(signature: Data(count: 64)) // throws .jwsSignatureVerificationFailed
/// ```
public func prepare(_ claims: some Encodable, for publicKey: Key, options: SignOptions = SignOptions()) throws(TokenError) -> Unsigned {
    try crossing { try Unsigned(prepareJson(claims: json(claims), publicKey: publicKey.native, given: options.json)) }
}

/// A token, or a DPoP proof, that lacks its signature.
public struct Unsigned: Sendable {
    private let native: NativeUnsigned

    init(_ native: NativeUnsigned) {
        self.native = native
    }

    /// The bytes to sign: the header, a dot and the payload (RFC 7515, section 5.1).
    public var signingInput: Data { native.signingInput() }

    /// Inserts the signature, after verifying it.
    ///
    /// - Parameters:
    ///   - signature: What the private key returned. An ECDSA signature is r and s, each as long as
    ///     the field (RFC 7518, section 3.4): CryptoKit's `rawRepresentation`.
    ///   - options: ``CompleteOptions/format`` says that it is in DER instead, as
    ///     `SecKeyCreateSignature` and most hardware return it.
    /// - Returns: The token or the proof, in the compact serialization.
    /// - Throws: `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` if it is not that key's signature of this
    ///   token.
    public func complete(signature: Data, options: CompleteOptions = CompleteOptions()) throws(TokenError) -> String {
        try crossing { try native.complete(signature: signature, given: options.json) }
    }
}

/// A private key that is kept elsewhere and signs there: in the Secure Enclave, a smart card or a
/// key management service.
///
/// Make a type of your own conform to it and have the key sign.
/// ``DPoP/proveAsync(_:_:with:options:)`` takes it; for tokens, see ``prepare(_:for:options:)``.
///
/// ```swift
/// // Whoever has to agree to its use did not.
/// struct Locked: ExternalKey {
///     struct Refused: Error {}
///     let publicKey: Key
///     let signatureFormat = SignatureFormat.der
///     func signature(for input: Data) async throws -> Data { throw Refused() }
/// }
///
/// let key = Locked(publicKey: try Key.generate(.ES256).publicKey)
/// do {
///     _ = try await DPoP.proveAsync("GET", "https://api.example/orders", with: key)
/// } catch {
///     error.code // => .jwsSignatureVerificationFailed
///     error.cause is Locked.Refused // => true
/// }
/// ```
public protocol ExternalKey: Sendable {
    /// The public half, bound to its algorithm.
    var publicKey: Key { get }
    /// How an ECDSA signature is written: ``SignatureFormat/raw`` is CryptoKit's
    /// `rawRepresentation`, ``SignatureFormat/der`` what `SecKeyCreateSignature` returns.
    var signatureFormat: SignatureFormat { get }
    /// Signs bytes with the private half, hashing them as the algorithm says: with SHA-256 for
    /// ES256.
    ///
    /// - Parameter input: The bytes to sign.
    /// - Returns: The signature.
    /// - Throws: Any error: no proof is made then, and the error is the ``TokenError/cause``.
    func signature(for input: Data) async throws -> Data
}

extension JWE {
    /// Prepares a compact token that is decrypted with a private key kept elsewhere, for ECDH-ES or
    /// RSA-OAEP.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - publicKey: The public half of the key.
    ///   - options: What is accepted.
    /// - Returns: What the private key must work on.
    /// - Throws: `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
    ///   `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
    ///   `ERR_JWKS_NO_MATCHING_KEY`, `ERR_KEY_MISMATCH`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let key = try Key.generate(.ECDH_ES)
    /// let pending = try JWE.prepareDecrypt(JWE.encrypt(Data("bytes".utf8), to: key.publicKey), for: key.publicKey)
    /// pending.peerKey?.keyType // => "EC"
    /// try pending.complete(secret: Data()) // throws .jweDecryptionFailed
    /// ```
    public static func prepareDecrypt(
        _ token: String, for publicKey: Key, expecting options: DecryptOptions = DecryptOptions()
    ) throws(TokenError) -> Pending {
        try Pending(crossing { try prepareDecryptWith(token: token, publicKey: publicKey.native, given: options.json) })
    }

    /// A token that waits for the result of its private key.
    public struct Pending: Sendable {
        private let native: NativePending

        init(_ native: NativePending) {
            self.native = native
        }

        /// For ECDH-ES and its kin: the public key for the key agreement. It is on the private
        /// key's curve.
        public var peerKey: Key? { native.peerKey().map { Key($0) } }

        /// For RSA-OAEP and its kin: what the private key must decrypt.
        public var encryptedKey: Data? { native.encryptedKey() }

        /// Decrypts the token.
        ///
        /// - Parameter secret: The shared secret of the agreement, before any key derivation; or
        ///   the content key that RSA-OAEP decrypted. If the private key could not be used on the
        ///   token, give no bytes: it is then refused like every token that cannot be decrypted.
        /// - Returns: The plaintext, and the headers.
        /// - Throws: `ERR_JWE_DECRYPTION_FAILED`.
        public func complete(secret: Data) throws(TokenError) -> Decrypted {
            try Decrypted(crossing { try native.complete(secret: secret) })
        }
    }
}

extension Unsigned: Printed {
    /// Its name.
    public var description: String { "Unsigned" }
}

extension JWE.Pending: Printed {
    /// Its name.
    public var description: String { "Pending" }
}
