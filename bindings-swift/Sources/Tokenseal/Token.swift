import Foundation
internal import TokensealNative

/// A token whose signature, encryption and claims were checked.
///
/// ```swift
/// struct Claims: Decodable { let sub: String; let exp: Date; let scope: [String] }
///
/// let key = try Key.generate(.HS256, options: GenerateOptions(keyID: "k"))
/// let text = try sign(["sub": "alice", "scope": ["read"]] as JSONValue, with: key, options: SignOptions(expiresIn: "5m"))
/// let token = try verify(text, with: key)
/// try token.claims(as: Claims.self).scope // => ["read"]
/// try token["sub"]?.string // => "alice"
/// token.kind // => .signed
/// token.keyID // => "k"
/// try token.header["typ"] // => "JWT"
/// ```
public struct Token: Hashable, Sendable {
    /// The claims as JSON text, exactly as they were protected.
    public let claimsJSON: String
    /// The protected header as JSON text: the signed token's, or the encrypted token's where nothing is signed.
    public let headerJSON: String
    /// The ``Key/keyID`` of the key that verified the signature (or decrypted, where nothing is signed). It is the key's own, never the token's.
    public let keyID: String?
    /// How the token was protected.
    public let kind: TokenKind
    /// The header of the encrypted token around the signed one, as JSON text.
    public let outerHeaderJSON: String?
    /// The ``Key/keyID`` of the key that decrypted the token.
    public let decryptionKeyID: String?
    /// How its sender proved to hold what it is bound to; nil if nothing was proven.
    public let provenBy: ProvenBy?

    /// How the sender of a token proves to hold what the token is bound to (`cnf`, RFC 7800).
    public enum ProvenBy: String, CaseIterable, Codable, Sendable {
        /// By a DPoP proof of its key (RFC 9449).
        case dpop
        /// By the certificate of its TLS connection (RFC 8705).
        case certificate
    }

    init(
        claimsJSON: String, headerJSON: String, keyID: String?, kind: TokenKind, outerHeaderJSON: String?, decryptionKeyID: String?,
        provenBy: ProvenBy? = nil
    ) {
        self.provenBy = provenBy
        self.claimsJSON = claimsJSON
        self.headerJSON = headerJSON
        self.keyID = keyID
        self.kind = kind
        self.outerHeaderJSON = outerHeaderJSON
        self.decryptionKeyID = decryptionKeyID
    }

    init(_ native: NativeToken) throws(TokenError) {
        self.init(
            claimsJSON: native.claimsJson, headerJSON: native.headerJson, keyID: native.keyId, kind: try TokenKind(known: native.kind),
            outerHeaderJSON: native.outerHeaderJson, decryptionKeyID: native.decryptionKeyId, provenBy: try ProvenBy(known: native.provenBy))
    }

    /// Reads the claims as a type. A `Date` is read as a NumericDate (RFC 7519, section 2).
    ///
    /// - Parameter type: The type: a struct of your own, or `[String: JSONValue]`.
    /// - Returns: The claims.
    /// - Throws: `ERR_JWT_CLAIM_INVALID` if the type cannot hold them; `claim` says which.
    ///
    /// ```swift
    /// struct Claims: Decodable { let sub: Int }
    ///
    /// let key = try Key.generate(.HS256)
    /// let token = try verify(sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: 60)), with: key)
    /// try token.claims(as: [String: JSONValue].self)["sub"] // => "alice"
    /// try token.claims(as: Claims.self) // throws .jwtClaimInvalid
    /// ```
    public func claims<Claims: Decodable>(as type: Claims.Type) throws(TokenError) -> Claims {
        try read(claimsJSON, as: type)
    }

    /// A claim, or nil if the token has none of this name. All claims are read each time: to look at several, use ``claims(as:)``.
    ///
    /// - Throws: `ERR_JWT_CLAIM_INVALID` if there is an integer beyond 64 bits among the claims; ``claimsJSON`` is exact.
    public subscript(name: String) -> JSONValue? {
        get throws(TokenError) { try read(claimsJSON, as: [String: JSONValue].self)[name] }
    }

    /// The protected header: the signed token's, or the encrypted token's where nothing is signed.
    ///
    /// - Throws: `ERR_JWT_CLAIM_INVALID` if there is an integer beyond 64 bits in it; ``headerJSON`` is exact.
    public var header: [String: JSONValue] {
        get throws(TokenError) { try read(headerJSON, as: [String: JSONValue].self) }
    }

    /// The header of the encrypted token around the signed one.
    ///
    /// - Throws: `ERR_JWT_CLAIM_INVALID` if there is an integer beyond 64 bits in it; ``outerHeaderJSON`` is exact.
    public var outerHeader: [String: JSONValue]? {
        get throws(TokenError) {
            guard let outerHeaderJSON else { return nil }
            return try read(outerHeaderJSON, as: [String: JSONValue].self)
        }
    }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind and the header, and none of the claims.
    public var description: String { "Token(\(kind), \(headerJSON))" }

    /// The same.
    public var debugDescription: String { description }

    /// The kind and the header, and none of the claims.
    public var customMirror: Mirror { Mirror(self, children: ["kind": kind, "headerJSON": headerJSON]) }
}

/// What an unchecked token says of itself.
public struct Inspected: Hashable, Sendable {
    /// How it claims to be protected.
    public let kind: TokenKind
    /// The protected header as JSON text; of a nested token, the outer one.
    public let headerJSON: String
    /// The claims of a signed token as JSON text, if they are a strict JSON object.
    public let claimsJSON: String?
}

/// Reads a token without checking anything: for people and logs, never for decisions.
///
/// - Parameter token: The token, in the compact serialization.
/// - Returns: What it says of itself, which anybody can have written.
/// - Throws: `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for what is no token, `ERR_JOSE_LIMIT_EXCEEDED`.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let shown = try inspectUnverified(sign(["sub": "alice"], with: key, options: SignOptions(noExpiry: true, now: Date(timeIntervalSince1970: 7))))
/// shown.kind // => .signed
/// shown.claimsJSON // => #"{"sub":"alice","iat":7}"#
/// try inspectUnverified("no token") // throws .jwtInvalid
/// ```
public func inspectUnverified(_ token: String) throws(TokenError) -> Inspected {
    let shown = try crossing { try TokensealNative.inspectUnverified(token: token) }
    return Inspected(kind: try TokenKind(known: shown.kind), headerJSON: shown.headerJson, claimsJSON: shown.claimsJson)
}

extension TokenKind {
    /// A kind by the core's name.
    init(known name: String) throws(TokenError) {
        guard let kind = TokenKind(rawValue: name) else { throw TokenError.defect }
        self = kind
    }
}

extension Token.ProvenBy {
    /// A way by the core's name; nil for none.
    init?(known name: String?) throws(TokenError) {
        guard let name else { return nil }
        guard let way = Token.ProvenBy(rawValue: name) else { throw TokenError.defect }
        self = way
    }
}
