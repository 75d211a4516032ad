// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for every other way of reading a key.
///
/// For ``Key/init(secret:algorithm:options:)``.
public struct SecretOptions: Hashable, Sendable {
    /// The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
    public var enc: ContentEncryption?
    /// The key's `kid`. A generated asymmetric key has its thumbprint if none is given.
    public var keyID: String?
    /// What the text of a secret stands for; required where the secret is text, refused where it is bytes.
    public var encoding: TextEncoding?
    /// Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is empty, or nothing but zeros, is refused all the same.
    public var allowWeakSecret: Bool

    /// The options that are given; the others keep their defaults.
    public init(
        enc: ContentEncryption? = nil,
        keyID: String? = nil,
        encoding: TextEncoding? = nil,
        allowWeakSecret: Bool = false
    ) {
        self.enc = enc
        self.keyID = keyID
        self.encoding = encoding
        self.allowWeakSecret = allowWeakSecret
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("enc", self.enc)
        text.add("key_id", self.keyID)
        text.add("encoding", self.encoding)
        text.add("allow_weak_secret", self.allowWeakSecret, unless: false)
        return text.json
    }
}
