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
/// token["sub"]?.string // => "alice"
/// token.kind // => .signed
/// token.keyID // => "k"
/// token.header["typ"] // => "JWT"
/// ```
public struct Token: Hashable, Sendable {
    /// The claims as JSON text, exactly as they were protected.
    public let claimsJSON: String
    /// The protected header as JSON text: the signed token's, or the encrypted token's if nothing
    /// is signed.
    public let headerJSON: String
    /// The ``Key/keyID`` of the key that verified the signature (or decrypted the token, if nothing
    /// is signed). It is the key's own, never the token's.
    public let keyID: String?
    /// How the token was protected.
    public let kind: TokenKind
    /// The header of the encrypted token around the signed one, as JSON text.
    public let outerHeaderJSON: String?
    /// The ``Key/keyID`` of the key that decrypted the token.
    public let decryptionKeyID: String?
    /// How its sender proved possession of what it is bound to; nil if nothing was proven.
    public let provenBy: ProvenBy?

    /// How the sender of a token proves possession of what the token is bound to (`cnf`, RFC 7800).
    public enum ProvenBy: String, CaseIterable, Codable, Sendable {
        /// With a DPoP proof by its key (RFC 9449).
        case dpop
        /// With the client certificate of its TLS connection (RFC 8705).
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

    /// A claim, or nil if the token has none with this name, compared byte for byte. Only this
    /// claim is read, whatever the others hold.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let text = JSONText(#"{"sub":"alice","n":[1e300,123456789012345678901234567890]}"#)
    /// let token = try verify(sign(text, with: key, options: SignOptions(expiresIn: 60)), with: key)
    /// token["sub"] // => "alice"
    /// token["n"]?[1] // => .digits("123456789012345678901234567890")
    /// token["admin"] // => nil
    /// ```
    public subscript(name: String) -> JSONValue? { JSONReader.member(name, of: claimsJSON) }

    /// A claim as the JSON text that was protected, or nil if the token has none with this name.
    ///
    /// - Parameter name: The name of the claim.
    /// - Returns: The text, with numbers as they were written.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let text = JSONText(#"{"price":1.10}"#)
    /// let token = try verify(sign(text, with: key, options: SignOptions(expiresIn: 60)), with: key)
    /// token.claimJSON("price") // => "1.10"
    /// ```
    public func claimJSON(_ name: String) -> String? { JSONReader.memberText(name, of: claimsJSON) }

    /// The protected header: the signed token's, or the encrypted token's if nothing is signed.
    public var header: [String: JSONValue] { JSONReader.object(headerJSON) }

    /// The header of the encrypted token around the signed one.
    public var outerHeader: [String: JSONValue]? { outerHeaderJSON.map(JSONReader.object) }
}

extension Token: Printed {
    /// The kind and the key's `kid`, but nothing of the claims and the header:
    /// `Token(kind=signed, keyID="k")`.
    public var description: String {
        shown("Token", [
            ("kind", kind.rawValue), ("keyID", quoted(keyID)),
            ("decryptionKeyID", kind == .nested ? quoted(decryptionKeyID) : nil),
        ])
    }
}

/// What an unchecked token says about itself.
public struct Inspected: Hashable, Sendable {
    /// How it claims to be protected.
    public let kind: TokenKind
    /// The protected header as JSON text; of a nested token, the outer one.
    public let headerJSON: String
    /// The claims of a signed token as JSON text, if they are a strict JSON object.
    public let claimsJSON: String?
}

extension Inspected: Printed {
    /// The kind alone: anyone may have written the rest.
    public var description: String { shown("Inspected", [("kind", kind.rawValue)]) }
}

/// Reads a token without checking anything: for people and logs, never for decisions.
///
/// - Parameter token: The token, in the compact serialization.
/// - Returns: What it says about itself, which anyone may have written.
/// - Throws: `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for anything but a token,
///   `ERR_JOSE_LIMIT_EXCEEDED`.
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
    /// A kind by its name in the core.
    init(known name: String) throws(TokenError) {
        guard let kind = TokenKind(rawValue: name) else { throw TokenError.defect }
        self = kind
    }
}

extension Token.ProvenBy {
    /// A way by its name in the core; nil for none.
    init?(known name: String?) throws(TokenError) {
        guard let name else { return nil }
        guard let way = Token.ProvenBy(rawValue: name) else { throw TokenError.defect }
        self = way
    }
}
