import Foundation
internal import TokensealNative

/// JSON Web Encryption (RFC 7516): arbitrary bytes, in every serialization.
public enum JWE {
    /// Bytes that were decrypted.
    public struct Decrypted: Hashable, Sendable {
        /// The bytes.
        public let plaintext: Data
        /// The protected header as JSON text.
        public let headerJSON: String
        /// The unprotected header that all recipients share, as JSON text. Anyone may have changed
        /// it.
        public let unprotectedJSON: String?
        /// The unprotected header of the recipient that was opened, as JSON text. Anyone may have
        /// changed it.
        public let recipientHeaderJSON: String?
        /// What was authenticated in addition to the plaintext.
        public let aad: Data?
        /// The index of the recipient that was opened, counted from 0.
        public let recipient: Int
        /// The ``Key/keyID`` of the key that decrypted it. It is the key's own, never the token's.
        public let keyID: String?

        init(_ native: TokensealNative.Decrypted) {
            plaintext = native.plaintext
            headerJSON = native.headerJson
            unprotectedJSON = native.unprotectedJson
            recipientHeaderJSON = native.recipientHeaderJson
            aad = native.aad
            recipient = Int(clamping: native.recipient)
            keyID = native.keyId
        }
    }

    /// Encrypts bytes to the holder of a key or, in the general serialization, of several keys
    /// (RFC 7516, section 5.1).
    ///
    /// - Parameters:
    ///   - plaintext: The bytes.
    ///   - keys: The key to encrypt to, or several.
    ///   - aad: Data that is authenticated in addition to the plaintext and that anyone can read in
    ///     the token; for the JSON serializations only.
    ///   - options: How the content is encrypted, headers, and how the token is written.
    /// - Returns: The token.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, `ERR_KEY_MISMATCH` for an unsuitable key.
    ///
    /// ```swift
    /// let key = try Key.generate(.ECDH_ES_A128KW)
    /// let token = try JWE.encrypt(Data("bytes".utf8), to: key.publicKey, options: JWE.EncryptOptions(enc: .A128GCM))
    /// try JWE.decrypt(token, with: key).plaintext == Data("bytes".utf8) // => true
    /// ```
    public static func encrypt(
        _ plaintext: Data, to keys: some Keys, aad: Data? = nil, options: EncryptOptions = EncryptOptions()
    ) throws(TokenError) -> String {
        try crossing { try jweEncryptWith(plaintext: plaintext, keys: keys.keySet.native, aad: aad, given: options.json) }
    }

    /// Decrypts a token in any serialization (RFC 7516, section 5.2).
    ///
    /// - Parameters:
    ///   - token: The token; one whose first byte is `{` is read as JSON.
    ///   - keys: The key that decrypts, or several, from which the token selects one.
    ///   - options: What is accepted.
    /// - Returns: The plaintext, and the headers.
    /// - Throws: `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
    ///   `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
    ///   `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let (one, other) = (try Key.generate(.RSA_OAEP_256), try Key.generate(.ECDH_ES_A256KW))
    /// let token = try JWE.encrypt(Data("bytes".utf8), to: [one.publicKey, other.publicKey], options: JWE.EncryptOptions(serialization: .general))
    /// try JWE.decrypt(token, with: other).recipient // => 1
    /// ```
    public static func decrypt(_ token: String, with keys: some Keys, expecting options: DecryptOptions = DecryptOptions()) throws(TokenError) -> Decrypted {
        try Decrypted(crossing { try jweDecryptWith(token: token, keys: keys.keySet.native, given: options.json) })
    }
}

extension JWE.Decrypted: Printed {
    /// The key's `kid` and the recipient, but nothing of the plaintext and the headers.
    public var description: String {
        shown("Decrypted", [("keyID", quoted(keyID)), ("recipient", "\(recipient)")])
    }
}
