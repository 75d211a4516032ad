// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for every other way of reading a key.
///
/// For ``Key/init(pem:algorithm:password:options:)``, ``Key/init(der:algorithm:password:options:)``, ``Key/init(certificate:algorithm:options:)`` and ``Key/init(password:algorithm:options:)``.
public struct KeyOptions: Hashable, Sendable {
    /// The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
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

extension KeyOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("KeyOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
