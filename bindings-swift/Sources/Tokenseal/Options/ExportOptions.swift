// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for exporting keys.
///
/// For ``Key/jwk(options:)``, ``Key/pem(options:)``, ``Key/der(options:)`` and ``KeySet/jwks(options:)``.
public struct ExportOptions: Hashable, Sendable {
    /// Export the private or secret key itself, which must be kept secret.
    public var `private`: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        `private`: Bool = false
    ) {
        self.private = `private`
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("private", self.private, unless: false)
        return text.json
    }
}

extension ExportOptions {
    /// Export the private or secret key itself, which must be kept secret.
    public static let `private` = ExportOptions(private: true)
}

extension ExportOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("ExportOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
