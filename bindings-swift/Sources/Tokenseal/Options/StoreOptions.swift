// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options of a list of revocations in Redis or Valkey.
///
/// For ``Revocations/redis(_:options:clock:onEvent:)``.
public struct StoreOptions: Hashable, Sendable {
    /// The name of the list in the store; required. All keys begin with it: one list, one name.
    public var namespace: String?
    /// Make the list if there is none. Leave it out in services, so that a list that was lost is noticed.
    public var create: Bool
    /// With `create`: the longest that a token lives. What was revoked is forgotten when no token can be left of it. A list that is there with a shorter one has it raised, and is never given a shorter one. If a list is made without, the tokens of a subject, an issuer and a session are revoked for ever.
    public var longestLifetime: Length?
    /// How old the list may be that a check uses; `1s` if not given.
    public var maxStaleness: Length?
    /// What becomes of a token if the list is older, and cannot be renewed in time.
    public var whenUnavailable: WhenUnavailable
    /// Read the list anew for every check.
    public var strict: Bool
    /// How often the store must prove that it can be written, so that a primary is noticed that was cut off from its replicas (`min-replicas-to-write`).
    public var beat: Length?
    /// How long a command may take, and a call waits; `2s` if not given.
    public var timeout: Length?
    /// What a revocation has survived when it is acknowledged.
    public var durability: Durability
    /// How many replicas must have it besides (WAIT).
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
