// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for completing a token, or a DPoP proof, whose key is elsewhere.
///
/// For ``Unsigned/complete(signature:options:)``.
public struct CompleteOptions: Hashable, Sendable {
    /// How the bytes of an ECDSA signature are written.
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
