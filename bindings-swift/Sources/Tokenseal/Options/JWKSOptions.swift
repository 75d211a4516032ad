// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for reading a JWK Set.
///
/// For ``KeySet/init(jwks:options:)``.
public struct JWKSOptions: Hashable, Sendable {
    /// Refuse the whole set if one of its keys is malformed, instead of setting that key aside.
    public var strict: Bool
    /// Set aside symmetric and private keys: a published set should have none.
    public var publicOnly: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        strict: Bool = false,
        publicOnly: Bool = false
    ) {
        self.strict = strict
        self.publicOnly = publicOnly
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("strict", self.strict, unless: false)
        text.add("public_only", self.publicOnly, unless: false)
        return text.json
    }
}

extension JWKSOptions {
    /// Refuse the whole set if one of its keys is malformed, instead of setting that key aside.
    public static let strict = JWKSOptions(strict: true)

    /// Set aside symmetric and private keys: a published set should have none.
    public static let publicOnly = JWKSOptions(publicOnly: true)
}
