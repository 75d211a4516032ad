// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a cache of used DPoP proofs in Redis or Valkey.
///
/// For ``ReplayCache/redis(_:options:clock:onEvent:)``.
public struct ReplayStoreOptions: Hashable, Sendable {
    /// The prefix of all keys in the store; required.
    public var namespace: String?
    /// How long a command may take, and how long a check waits; `2s` if not given.
    public var timeout: Length?

    /// The options that are given; the others keep their defaults.
    public init(
        namespace: String? = nil,
        timeout: Length? = nil
    ) {
        self.namespace = namespace
        self.timeout = timeout
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("namespace", self.namespace)
        text.add("timeout", self.timeout)
        return text.json
    }
}

extension ReplayStoreOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("ReplayStoreOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
