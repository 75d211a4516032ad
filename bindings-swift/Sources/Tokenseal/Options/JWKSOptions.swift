// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for reading a JWK Set.
///
/// For ``KeySet/init(jwks:options:)``.
public struct JWKSOptions: Hashable, Sendable {
    /// Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    public var signatureUses: [String]?
    /// Refuse the whole set if one of its keys is malformed, instead of setting that key aside.
    public var strict: Bool
    /// Set aside symmetric and private keys: a published set should contain none.
    public var publicOnly: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        signatureUses: [String]? = nil,
        strict: Bool = false,
        publicOnly: Bool = false
    ) {
        self.signatureUses = signatureUses
        self.strict = strict
        self.publicOnly = publicOnly
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("signature_uses", self.signatureUses)
        text.add("strict", self.strict, unless: false)
        text.add("public_only", self.publicOnly, unless: false)
        return text.json
    }
}

extension JWKSOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("JWKSOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
