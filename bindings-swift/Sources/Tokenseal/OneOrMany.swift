/// One text or a list of them: what an issuer, an audience or a type is given as.
///
/// `String` and `[String]` are, so that both go where this is wanted.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let one = try sign([String: String](), with: key, options: SignOptions(expiresIn: 60, audience: "https://api.example"))
/// let many = try sign([String: String](), with: key, options: SignOptions(expiresIn: 60, audience: ["https://api.example", "https://old.example"]))
/// try verify(one, with: key, expecting: VerifyOptions(audience: ["https://api.example", "https://new.example"]))["aud"] // => "https://api.example"
/// try verify(many, with: key, expecting: VerifyOptions(audience: "https://old.example"))["aud"] // => ["https://api.example", "https://old.example"]
/// ```
public protocol OneOrMany: Sendable {
    /// The text, or the texts.
    var texts: Texts { get }
}

/// What is behind ``OneOrMany``.
public enum Texts: OneOrMany, Hashable {
    /// Exactly this.
    case one(String)
    /// Any of these.
    case many([String])

    /// Itself.
    public var texts: Texts { self }
}

extension String: OneOrMany {
    /// This one text.
    public var texts: Texts { .one(self) }
}

extension [String]: OneOrMany {
    /// These texts.
    public var texts: Texts { .many(self) }
}
