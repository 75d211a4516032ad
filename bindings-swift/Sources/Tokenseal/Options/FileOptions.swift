// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options of a list of revocations in a file.
///
/// For ``Revocations/file(_:options:clock:)``.
public struct FileOptions: Hashable, Sendable {
    /// Make the list if there is none. Leave it out in services, so that a list that was lost is noticed.
    public var create: Bool
    /// Of a list that is made: the longest that a token lives. What was revoked is forgotten when no token can be left of it. If not given, the tokens of a subject, an issuer and a session are revoked for ever.
    public var longestLifetime: Length?

    /// The options that are given; the others keep their defaults.
    public init(
        create: Bool = false,
        longestLifetime: Length? = nil
    ) {
        self.create = create
        self.longestLifetime = longestLifetime
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("create", self.create, unless: false)
        text.add("longest_lifetime", self.longestLifetime)
        return text.json
    }
}
