/// One string or a list of them: the form in which an issuer, an audience or a type is given.
///
/// `String` and `[String]` conform to it, so either can be given where it is expected.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let one = try sign([String: String](), with: key, options: SignOptions(expiresIn: 60, audience: "https://api.example"))
/// let many = try sign([String: String](), with: key, options: SignOptions(expiresIn: 60, audience: ["https://api.example", "https://old.example"]))
/// try verify(one, with: key, expecting: VerifyOptions(audience: ["https://api.example", "https://new.example"]))["aud"] // => "https://api.example"
/// try verify(many, with: key, expecting: VerifyOptions(audience: "https://old.example"))["aud"] // => ["https://api.example", "https://old.example"]
/// ```
public protocol OneOrMany: Sendable {
    /// The string, or the strings.
    var texts: Texts { get }
}

/// One string or a list of them: the value of a ``OneOrMany``, and the type of a claim that may be
/// either, such as `aud` (RFC 7519, section 4.1.3).
///
/// ```swift
/// struct Claims: Codable { let sub: String; let aud: Texts }
///
/// let key = try Key.generate(.HS256)
/// let text = try sign(Claims(sub: "alice", aud: "app"), with: key, options: SignOptions(expiresIn: 60))
/// let expected = VerifyOptions(audience: "app")
/// let claims = try verify(text, with: key, expecting: expected).claims(as: Claims.self)
/// claims.aud.list // => ["app"]
/// claims.aud == .one("app") // => true
/// claims.aud.contains("web") // => false
/// ```
public enum Texts: OneOrMany, Hashable {
    /// Exactly this, written as a string.
    case one(String)
    /// Any of these, written as a list.
    case many([String])

    /// Itself.
    public var texts: Texts { self }

    /// The strings as a list, even if there is only one.
    public var list: [String] {
        switch self {
        case .one(let text): [text]
        case .many(let texts): texts
        }
    }

    /// Whether this is one of the strings, byte for byte.
    public func contains(_ text: String) -> Bool { list.contains { $0.utf8.elementsEqual(text.utf8) } }
}

extension Texts: Codable {
    /// Reads a string, or a list of strings.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .one(text)
        } else {
            self = .many(try container.decode([String].self))
        }
    }

    /// Writes what it is: a string, or a list of strings.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let text): try container.encode(text)
        case .many(let texts): try container.encode(texts)
        }
    }
}

extension Texts: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// One string.
    public init(stringLiteral text: String) { self = .one(text) }

    /// Several.
    public init(arrayLiteral texts: String...) { self = .many(texts) }
}

extension String: OneOrMany {
    /// This one string.
    public var texts: Texts { .one(self) }
}

extension [String]: OneOrMany {
    /// These strings.
    public var texts: Texts { .many(self) }
}
