// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for following the status lists that tokens name.
///
/// For ``StatusLists``.
public struct StatusListsOptions: Hashable, Sendable {
    /// The URIs of the lists that may be fetched; required. One that ends in `/` allows all URIs that begin with it, any other allows only itself.
    public var allowedUris: [String]?
    /// Allow http: for tests, and for servers on the same machine. Lists are signed, but anyone on the network path can see which ones are used, and can hold back a new one.
    public var allowHttp: Bool
    /// How long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says so; `10m` if not given.
    public var defaultAge: Length?
    /// The shortest time that a list stays fresh, whatever its `ttl` and its server say; only its `exp` is never exceeded; `10s` if not given.
    public var minAge: Length?
    /// The longest time before a list is fetched again, whatever it says; `1h` if not given. If that fails, the list stays in use within its own `ttl` and `exp`.
    public var maxAge: Length?
    /// How long a request may take in total, and how long a check waits for it; `5s` if not given.
    public var timeout: Length?
    /// The most lists to keep; the least recently used one is dropped first; 64 if not given.
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

extension StatusListsOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("StatusListsOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
