import Foundation
internal import TokensealNative

/// JSON Web Encryption (RFC 7516): any bytes, in every serialization.
public enum JWE {
    /// Bytes that were decrypted.
    public struct Decrypted: Hashable, Sendable {
        /// The bytes.
        public let plaintext: Data
        /// The protected header as JSON text.
        public let headerJSON: String
        /// The unprotected header that all recipients share, as JSON text. Anybody can have changed it.
        public let unprotectedJSON: String?
        /// The unprotected header of the recipient that was opened, as JSON text. Anybody can have changed it.
        public let recipientHeaderJSON: String?
        /// What was authenticated beside the plaintext.
        public let aad: Data?
        /// The place of the recipient that was opened, counted from 0.
        public let recipient: Int
        /// The ``Key/keyID`` of the key that fitted. It is the key's own, never the token's.
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

    /// Encrypts bytes to the holder of a key or, in the general serialization, to those of several (RFC 7516, section 5.1).
    ///
    /// - Parameters:
    ///   - plaintext: The bytes.
    ///   - keys: The key that is encrypted to, or several.
    ///   - enc: The content encryption; A256GCM if not given, or the key's own for `dir`.
    ///   - header: Further parameters of the protected header, such as `typ`, `cty`, `apu` and `apv`.
    ///   - unprotected: Parameters of the unprotected header that all recipients share, in the JSON serializations only. Anybody can change them.
    ///   - recipientHeaders: Parameters of the recipients' unprotected headers, one object for each key, in the JSON serializations only.
    ///   - aad: What is authenticated beside the plaintext and stands in the token for all to read, in the JSON serializations only.
    ///   - serialization: How the token is written.
    ///   - allowSharedContentKey: Allows a symmetric key among several. Any recipient can then have made the content in the name of the one who
    ///     shares it.
    ///   - compress: Compresses before encrypting. The length of the token then tells something about its content.
    /// - Returns: The token.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, `ERR_KEY_MISMATCH` for a key that is not for this.
    ///
    /// ```swift
    /// let key = try Key.generate(.ECDH_ES_A128KW)
    /// let token = try JWE.encrypt(Data("bytes".utf8), to: key.publicKey, enc: .A128GCM)
    /// try JWE.decrypt(token, with: key).plaintext == Data("bytes".utf8) // => true
    /// ```
    public static func encrypt(
        _ plaintext: Data, to keys: some Keys, enc: ContentEncryption? = nil, header: Header? = nil, unprotected: Header? = nil,
        recipientHeaders: [Header]? = nil, aad: Data? = nil, serialization: Serialization = .compact, allowSharedContentKey: Bool = false,
        compress: Bool = false
    ) throws(TokenError) -> String {
        try crossing {
            let options = JweEncryptOptions(
                enc: try lowered(enc), header: header?.json, unprotected: unprotected?.json, recipientHeaders: recipientHeaders?.map(\.json), aad: aad,
                serialization: serialization.native, allowSharedContentKey: allowSharedContentKey, compress: compress)
            return try jweEncryptWith(plaintext: plaintext, keys: keys.keySet.native, options: options)
        }
    }

    /// Decrypts a token in any serialization (RFC 7516, section 5.2).
    ///
    /// - Parameters:
    ///   - token: The token; one whose first byte is `{` is read as JSON.
    ///   - keys: The key that decrypts, or several among which the token says which.
    ///   - keyManagement: The only key management algorithms to accept, of those that the keys allow.
    ///   - contentEncryption: The only content encryption algorithms to accept.
    ///   - critical: Names that may stand in `crit` because the caller understands them.
    ///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given, and 1 MiB for JSON.
    ///   - maxHeaderBytes: The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    ///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
    ///   - maxInflatedBytes: The most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
    ///   - maxAttempts: The most keys that may be tried, over all recipients; 16 if not given.
    ///   - maxPBES2Iterations: The most PBES2 iterations that a token may cost; 1,000,000 if not given.
    /// - Returns: The plaintext, and the headers.
    /// - Throws: `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
    ///   `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let (one, other) = (try Key.generate(.RSA_OAEP_256), try Key.generate(.ECDH_ES_A256KW))
    /// let token = try JWE.encrypt(Data("bytes".utf8), to: [one.publicKey, other.publicKey], serialization: .general)
    /// try JWE.decrypt(token, with: other).recipient // => 1
    /// ```
    public static func decrypt(
        _ token: String, with keys: some Keys, keyManagement: [KeyManagement]? = nil, contentEncryption: [ContentEncryption]? = nil,
        critical: [String]? = nil, maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil, maxJSONDepth: Int? = nil, maxInflatedBytes: Int? = nil,
        maxAttempts: Int? = nil, maxPBES2Iterations: Int? = nil
    ) throws(TokenError) -> Decrypted {
        try Decrypted(crossing {
            let options = JweDecryptOptions(
                keyManagement: try lowered(keyManagement), contentEncryption: try lowered(contentEncryption), critical: critical,
                maxTokenBytes: lowered(maxTokenBytes), maxHeaderBytes: lowered(maxHeaderBytes), maxJsonDepth: lowered(maxJSONDepth),
                maxInflatedBytes: lowered(maxInflatedBytes), maxAttempts: lowered(maxAttempts), maxPbes2Iterations: lowered(maxPBES2Iterations))
            return try jweDecryptWith(token: token, keys: keys.keySet.native, options: options)
        })
    }
}

extension JWE.Decrypted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The header, and not the plaintext.
    public var description: String { "Decrypted(\(headerJSON))" }

    /// The same.
    public var debugDescription: String { description }

    /// The header, and not the plaintext.
    public var customMirror: Mirror { Mirror(self, children: ["headerJSON": headerJSON]) }
}
