// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a list of revocations.
///
/// For ``Revocations``.
public struct RevocationsOptions: Hashable, Sendable {
    /// The longest lifetime of a token: a revocation is forgotten once no token it covers can still be valid. If not given, the tokens of a subject, an issuer and a session are revoked forever.
    public var longestLifetime: Length?
    /// Record who revoked what, when and why, so that `entries` can list it.
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

extension RevocationsOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("RevocationsOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
