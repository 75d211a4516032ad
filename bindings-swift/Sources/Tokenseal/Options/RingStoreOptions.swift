// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a key ring in Redis or Valkey.
///
/// For ``KeyRing/redis(_:protectWith:create:options:clock:onEvent:)``.
public struct RingStoreOptions: Hashable, Sendable {
    /// The name of the ring in the store; required. Its key begins with this name: one ring, one name.
    public var namespace: String?
    /// How old the ring may be when a call uses it while the store is reachable: an older one is read again first; `1s` if not given.
    public var maxStaleness: Length?
    /// How long a command may take, and how long a call waits; `2s` if not given.
    public var timeout: Length?

    /// The options that are given; the others keep their defaults.
    public init(
        namespace: String? = nil,
        maxStaleness: Length? = nil,
        timeout: Length? = nil
    ) {
        self.namespace = namespace
        self.maxStaleness = maxStaleness
        self.timeout = timeout
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("namespace", self.namespace)
        text.add("max_staleness", self.maxStaleness)
        text.add("timeout", self.timeout)
        return text.json
    }
}

extension RingStoreOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("RingStoreOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
