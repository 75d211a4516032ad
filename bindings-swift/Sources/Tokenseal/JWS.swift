import Foundation
internal import TokensealNative

/// JSON Web Signature (RFC 7515): arbitrary bytes, in every serialization.
public enum JWS {
    /// Header parameters for the signatures of a token: a dictionary literal, or an array literal
    /// of them.
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
    }

    /// A payload whose signature was verified.
    public struct Verified: Hashable, Sendable {
        /// The bytes that were signed, detached or not.
        public let payload: Data
        /// The protected header as JSON text; with several signatures, that of the first one that
        /// verified.
        public let headerJSON: String
        /// The unprotected header of the same signature, as JSON text. Anyone may have changed it.
        public let unprotectedJSON: String?
        /// The ``Key/keyID`` of the key that verified that signature. It is the key's own, never
        /// the token's.
        public let keyID: String?
        /// The signatures that verified, in the token's order. Several may be by one key;
        /// ``JWS/Require`` says which are required.
        public let verified: [VerifiedSignature]

        init(_ native: TokensealNative.Verified) throws(TokenError) {
            payload = native.payload
            headerJSON = native.headerJson
            unprotectedJSON = native.unprotectedJson
            keyID = native.keyId
            verified = try native.verified.map { one throws(TokenError) in try VerifiedSignature(one) }
        }
    }

    /// One signature that was verified.
    public struct VerifiedSignature: Hashable, Sendable {
        /// Its index in the token, counted from 0.
        public let index: Int
        /// The ``Key/keyID`` of the key that verified it. It is the key's own, never the token's.
        public let keyID: String?
        /// The algorithm that verified it.
        public let algorithm: SignatureAlgorithm
        /// Its protected header as JSON text.
        public let headerJSON: String

        init(_ native: TokensealNative.VerifiedSignature) throws(TokenError) {
            index = Int(clamping: native.index)
            keyID = native.keyId
            algorithm = try SignatureAlgorithm(named: native.algorithm)
            headerJSON = native.headerJson
        }
    }

    /// Signs bytes with one key or, in the general serialization, with several (RFC 7515,
    /// section 5.1).
    ///
    /// - Parameters:
    ///   - payload: The bytes.
    ///   - keys: The key that signs, or several.
    ///   - options: Headers, and how the token is written.
    /// - Returns: The token.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, `ERR_KEY_MISMATCH` for an unsuitable key.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let token = try JWS.sign(Data("bytes".utf8), with: key, options: JWS.SignOptions(header: ["typ": "example"]))
    /// try JWS.verify(token, with: key.publicKey).payload == Data("bytes".utf8) // => true
    /// ```
    public static func sign(_ payload: Data, with keys: some Keys, options: SignOptions = SignOptions()) throws(TokenError) -> String {
        try crossing { try jwsSignWith(payload: payload, keys: keys.keySet.native, given: options.json) }
    }

    /// Verifies a token in any serialization (RFC 7515, section 5.2).
    ///
    /// - Parameters:
    ///   - token: The token; one whose first byte is `{` is read as JSON.
    ///   - keys: The key that verifies, or several, from which the token selects.
    ///   - payload: The payload of a detached token.
    ///   - options: What is accepted, and how many of several signatures must verify.
    /// - Returns: The bytes that were signed, and the headers.
    /// - Throws: `ERR_JWS_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
    ///   `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
    ///   `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let (one, other) = (try Key.generate(.ES256), try Key.generate(.ML_DSA_65))
    /// let token = try JWS.sign(Data("bytes".utf8), with: [one, other], options: JWS.SignOptions(serialization: .general))
    /// try JWS.verify(token, with: other.publicKey).verified.map(\.index) // => [1]
    ///
    /// let both = JWS.VerifyOptions(require: .everyKey)
    /// try JWS.verify(token, with: [one.publicKey, other.publicKey], expecting: both).verified.map(\.algorithm) // => [.ES256, .ML_DSA_65]
    /// let stripped = try JWS.sign(Data("bytes".utf8), with: one)
    /// try JWS.verify(stripped, with: [one.publicKey, other.publicKey], expecting: both) // throws .jwsSignatureVerificationFailed
    /// ```
    public static func verify(
        _ token: String, with keys: some Keys, payload: Data? = nil, expecting options: VerifyOptions = VerifyOptions()
    ) throws(TokenError) -> Verified {
        try Verified(crossing { try jwsVerifyWith(token: token, keys: keys.keySet.native, payload: payload, given: options.json) })
    }
}

extension JWS.Verified: Printed {
    /// The keys' `kid`s and the algorithms, but nothing of the payload and the headers.
    public var description: String {
        let list = "[\(verified.map(\.description).joined(separator: ", "))]"
        return shown("Verified", [("keyID", quoted(keyID)), ("verified", list)])
    }
}

extension JWS.VerifiedSignature: Printed {
    /// Which signature it was, and what verified it.
    public var description: String {
        shown("VerifiedSignature", [
            ("index", "\(index)"), ("keyID", quoted(keyID)), ("algorithm", algorithm.rawValue),
        ])
    }
}

extension JWS.Headers: Printed {
    /// Only its name, since anything may be in a header.
    public var description: String { "Headers(…)" }
}
