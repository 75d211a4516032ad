import Foundation
internal import TokensealNative

extension JWE {
    /// A token that waits for what its private key gives.
    public struct Pending: Sendable {
        private let native: NativePending

        init(_ native: NativePending) {
            self.native = native
        }

        /// For ECDH-ES and its kin: the public key that the private key has to agree with. It is on the curve of the private key.
        public var peerKey: Key? { native.peerKey().map { Key($0) } }

        /// For RSA-OAEP and its kin: what the private key has to decrypt.
        public var encryptedKey: Data? { native.encryptedKey() }

        /// Decrypts the token.
        ///
        /// - Parameter secret: The shared secret of the agreement, before any key derivation; or the content key that RSA-OAEP gave. Where the
        ///   private key could not be used on the token, give no bytes: it is refused like every token that cannot be decrypted.
        /// - Returns: The plaintext, and the headers.
        /// - Throws: `ERR_JWE_DECRYPTION_FAILED`.
        public func complete(secret: Data) throws(TokenError) -> Decrypted {
            try Decrypted(crossing { try native.complete(secret: secret) })
        }
    }

    /// Prepares a compact token that is decrypted with a private key kept elsewhere, for ECDH-ES or RSA-OAEP.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - publicKey: The public half of the key.
    ///   - keyManagement: The only key management algorithms to accept, of those that the keys allow.
    ///   - contentEncryption: The only content encryption algorithms to accept.
    ///   - critical: Names that may stand in `crit` because the caller understands them.
    ///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given, and 1 MiB for JSON.
    ///   - maxHeaderBytes: The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    ///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
    ///   - maxInflatedBytes: The most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
    ///   - maxAttempts: The most keys that may be tried, over all recipients; 16 if not given.
    ///   - maxPBES2Iterations: The most PBES2 iterations that a token may cost; 1,000,000 if not given.
    /// - Returns: What the private key has to work on.
    /// - Throws: `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
    ///   `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_KEY_MISMATCH`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let key = try Key.generate(.ECDH_ES)
    /// let pending = try JWE.prepareDecrypt(JWE.encrypt(Data("bytes".utf8), to: key.publicKey), for: key.publicKey)
    /// pending.peerKey?.keyType // => "EC"
    /// try pending.complete(secret: Data()) // throws .jweDecryptionFailed
    /// ```
    public static func prepareDecrypt(
        _ token: String, for publicKey: Key, keyManagement: [KeyManagement]? = nil, contentEncryption: [ContentEncryption]? = nil,
        critical: [String]? = nil, maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil, maxJSONDepth: Int? = nil, maxInflatedBytes: Int? = nil,
        maxAttempts: Int? = nil, maxPBES2Iterations: Int? = nil
    ) throws(TokenError) -> Pending {
        try Pending(crossing {
            let options = JweDecryptOptions(
                keyManagement: try lowered(keyManagement), contentEncryption: try lowered(contentEncryption), critical: critical,
                maxTokenBytes: lowered(maxTokenBytes), maxHeaderBytes: lowered(maxHeaderBytes), maxJsonDepth: lowered(maxJSONDepth),
                maxInflatedBytes: lowered(maxInflatedBytes), maxAttempts: lowered(maxAttempts), maxPbes2Iterations: lowered(maxPBES2Iterations))
            return try prepareDecryptWith(token: token, publicKey: publicKey.native, options: options)
        })
    }
}
