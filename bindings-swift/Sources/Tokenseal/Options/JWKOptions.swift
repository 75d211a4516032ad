// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for reading a JWK.
///
/// For ``Key/init(jwk:options:)``.
public struct JWKOptions: Hashable, Sendable {
    /// The algorithm to bind the key to; required for an `oct` JWK without `alg`.
    public var algorithm: Algorithm?
    /// The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
    public var enc: ContentEncryption?
    /// Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    public var signatureUses: [String]?
    /// Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still refused.
    public var allowWeakSecret: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        algorithm: Algorithm? = nil,
        enc: ContentEncryption? = nil,
        signatureUses: [String]? = nil,
        allowWeakSecret: Bool = false
    ) {
        self.algorithm = algorithm
        self.enc = enc
        self.signatureUses = signatureUses
        self.allowWeakSecret = allowWeakSecret
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("alg", self.algorithm)
        text.add("enc", self.enc)
        text.add("signature_uses", self.signatureUses)
        text.add("allow_weak_secret", self.allowWeakSecret, unless: false)
        return text.json
    }
}

extension JWKOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("JWKOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
