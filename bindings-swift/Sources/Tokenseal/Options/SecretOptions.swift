// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for every other way of reading a key.
///
/// For ``Key/init(secret:algorithm:options:)``.
public struct SecretOptions: Hashable, Sendable {
    /// The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
    public var enc: ContentEncryption?
    /// The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
    public var keyID: String?
    /// How the text of a secret is encoded; required if the secret is text, refused if it is bytes.
    public var encoding: TextEncoding?
    /// Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still refused.
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

extension SecretOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("SecretOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
