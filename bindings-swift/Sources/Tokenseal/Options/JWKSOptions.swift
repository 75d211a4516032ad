// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for reading a JWK Set.
///
/// For ``KeySet/init(jwks:options:)``.
public struct JWKSOptions: Hashable, Sendable {
    /// Refuse the whole set if one of its keys is malformed, instead of setting that key aside.
    public var strict: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        strict: Bool = false
    ) {
        self.strict = strict
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("strict", self.strict, unless: false)
        return text.json
    }
}

extension JWKSOptions {
    /// Refuse the whole set if one of its keys is malformed, instead of setting that key aside.
    public static let strict = JWKSOptions(strict: true)
}
