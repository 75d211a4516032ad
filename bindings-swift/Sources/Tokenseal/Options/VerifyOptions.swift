// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for checking tokens. Every check is made unless it is waived by name.
///
/// For ``verify(_:with:expecting:)``.
public struct VerifyOptions: Sendable {
    /// The only signature algorithms to accept, among those that the keys allow.
    public var algorithms: [SignatureAlgorithm]?
    /// The `iss` that the token must have. Several are an error: their keys would be in one pool, and each issuer could speak for the others.
    public var issuer: (any OneOrMany)?
    /// Other spellings of the issuer that the token's `iss` may have instead.
    public var issuerAliases: [String]?
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
    /// The current time; the system clock's if not given.
    public var now: Date?
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
    /// Accept tokens without `exp`.
    public var allowMissingExp: Bool
    /// Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as absent.
    public var allowAnyAudience: Bool
    /// Accept any `iss` if none is expected.
    public var allowAnyIssuer: Bool
    /// Accept any `typ` if none is expected.
    public var allowAnyType: Bool
    /// Accept any `nonce` of an ID token if none is expected.
    public var allowAnyNonce: Bool
    /// Accept a `sub` that is a number; `subject` then expects its digits.
    public var allowNumericSubject: Bool
    /// Accept a token whose status has not been looked up, although its `status` claim says where to do so.
    public var allowUncheckedStatus: Bool
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
        issuer: (any OneOrMany)? = nil,
        issuerAliases: [String]? = nil,
        audience: (any OneOrMany)? = nil,
        subject: String? = nil,
        type: (any OneOrMany)? = nil,
        requiredClaims: [String]? = nil,
        expectedClaims: Header? = nil,
        maxAge: Length? = nil,
        maxLifetime: Length? = nil,
        leeway: Length? = nil,
        now: Date? = nil,
        critical: [String]? = nil,
        profile: Profile? = nil,
        nonce: String? = nil,
        azp: String? = nil,
        proofOfPossession: ProofOfPossession = .whenBound,
        allowMissingExp: Bool = false,
        allowAnyAudience: Bool = false,
        allowAnyIssuer: Bool = false,
        allowAnyType: Bool = false,
        allowAnyNonce: Bool = false,
        allowNumericSubject: Bool = false,
        allowUncheckedStatus: Bool = false,
        allowBase64Padding: Bool = false,
        maxTokenBytes: Int? = nil,
        maxHeaderBytes: Int? = nil,
        maxJSONDepth: Int? = nil,
        maxInflatedBytes: Int? = nil,
        maxAttempts: Int? = nil,
        maxPBES2Iterations: Int? = nil
    ) {
        self.algorithms = algorithms
        self.issuer = issuer
        self.issuerAliases = issuerAliases
        self.audience = audience
        self.subject = subject
        self.type = type
        self.requiredClaims = requiredClaims
        self.expectedClaims = expectedClaims
        self.maxAge = maxAge
        self.maxLifetime = maxLifetime
        self.leeway = leeway
        self.now = now
        self.critical = critical
        self.profile = profile
        self.nonce = nonce
        self.azp = azp
        self.proofOfPossession = proofOfPossession
        self.allowMissingExp = allowMissingExp
        self.allowAnyAudience = allowAnyAudience
        self.allowAnyIssuer = allowAnyIssuer
        self.allowAnyType = allowAnyType
        self.allowAnyNonce = allowAnyNonce
        self.allowNumericSubject = allowNumericSubject
        self.allowUncheckedStatus = allowUncheckedStatus
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
        text.add("issuer", self.issuer)
        text.add("issuer_aliases", self.issuerAliases)
        text.add("audience", self.audience)
        text.add("subject", self.subject)
        text.add("type", self.type)
        text.add("required_claims", self.requiredClaims)
        text.add("expected_claims", self.expectedClaims)
        text.add("max_age", self.maxAge)
        text.add("max_lifetime", self.maxLifetime)
        text.add("leeway", self.leeway)
        text.add("now", self.now)
        text.add("critical", self.critical)
        text.add("profile", self.profile)
        text.add("nonce", self.nonce)
        text.add("azp", self.azp)
        text.add("proof_of_possession", self.proofOfPossession, unless: .whenBound)
        text.add("allow_missing_exp", self.allowMissingExp, unless: false)
        text.add("allow_any_audience", self.allowAnyAudience, unless: false)
        text.add("allow_any_issuer", self.allowAnyIssuer, unless: false)
        text.add("allow_any_type", self.allowAnyType, unless: false)
        text.add("allow_any_nonce", self.allowAnyNonce, unless: false)
        text.add("allow_numeric_subject", self.allowNumericSubject, unless: false)
        text.add("allow_unchecked_status", self.allowUncheckedStatus, unless: false)
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

extension VerifyOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("VerifyOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}
