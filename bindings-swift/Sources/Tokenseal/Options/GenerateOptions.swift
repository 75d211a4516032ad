// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for generating a key.
///
/// For ``Key/generate(_:options:)``.
public struct GenerateOptions: Hashable, Sendable {
    /// The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
    public var enc: ContentEncryption?
    /// The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
    public var curve: Curve?
    /// The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
    public var bits: Int?
    /// The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
    public var keyID: String?

    /// The options that are given; the others keep their defaults.
    public init(
        enc: ContentEncryption? = nil,
        curve: Curve? = nil,
        bits: Int? = nil,
        keyID: String? = nil
    ) {
        self.enc = enc
        self.curve = curve
        self.bits = bits
        self.keyID = keyID
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("enc", self.enc)
        text.add("curve", self.curve)
        text.add("bits", self.bits)
        text.add("key_id", self.keyID)
        return text.json
    }
}

extension GenerateOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("GenerateOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
