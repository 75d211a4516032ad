// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a cache of used DPoP proofs.
///
/// For ``ReplayCache``.
public struct ReplayOptions: Hashable, Sendable {
    /// The most proofs to remember, each for about a minute; 1,000,000 if not given. While the cache is full, proofs are `ERR_DPOP_UNAVAILABLE`.
    public var capacity: Int?

    /// The options that are given; the others keep their defaults.
    public init(
        capacity: Int? = nil
    ) {
        self.capacity = capacity
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("capacity", self.capacity)
        return text.json
    }
}

extension ReplayOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("ReplayOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
