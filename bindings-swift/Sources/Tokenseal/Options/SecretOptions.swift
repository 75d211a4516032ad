// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for every other way of reading a key.
///
/// For ``Key/init(secret:algorithm:options:)``.
public struct SecretOptions: Hashable, Sendable {
    /// The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
    public var enc: ContentEncryption?
    /// The key's `kid`. A generated asymmetric key has its thumbprint if none is given.
    public var keyID: String?

    /// The options that are given; the others keep their defaults.
    public init(
        enc: ContentEncryption? = nil,
        keyID: String? = nil
    ) {
        self.enc = enc
        self.keyID = keyID
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("enc", self.enc)
        text.add("key_id", self.keyID)
        return text.json
    }
}
