// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a list of revocations in a file.
///
/// For ``Revocations/file(_:options:clock:)``.
public struct FileOptions: Hashable, Sendable {
    /// Create the list if it does not exist. Leave it out in services, so that a lost list is noticed.
    public var create: Bool
    /// For a list that is created: the longest lifetime of a token. A revocation is forgotten once no token it covers can still be valid. If not given, the tokens of a subject, an issuer and a session are revoked forever.
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

extension FileOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("FileOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
