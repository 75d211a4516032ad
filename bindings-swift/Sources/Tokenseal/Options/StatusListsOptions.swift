// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for following the status lists that tokens name.
///
/// For ``StatusLists``.
public struct StatusListsOptions: Hashable, Sendable {
    /// The addresses of the lists that may be fetched; required. One that ends in `/` stands for all that begin with it, any other for itself alone.
    public var allowedUris: [String]?
    /// Allow http: for tests, and for servers on the same machine. Lists are signed; yet anybody on the way sees which ones are used, and can keep a new one back.
    public var allowHttp: Bool
    /// How long a list is fresh that says neither `ttl` nor `exp`, if its server does not say so either; `10m` if not given.
    public var defaultAge: Length?
    /// How long a list is fresh at least, whatever its `ttl` and its server say; only its `exp` is never exceeded; `10s` if not given.
    public var minAge: Length?
    /// When a list is fetched again at the latest, whatever it says; `1h` if not given. If that fails, it is used on, within its own `ttl` and `exp`.
    public var maxAge: Length?
    /// How long a request may take in all, and a check waits for it; `5s` if not given.
    public var timeout: Length?
    /// The most lists that are kept; the one that was not used for the longest time gives way; 64 if not given.
    public var maxLists: Int?
    /// The longest status list token to read, in bytes; 4096 KiB if not given.
    public var maxListBytes: Int?
    /// The most bytes that the statuses of a list may inflate to; 16384 KiB if not given.
    public var maxInflatedBytes: Int?

    /// The options that are given; the others keep their defaults.
    public init(
        allowedUris: [String]? = nil,
        allowHttp: Bool = false,
        defaultAge: Length? = nil,
        minAge: Length? = nil,
        maxAge: Length? = nil,
        timeout: Length? = nil,
        maxLists: Int? = nil,
        maxListBytes: Int? = nil,
        maxInflatedBytes: Int? = nil
    ) {
        self.allowedUris = allowedUris
        self.allowHttp = allowHttp
        self.defaultAge = defaultAge
        self.minAge = minAge
        self.maxAge = maxAge
        self.timeout = timeout
        self.maxLists = maxLists
        self.maxListBytes = maxListBytes
        self.maxInflatedBytes = maxInflatedBytes
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("allowed_uris", self.allowedUris)
        text.add("allow_http", self.allowHttp, unless: false)
        text.add("default_age", self.defaultAge)
        text.add("min_age", self.minAge)
        text.add("max_age", self.maxAge)
        text.add("timeout", self.timeout)
        text.add("max_lists", self.maxLists)
        text.add("max_list_bytes", self.maxListBytes)
        text.add("max_inflated_bytes", self.maxInflatedBytes)
        return text.json
    }
}
