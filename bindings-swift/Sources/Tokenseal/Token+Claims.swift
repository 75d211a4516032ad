import Foundation

// The claims that RFC 7519 registers, each read when it is requested. Only what the options say was
// checked: a token that was verified without an expected audience, for example, may hold any.

extension Token {
    /// Who issued the token: `iss` (RFC 7519, section 4.1.1). Nil if there is none.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let options = SignOptions(expiresIn: "5m", issuer: "https://login.example", audience: "app", subject: "alice")
    /// let text = try sign(["tokens": 1], with: key, options: options)
    /// let token = try verify(text, with: key, expecting: VerifyOptions(issuer: "https://login.example", audience: "app"))
    /// token.issuer // => "https://login.example"
    /// token.subject // => "alice"
    /// token.audience // => ["app"]
    /// token.tokenID // => nil
    /// ```
    public var issuer: String? { self["iss"]?.string }

    /// Whom the token is about: `sub` (RFC 7519, section 4.1.2). Nil if there is none, or if it is
    /// a number (``VerifyOptions/allowNumericSubject``), which `token["sub"]` shows.
    public var subject: String? { self["sub"]?.string }

    /// Whom the token is for: `aud` (RFC 7519, section 4.1.3), always as a list. Empty if it names
    /// none.
    public var audience: [String] {
        switch self["aud"] {
        case .string(let one): [one]
        case .array(let many): many.compactMap(\.string)
        default: []
        }
    }

    /// When the token expires: `exp` (RFC 7519, section 4.1.4). Nil if it never does.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let now = Date()
    /// let token = try verify(sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "5m", now: now)), with: key)
    /// token.expiresAt?.timeIntervalSince(token.issuedAt ?? now) // => 300
    /// ```
    public var expiresAt: Date? { time("exp") }

    /// When the token becomes valid: `nbf` (RFC 7519, section 4.1.5). Nil if it does not say.
    public var notBefore: Date? { time("nbf") }

    /// When the token was issued: `iat` (RFC 7519, section 4.1.6). Nil if it does not say.
    public var issuedAt: Date? { time("iat") }

    /// The token's own id: `jti` (RFC 7519, section 4.1.7). Nil if it has none.
    public var tokenID: String? { self["jti"]?.string }

    private func time(_ name: String) -> Date? { self[name]?.number.map(Date.init(timeIntervalSince1970:)) }
}
