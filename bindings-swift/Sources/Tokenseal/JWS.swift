import Foundation
internal import TokensealNative

/// JSON Web Signature (RFC 7515): any bytes, in every serialization.
public enum JWS {
    /// How many signatures of a token have to verify.
    public enum Require: String, CaseIterable, Codable, Sendable {
        /// At least one.
        case any
        /// Every one.
        case all

        var native: TokensealNative.Require {
            switch self {
            case .any: .any
            case .all: .all
            }
        }
    }

    /// Header parameters for the signatures of a token: a literal of an object, or of a list of objects.
    public enum Headers: Hashable, Sendable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
        /// Every signature has these.
        case same(Header)
        /// One object for each key, in the keys' order.
        case each([Header])

        /// Every signature has these.
        public init(dictionaryLiteral parameters: (String, JSONValue)...) {
            self = .same(Header(parameters))
        }

        /// One object for each key, in the keys' order.
        public init(arrayLiteral elements: Header...) {
            self = .each(elements)
        }

        var native: JwsHeaders {
            switch self {
            case .same(let header): .same(header.json)
            case .each(let headers): .each(headers.map(\.json))
            }
        }
    }

    /// A payload whose signature was verified.
    public struct Verified: Hashable, Sendable {
        /// The bytes that were signed, detached or not.
        public let payload: Data
        /// The protected header as JSON text. Of several signatures, that of the first that verified.
        public let headerJSON: String
        /// The unprotected header that stands with the same signature, as JSON text. Anybody can have changed it.
        public let unprotectedJSON: String?
        /// The ``Key/keyID`` of the key that verified that signature. It is the key's own, never the token's.
        public let keyID: String?
        /// Which signatures verified, counted from 0.
        public let verified: [Int]

        init(_ native: TokensealNative.Verified) {
            payload = native.payload
            headerJSON = native.headerJson
            unprotectedJSON = native.unprotectedJson
            keyID = native.keyId
            verified = native.verified.map { Int(clamping: $0) }
        }
    }

    /// Signs bytes with one key or, in the general serialization, with several (RFC 7515, section 5.1).
    ///
    /// - Parameters:
    ///   - payload: The bytes.
    ///   - keys: The key that signs, or several.
    ///   - header: Further parameters of the protected header: an object for every signature, or a list with one for each key.
    ///   - unprotected: Parameters of the unprotected header, which anybody can change, in the JSON serializations only.
    ///   - serialization: How the token is written.
    ///   - detached: Leaves the payload out of the token; it reaches whoever verifies it in another way (RFC 7515, appendix F).
    ///   - b64: Whether the payload is encoded as base64url. Without that it is signed as it is (RFC 7797), which suits detached payloads.
    /// - Returns: The token.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, `ERR_KEY_MISMATCH` for a key that is not for this.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let token = try JWS.sign(Data("bytes".utf8), with: key, header: ["typ": "example"])
    /// try JWS.verify(token, with: key.publicKey).payload == Data("bytes".utf8) // => true
    /// ```
    public static func sign(
        _ payload: Data, with keys: some Keys, header: Headers? = nil, unprotected: Headers? = nil, serialization: Serialization = .compact,
        detached: Bool = false, b64: Bool = true
    ) throws(TokenError) -> String {
        try crossing {
            let options = JwsSignOptions(
                header: header?.native, unprotected: unprotected?.native, serialization: serialization.native, detached: detached, b64: b64)
            return try jwsSignWith(payload: payload, keys: keys.keySet.native, options: options)
        }
    }

    /// Verifies a token in any serialization (RFC 7515, section 5.2).
    ///
    /// - Parameters:
    ///   - token: The token; one whose first byte is `{` is read as JSON.
    ///   - keys: The key that verifies, or several among which the token says which.
    ///   - payload: The payload of a detached token.
    ///   - algorithms: The only signature algorithms to accept, of those that the keys allow.
    ///   - critical: Names that may stand in `crit` because the caller understands them.
    ///   - require: How many of several signatures have to verify.
    ///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given, and 1 MiB for JSON.
    ///   - maxHeaderBytes: The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    ///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
    ///   - maxAttempts: The most keys that may be tried, over all signatures; 16 if not given.
    /// - Returns: The bytes that were signed, and the headers.
    /// - Throws: `ERR_JWS_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
    ///   `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let (one, other) = (try Key.generate(.ES256), try Key.generate(.EdDSA))
    /// let token = try JWS.sign(Data("bytes".utf8), with: [one, other], serialization: .general)
    /// try JWS.verify(token, with: other.publicKey).verified // => [1]
    /// try JWS.verify(token, with: other.publicKey, require: .all) // throws .jwksNoMatchingKey
    /// ```
    public static func verify(
        _ token: String, with keys: some Keys, payload: Data? = nil, algorithms: [SignatureAlgorithm]? = nil, critical: [String]? = nil,
        require: Require = .any, maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil, maxJSONDepth: Int? = nil, maxAttempts: Int? = nil
    ) throws(TokenError) -> Verified {
        try Verified(crossing {
            let options = JwsVerifyOptions(
                payload: payload, algorithms: try lowered(algorithms), critical: critical, require: require.native, maxTokenBytes: lowered(maxTokenBytes),
                maxHeaderBytes: lowered(maxHeaderBytes), maxJsonDepth: lowered(maxJSONDepth), maxAttempts: lowered(maxAttempts))
            return try jwsVerifyWith(token: token, keys: keys.keySet.native, options: options)
        })
    }
}
