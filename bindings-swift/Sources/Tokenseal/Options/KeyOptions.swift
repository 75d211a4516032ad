// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for every other way of reading a key.
///
/// For ``Key/init(pem:algorithm:password:options:)``, ``Key/init(der:algorithm:password:options:)``, ``Key/init(certificate:algorithm:options:)`` and ``Key/init(password:algorithm:options:)``.
public struct KeyOptions: Hashable, Sendable {
    /// The key's `kid`. A generated asymmetric key has its thumbprint if none is given.
    public var keyID: String?

    /// The options that are given; the others keep their defaults.
    public init(
        keyID: String? = nil
    ) {
        self.keyID = keyID
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("key_id", self.keyID)
        return text.json
    }
}
