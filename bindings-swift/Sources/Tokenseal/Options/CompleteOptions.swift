// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for completing a token or a DPoP proof whose key is held elsewhere.
///
/// For ``Unsigned/complete(signature:options:)``.
public struct CompleteOptions: Hashable, Sendable {
    /// How the bytes of an ECDSA signature are encoded.
    public var format: SignatureFormat

    /// The options that are given; the others keep their defaults.
    public init(
        format: SignatureFormat = .raw
    ) {
        self.format = format
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("format", self.format, unless: .raw)
        return text.json
    }
}

extension CompleteOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("CompleteOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
