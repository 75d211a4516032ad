// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options of a list of revocations.
///
/// For ``Revocations``.
public struct RevocationsOptions: Hashable, Sendable {
    /// The longest that a token lives: what was revoked is forgotten when no token can be left of it. If not given, the tokens of a subject, an issuer and a session are revoked for ever.
    public var longestLifetime: Length?
    /// Keep who revoked what, when and why, so that `entries` can list it.
    public var audit: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        longestLifetime: Length? = nil,
        audit: Bool = false
    ) {
        self.longestLifetime = longestLifetime
        self.audit = audit
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("longest_lifetime", self.longestLifetime)
        text.add("audit", self.audit, unless: false)
        return text.json
    }
}
