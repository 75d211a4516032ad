// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options of a cache of the DPoP proofs that were used.
///
/// For ``ReplayCache``.
public struct ReplayOptions: Hashable, Sendable {
    /// The most proofs that are remembered, each for about a minute; 1,000,000 if not given. While it is full, proofs are `ERR_DPOP_UNAVAILABLE`.
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
