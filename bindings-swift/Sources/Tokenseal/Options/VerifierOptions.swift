// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for checking tokens. Every check is made unless it is waived by name.
///
/// For ``Verifier``.
public struct VerifierOptions: Sendable {
    /// The only signature algorithms to accept, among those that the keys allow.
    public var algorithms: [SignatureAlgorithm]?
    /// The only key management algorithms to accept, among those that the keys allow.
    public var keyManagement: [KeyManagement]?
    /// The only content encryption algorithms to accept.
    public var contentEncryption: [ContentEncryption]?
    /// The kinds of token to accept; if not given, the kind that the keys are for.
    public var accept: [TokenKind]?
    /// The `iss` that the token must have. Several are an error: their keys would be in one pool, and each issuer could speak for the others.
    public var issuer: (any OneOrMany)?
    /// Other spellings of the issuer that the token's `iss` may have instead.
    public var issuerAliases: [String]?
    /// An issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the token's `iss` must be this with the token's own claim filled in, a string without `/`. Given instead of `issuer`.
    public var issuerTemplate: String?
    /// The values that the claim in `issuerTemplate` may have.
    public var allowedTenants: [String]?
    /// The `aud` that the token must equal or contain; if several are given, any of them will do.
    public var audience: (any OneOrMany)?
    /// The `sub` that the token must have.
    public var subject: String?
    /// The `typ` that the token must have; if several are given, any of them will do, and a list that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent or `JWT`. A profile's own types are accepted as well.
    public var type: (any OneOrMany)?
    /// The names of claims that the token must have, and that must be neither null nor an empty string.
    public var requiredClaims: [String]?
    /// The values that claims must have, by claim name: a string, a number, true or false, or a list of these, any of which will do. A claim that is itself a list equals none of them.
    public var expectedClaims: Header?
    /// The greatest age of the token, counted from its `iat`.
    public var maxAge: Length?
    /// The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`.
    public var maxLifetime: Length?
    /// How far apart clocks may be, at most one hour; zero if not given.
    public var leeway: Length?
    /// How many accepted tokens to remember, up to 1000000: a token that is seen again is not verified again while its keys and times remain valid. Revocation, status and proof of possession are still checked each time. Tokens and claims then stay in memory.
    public var remember: Int?
    /// The names that may appear in `crit` because the caller understands and checks them.
    public var critical: [String]?
    /// The profile that the token must follow.
    public var profile: Profile?
    /// The `nonce` that an ID token must have.
    public var nonce: String?
    /// The `azp` (authorized party) that an ID token must have. If not given, with the profile `id-token`, an `azp` that is present must be the expected audience.
    public var azp: String?
    /// Whether the sender must prove that it holds the key or certificate that the token is bound to (`cnf`).
    public var proofOfPossession: ProofOfPossession
    /// Where clients reach the service, such as `https://api.example`: the scheme, the host and, unless it is the scheme's default, the port. A DPoP proof must be for one of these and the path of the request. Without them no proof can be checked.
    public var publicOrigins: [String]?
    /// Accept tokens without `exp`.
    public var allowMissingExp: Bool
    /// Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as absent.
    public var allowAnyAudience: Bool
    /// Accept any `iss` if none is expected.
    public var allowAnyIssuer: Bool
    /// Accept any value of the claim in `issuerTemplate`: every tenant of that issuer.
    public var allowAnyTenant: Bool
    /// Accept any `typ` if none is expected.
    public var allowAnyType: Bool
    /// Accept any `nonce` of an ID token if none is expected.
    public var allowAnyNonce: Bool
    /// Accept a `sub` that is a number; `subject` then expects its digits.
    public var allowNumericSubject: Bool
    /// Accept a token whose status has not been looked up, although its `status` claim says where to do so.
    public var allowUncheckedStatus: Bool
    /// Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside.
    public var allowMissingCty: Bool
    /// Accept tokens that are encrypted to a public key and not signed: anyone could have made them.
    public var allowUnsigned: Bool
    /// Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them.
    public var allowBase64Padding: Bool
    /// The longest token, in bytes; 256 KiB if not given.
    public var maxTokenBytes: Int?
    /// The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    public var maxHeaderBytes: Int?
    /// The deepest nesting of JSON, from 1 to 100; 32 if not given.
    public var maxJSONDepth: Int?
    /// The most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
    public var maxInflatedBytes: Int?
    /// The most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients times the number of keys may be at most 1,000 times this.
    public var maxAttempts: Int?
    /// The most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    public var maxPBES2Iterations: Int?

    /// The options that are given; the others keep their defaults.
    public init(
        algorithms: [SignatureAlgorithm]? = nil,
        keyManagement: [KeyManagement]? = nil,
        contentEncryption: [ContentEncryption]? = nil,
        accept: [TokenKind]? = nil,
        issuer: (any OneOrMany)? = nil,
        issuerAliases: [String]? = nil,
        issuerTemplate: String? = nil,
        allowedTenants: [String]? = nil,
        audience: (any OneOrMany)? = nil,
        subject: String? = nil,
        type: (any OneOrMany)? = nil,
        requiredClaims: [String]? = nil,
        expectedClaims: Header? = nil,
        maxAge: Length? = nil,
        maxLifetime: Length? = nil,
        leeway: Length? = nil,
        remember: Int? = nil,
        critical: [String]? = nil,
        profile: Profile? = nil,
        nonce: String? = nil,
        azp: String? = nil,
        proofOfPossession: ProofOfPossession = .whenBound,
        publicOrigins: [String]? = nil,
        allowMissingExp: Bool = false,
        allowAnyAudience: Bool = false,
        allowAnyIssuer: Bool = false,
        allowAnyTenant: Bool = false,
        allowAnyType: Bool = false,
        allowAnyNonce: Bool = false,
        allowNumericSubject: Bool = false,
        allowUncheckedStatus: Bool = false,
        allowMissingCty: Bool = false,
        allowUnsigned: Bool = false,
        allowBase64Padding: Bool = false,
        maxTokenBytes: Int? = nil,
        maxHeaderBytes: Int? = nil,
        maxJSONDepth: Int? = nil,
        maxInflatedBytes: Int? = nil,
        maxAttempts: Int? = nil,
        maxPBES2Iterations: Int? = nil
    ) {
        self.algorithms = algorithms
        self.keyManagement = keyManagement
        self.contentEncryption = contentEncryption
        self.accept = accept
        self.issuer = issuer
        self.issuerAliases = issuerAliases
        self.issuerTemplate = issuerTemplate
        self.allowedTenants = allowedTenants
        self.audience = audience
        self.subject = subject
        self.type = type
        self.requiredClaims = requiredClaims
        self.expectedClaims = expectedClaims
        self.maxAge = maxAge
        self.maxLifetime = maxLifetime
        self.leeway = leeway
        self.remember = remember
        self.critical = critical
        self.profile = profile
        self.nonce = nonce
        self.azp = azp
        self.proofOfPossession = proofOfPossession
        self.publicOrigins = publicOrigins
        self.allowMissingExp = allowMissingExp
        self.allowAnyAudience = allowAnyAudience
        self.allowAnyIssuer = allowAnyIssuer
        self.allowAnyTenant = allowAnyTenant
        self.allowAnyType = allowAnyType
        self.allowAnyNonce = allowAnyNonce
        self.allowNumericSubject = allowNumericSubject
        self.allowUncheckedStatus = allowUncheckedStatus
        self.allowMissingCty = allowMissingCty
        self.allowUnsigned = allowUnsigned
        self.allowBase64Padding = allowBase64Padding
        self.maxTokenBytes = maxTokenBytes
        self.maxHeaderBytes = maxHeaderBytes
        self.maxJSONDepth = maxJSONDepth
        self.maxInflatedBytes = maxInflatedBytes
        self.maxAttempts = maxAttempts
        self.maxPBES2Iterations = maxPBES2Iterations
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("algorithms", self.algorithms)
        text.add("key_management", self.keyManagement)
        text.add("content_encryption", self.contentEncryption)
        text.add("accept", self.accept)
        text.add("issuer", self.issuer)
        text.add("issuer_aliases", self.issuerAliases)
        text.add("issuer_template", self.issuerTemplate)
        text.add("allowed_tenants", self.allowedTenants)
        text.add("audience", self.audience)
        text.add("subject", self.subject)
        text.add("type", self.type)
        text.add("required_claims", self.requiredClaims)
        text.add("expected_claims", self.expectedClaims)
        text.add("max_age", self.maxAge)
        text.add("max_lifetime", self.maxLifetime)
        text.add("leeway", self.leeway)
        text.add("remember", self.remember)
        text.add("critical", self.critical)
        text.add("profile", self.profile)
        text.add("nonce", self.nonce)
        text.add("azp", self.azp)
        text.add("proof_of_possession", self.proofOfPossession, unless: .whenBound)
        text.add("public_origins", self.publicOrigins)
        text.add("allow_missing_exp", self.allowMissingExp, unless: false)
        text.add("allow_any_audience", self.allowAnyAudience, unless: false)
        text.add("allow_any_issuer", self.allowAnyIssuer, unless: false)
        text.add("allow_any_tenant", self.allowAnyTenant, unless: false)
        text.add("allow_any_type", self.allowAnyType, unless: false)
        text.add("allow_any_nonce", self.allowAnyNonce, unless: false)
        text.add("allow_numeric_subject", self.allowNumericSubject, unless: false)
        text.add("allow_unchecked_status", self.allowUncheckedStatus, unless: false)
        text.add("allow_missing_cty", self.allowMissingCty, unless: false)
        text.add("allow_unsigned", self.allowUnsigned, unless: false)
        text.add("allow_base64_padding", self.allowBase64Padding, unless: false)
        text.add("max_token_bytes", self.maxTokenBytes)
        text.add("max_header_bytes", self.maxHeaderBytes)
        text.add("max_json_depth", self.maxJSONDepth)
        text.add("max_inflated_bytes", self.maxInflatedBytes)
        text.add("max_attempts", self.maxAttempts)
        text.add("max_pbes2_iterations", self.maxPBES2Iterations)
        return text.json
    }
}

extension VerifierOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("VerifierOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
