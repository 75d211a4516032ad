// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a list of revocations in Redis or Valkey.
///
/// For ``Revocations/redis(_:options:clock:onEvent:)``.
public struct StoreOptions: Hashable, Sendable {
    /// The name of the list in the store; required. All keys begin with this name: one list, one name.
    public var namespace: String?
    /// Create the list if it does not exist. Leave it out in services, so that a lost list is noticed.
    public var create: Bool
    /// With `create`: the longest lifetime of a token. A revocation is forgotten once no token it covers can still be valid. If the list already exists with a shorter lifetime, it is raised to this one; it is never lowered. If a list is created without this option, the tokens of a subject, an issuer and a session are revoked forever.
    public var longestLifetime: Length?
    /// How old the list may be when a check uses it; `1s` if not given.
    public var maxStaleness: Length?
    /// What happens to a token if the list is older than that and cannot be refreshed in time.
    public var whenUnavailable: WhenUnavailable
    /// Read the list again for every check.
    public var strict: Bool
    /// How often the store must prove that it can be written to, so that a primary that was cut off from its replicas is noticed (`min-replicas-to-write`).
    public var beat: Length?
    /// How long a command may take, and how long a call waits; `2s` if not given.
    public var timeout: Length?
    /// What a revocation has survived by the time it is acknowledged.
    public var durability: Durability
    /// How many replicas must also have it (WAIT).
    public var replicas: Int?

    /// The options that are given; the others keep their defaults.
    public init(
        namespace: String? = nil,
        create: Bool = false,
        longestLifetime: Length? = nil,
        maxStaleness: Length? = nil,
        whenUnavailable: WhenUnavailable = .refuse,
        strict: Bool = false,
        beat: Length? = nil,
        timeout: Length? = nil,
        durability: Durability = .memory,
        replicas: Int? = nil
    ) {
        self.namespace = namespace
        self.create = create
        self.longestLifetime = longestLifetime
        self.maxStaleness = maxStaleness
        self.whenUnavailable = whenUnavailable
        self.strict = strict
        self.beat = beat
        self.timeout = timeout
        self.durability = durability
        self.replicas = replicas
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("namespace", self.namespace)
        text.add("create", self.create, unless: false)
        text.add("longest_lifetime", self.longestLifetime)
        text.add("max_staleness", self.maxStaleness)
        text.add("when_unavailable", self.whenUnavailable, unless: .refuse)
        text.add("strict", self.strict, unless: false)
        text.add("beat", self.beat)
        text.add("timeout", self.timeout)
        text.add("durability", self.durability, unless: .memory)
        text.add("replicas", self.replicas)
        return text.json
    }
}

extension StoreOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("StoreOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
