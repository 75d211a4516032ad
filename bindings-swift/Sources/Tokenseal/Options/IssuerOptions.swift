// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for an issuer, which apply to every token that it issues.
///
/// For ``Issuer``.
public struct IssuerOptions: Sendable {
    /// Who issues the token; becomes `iss`.
    public var issuer: String?
    /// Whom the token is for, one or several; becomes `aud`.
    public var audience: (any OneOrMany)?
    /// Whom the token is about; becomes `sub`.
    public var subject: String?
    /// How long a token is valid, unless the call or the claims say otherwise.
    public var lifetime: Length?
    /// Make a token that never expires.
    public var noExpiry: Bool
    /// The `typ` in the header; `JWT` if not given. A profile sets its own.
    public var type: String?
    /// Additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`.
    public var header: Header?
    /// The profile that the token follows: the token gets the profile's `typ` and a random `jti` if the profile has them, and must have its claims.
    public var profile: Profile?
    /// The content encryption; a `dir` key has its own; `A256GCM` if not given.
    public var enc: ContentEncryption?
    /// Compress the claims before encrypting them. The length of the token then reveals something about its claims.
    public var compress: Bool
    /// The algorithm to sign with, if `signingKey` is a ring that has several; the first one in the ring if not given.
    public var algorithm: SignatureAlgorithm?
    /// The key management algorithms to choose a key by, in order of preference, if `encryptionKey` is a set published by its recipient; `ECDH-ES with key wrap, ECDH-ES, RSA-OAEP` if not given.
    public var keyManagement: [KeyManagement]?

    /// The options that are given; the others keep their defaults.
    public init(
        issuer: String? = nil,
        audience: (any OneOrMany)? = nil,
        subject: String? = nil,
        lifetime: Length? = nil,
        noExpiry: Bool = false,
        type: String? = nil,
        header: Header? = nil,
        profile: Profile? = nil,
        enc: ContentEncryption? = nil,
        compress: Bool = false,
        algorithm: SignatureAlgorithm? = nil,
        keyManagement: [KeyManagement]? = nil
    ) {
        self.issuer = issuer
        self.audience = audience
        self.subject = subject
        self.lifetime = lifetime
        self.noExpiry = noExpiry
        self.type = type
        self.header = header
        self.profile = profile
        self.enc = enc
        self.compress = compress
        self.algorithm = algorithm
        self.keyManagement = keyManagement
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("issuer", self.issuer)
        text.add("audience", self.audience)
        text.add("subject", self.subject)
        text.add("lifetime", self.lifetime)
        text.add("no_expiry", self.noExpiry, unless: false)
        text.add("type", self.type)
        text.add("header", self.header)
        text.add("profile", self.profile)
        text.add("enc", self.enc)
        text.add("compress", self.compress, unless: false)
        text.add("alg", self.algorithm)
        text.add("key_management", self.keyManagement)
        return text.json
    }
}

extension IssuerOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("IssuerOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
