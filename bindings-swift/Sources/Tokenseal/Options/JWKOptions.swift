// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for reading a JWK.
///
/// For ``Key/init(jwk:options:)``.
public struct JWKOptions: Hashable, Sendable {
    /// The algorithm to bind the key to; required for an `oct` JWK without `alg`.
    public var algorithm: Algorithm?
    /// The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
    public var enc: ContentEncryption?

    /// The options that are given; the others keep their defaults.
    public init(
        algorithm: Algorithm? = nil,
        enc: ContentEncryption? = nil
    ) {
        self.algorithm = algorithm
        self.enc = enc
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("alg", self.algorithm)
        text.add("enc", self.enc)
        return text.json
    }
}
