// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a key set that is fetched from its publisher.
///
/// For ``RemoteKeySet``.
public struct RemoteKeySetOptions: Hashable, Sendable {
    /// Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    public var signatureUses: [String]?
    /// The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). Given instead of `url` and `metadataUrl`.
    public var issuer: String?
    /// The URL of the metadata that says where the keys are. Given instead of `url` and `issuer`, and needs `metadataIssuer`.
    public var metadataUrl: String?
    /// The `issuer` that the metadata must contain, if it differs from the issuer that was asked.
    public var metadataIssuer: String?
    /// The only hosts that the metadata may name for the keys. They also receive the caller's headers, and may have addresses that are not public.
    public var allowedHosts: [String]?
    /// Allow http, which lets anyone on the network path substitute keys: for tests, and for servers on the same machine.
    public var allowHttp: Bool
    /// How long keys stay fresh if their server does not say; `10m` if not given.
    public var defaultAge: Length?
    /// The shortest time that keys stay fresh, whatever their server says; `60s` if not given.
    public var minAge: Length?
    /// The longest time that keys stay fresh, whatever their server says; `1h` if not given.
    public var maxAge: Length?
    /// How much longer keys stay in use while they cannot be fetched; `1h` if not given.
    public var stale: Length?
    /// How often tokens that no key verifies may cause the keys to be fetched again: twice, and once more each time this interval has passed; `30s` if not given.
    public var cooldown: Length?
    /// How long fetching the keys may take, including the metadata; `5s` if not given.
    public var timeout: Length?
    /// The most keys to read; 100 if not given.
    public var maxKeys: Int?
    /// The longest JWK Set to read, in bytes after decompression; 256 KiB if not given.
    public var maxSetBytes: Int?
    /// The longest metadata to read, in bytes after decompression; 64 KiB if not given.
    public var maxMetadataBytes: Int?
    /// The most checks that may wait at once because no key verifies their token; 8 if not given.
    public var maxWaiting: Int?
    /// A snapshot taken from such a set with `snapshot`: the initial keys, which keep their age.
    public var snapshot: String?

    /// The options that are given; the others keep their defaults.
    public init(
        signatureUses: [String]? = nil,
        issuer: String? = nil,
        metadataUrl: String? = nil,
        metadataIssuer: String? = nil,
        allowedHosts: [String]? = nil,
        allowHttp: Bool = false,
        defaultAge: Length? = nil,
        minAge: Length? = nil,
        maxAge: Length? = nil,
        stale: Length? = nil,
        cooldown: Length? = nil,
        timeout: Length? = nil,
        maxKeys: Int? = nil,
        maxSetBytes: Int? = nil,
        maxMetadataBytes: Int? = nil,
        maxWaiting: Int? = nil,
        snapshot: String? = nil
    ) {
        self.signatureUses = signatureUses
        self.issuer = issuer
        self.metadataUrl = metadataUrl
        self.metadataIssuer = metadataIssuer
        self.allowedHosts = allowedHosts
        self.allowHttp = allowHttp
        self.defaultAge = defaultAge
        self.minAge = minAge
        self.maxAge = maxAge
        self.stale = stale
        self.cooldown = cooldown
        self.timeout = timeout
        self.maxKeys = maxKeys
        self.maxSetBytes = maxSetBytes
        self.maxMetadataBytes = maxMetadataBytes
        self.maxWaiting = maxWaiting
        self.snapshot = snapshot
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("signature_uses", self.signatureUses)
        text.add("issuer", self.issuer)
        text.add("metadata_url", self.metadataUrl)
        text.add("metadata_issuer", self.metadataIssuer)
        text.add("allowed_hosts", self.allowedHosts)
        text.add("allow_http", self.allowHttp, unless: false)
        text.add("default_age", self.defaultAge)
        text.add("min_age", self.minAge)
        text.add("max_age", self.maxAge)
        text.add("stale", self.stale)
        text.add("cooldown", self.cooldown)
        text.add("timeout", self.timeout)
        text.add("max_keys", self.maxKeys)
        text.add("max_set_bytes", self.maxSetBytes)
        text.add("max_metadata_bytes", self.maxMetadataBytes)
        text.add("max_waiting", self.maxWaiting)
        text.add("snapshot", self.snapshot)
        return text.json
    }
}

extension RemoteKeySetOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("RemoteKeySetOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
