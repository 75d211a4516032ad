// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a ring of keys that rotate.
///
/// For ``KeyRing``.
public struct KeyRingOptions: Hashable, Sendable {
    /// The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
    public var curve: Curve?
    /// The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
    public var bits: Int?
    /// How long a key is used to sign or to encrypt to, before the next one takes over; `30d` if not given.
    public var rotateEvery: Length?
    /// The longest lifetime of a token: an issuer that would make a longer one is refused; `15m` if not given.
    public var tokenLifetime: Length?
    /// How long those who fetch the published keys may cache them: what `cache_control` says; `10m` if not given.
    public var jwksMaxAge: Length?
    /// How long after that everyone has fetched the keys again; `10m` if not given. An outage that verifiers should not notice may last this long.
    public var verifierRefresh: Length?
    /// The largest difference between two clocks, and the largest `leeway` of a verifier; `1m` if not given.
    public var clockSkew: Length?

    /// The options that are given; the others keep their defaults.
    public init(
        curve: Curve? = nil,
        bits: Int? = nil,
        rotateEvery: Length? = nil,
        tokenLifetime: Length? = nil,
        jwksMaxAge: Length? = nil,
        verifierRefresh: Length? = nil,
        clockSkew: Length? = nil
    ) {
        self.curve = curve
        self.bits = bits
        self.rotateEvery = rotateEvery
        self.tokenLifetime = tokenLifetime
        self.jwksMaxAge = jwksMaxAge
        self.verifierRefresh = verifierRefresh
        self.clockSkew = clockSkew
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("curve", self.curve)
        text.add("bits", self.bits)
        text.add("rotate_every", self.rotateEvery)
        text.add("token_lifetime", self.tokenLifetime)
        text.add("jwks_max_age", self.jwksMaxAge)
        text.add("verifier_refresh", self.verifierRefresh)
        text.add("clock_skew", self.clockSkew)
        return text.json
    }
}

extension KeyRingOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("KeyRingOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
