import Foundation
internal import TokensealNative

/// Makes tokens with keys and options that are given once: what a service or an app that hands out
/// tokens holds on to.
///
/// ```swift
/// let signingKey = try Key.generate(.ES256)
/// let serviceKey = try Key.generate(.ECDH_ES_A256KW)
/// let options = IssuerOptions(issuer: "https://issuer.example", lifetime: "15m")
/// let issuer = try Issuer(signingKey: signingKey, encryptionKey: serviceKey.publicKey, options: options)
/// let token = try issuer.issue(["sub": "alice"])
/// let verifier = try Verifier(keys: signingKey.publicKey, decryptionKeys: serviceKey, expecting: VerifierOptions(issuer: "https://issuer.example"))
/// try verifier.verify(token)["sub"] // => "alice"
/// ```
public struct Issuer: Sendable {
    private let native: NativeIssuer
    private let clock: (@Sendable () -> Date)?
    /// What fetches the recipient's keys, if those are published.
    private let recipient: Carrier?
    /// The carriers of rings in a store.
    private let rings: [Carrier]
    /// Whether keys change with time, and a test's clock, by which they do.
    private let isTimed: Bool
    private let keysClock: (@Sendable () -> Date)?

    /// Compiles keys and options.
    ///
    /// With a signing key it signs, with an encryption key it encrypts, with both it seals. From a
    /// ``KeyRing`` it uses the active key; whatever is due in the ring is done when a token is
    /// made. If the recipient publishes its keys (``RemoteKeySet``), it encrypts to the first
    /// suitable one, in the order of ``IssuerOptions/keyManagement``.
    ///
    /// - Parameters:
    ///   - signingKey: The key that signs.
    ///   - encryptionKey: The key to encrypt to.
    ///   - options: What every token contains.
    ///   - clock: Tells the time for every token that is not given ``IssueOptions/now``; the system
    ///     clock if omitted. Keys change by their own `clock`.
    /// - Throws: `ERR_OPTION_INVALID` for a missing key or a wrong option, or a `keyManagement`
    ///   that no published key could have; `ERR_KEY_MISMATCH` for an unsuitable key.
    ///
    /// ```swift
    /// let key = try Key.generate(.A256GCMKW)
    /// let issuer = try Issuer(encryptionKey: key, options: IssuerOptions(lifetime: .hours(1)))
    /// try decrypt(issuer.issue(["sub": "alice"]), with: key)["sub"] // => "alice"
    /// try Issuer() // throws .optionInvalid
    ///
    /// let then = try Issuer(encryptionKey: key, options: IssuerOptions(noExpiry: true), clock: { Date(timeIntervalSince1970: 7) })
    /// try decrypt(then.issue(["sub": "alice"]), with: key, expecting: DecryptOptions(allowMissingExp: true))["iat"] // => 7
    ///
    /// let recipientKey = try Key.generate(.ECDH_ES_A256KW)
    /// let published = Data(try KeySet([recipientKey]).jwks().utf8)
    /// let keys = try RemoteKeySet(
    ///     url: "https://api.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: published) })
    /// let signingKey = try Key.generate(.ES256)
    /// let remote = try Issuer(signingKey: signingKey, encryptionKey: keys, options: IssuerOptions(lifetime: "15m"))
    /// let token = try await remote.issueAsync(["sub": "alice"])
    /// try unseal(token, decryptWith: recipientKey, verifyWith: signingKey.publicKey)["sub"] // => "alice"
    /// ```
    public init(
        signingKey: (any SigningKey)? = nil, encryptionKey: (any EncryptionKey)? = nil, options: IssuerOptions = IssuerOptions(),
        clock: (@Sendable () -> Date)? = nil
    ) throws(TokenError) {
        let sources = (signing: signingKey?.keySource, encryption: encryptionKey?.keySource)
        native = try crossing {
            try NativeIssuer(signingKey: sources.signing?.signingKey(), encryptionKey: sources.encryption?.encryptionKey(), given: options.json)
        }
        self.clock = clock
        recipient = if case .remote = sources.encryption?.kind { sources.encryption?.carrier } else { nil }
        rings = [sources.signing, sources.encryption].compactMap { source in if case .ring = source?.kind { source?.carrier } else { nil } }
        let timed = [sources.signing, sources.encryption].compactMap(\.self).filter(\.isTimed)
        isTimed = !timed.isEmpty
        keysClock = timed.lazy.compactMap(\.clock).first
    }

    /// Makes one token. It never waits: if the recipient's keys must be fetched first, use
    /// ``issueAsync(_:confirm:options:)``.
    ///
    /// - Parameters:
    ///   - claims: The claims: any value that is encoded as a JSON object (a `Date` as a
    ///     NumericDate), or ``JSONText``.
    ///   - confirm: The key or the certificate that the token is bound to: only its holder can then
    ///     use the token.
    ///   - options: What this token contains in addition, or instead.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: `ERR_JWT_INVALID` for claims that are not a JSON object, `ERR_JWT_CLAIM_INVALID`,
    ///   `ERR_JWT_CLAIM_MISSING` if a profile requires more, `ERR_OPTION_INVALID` for a wrong
    ///   option or one that contradicts a claim; if the recipient's keys are fetched,
    ///   `ERR_JWKS_UNAVAILABLE` if there are none yet, and `ERR_JWKS_NO_MATCHING_KEY` if none is
    ///   suitable; with a ``KeyRing``, `ERR_OPTION_INVALID` for a token that would live longer than
    ///   ``KeyRingOptions/tokenLifetime``.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let issuer = try Issuer(signingKey: key, options: IssuerOptions(lifetime: "15m"))
    /// let token = try issuer.issue(["scope": "read"], options: IssueOptions(expiresIn: "1m", subject: "alice", tokenID: "t-1"))
    /// try verify(token, with: key.publicKey)["jti"] // => "t-1"
    /// ```
    public func issue(
        _ claims: some Encodable, confirm: Confirmation? = nil, options: IssueOptions = IssueOptions()
    ) throws(TokenError) -> String {
        var options = options
        if let clock, options.now == nil { options.now = clock() }
        let confirm = confirm?.native
        guard isTimed else { return try crossing { try native.issueJson(claims: json(claims), given: options.json, confirm: confirm) } }
        let issuing = try crossing { try native.issueAt(claims: json(claims), given: options.json, at: Times(keysClock), confirm: confirm) }
        for carrier in rings + [recipient].compactMap(\.self) where issuing.due.contains(carrier.native.id()) { carrier.start() }
        switch issuing.outcome {
        case .issued(let token): return token
        case .refused(let error): throw TokenError(error)
        }
    }

    /// Makes one token as ``issue(_:confirm:options:)`` does, and waits for the recipient's keys if
    /// there are none yet.
    ///
    /// - Parameters:
    ///   - claims: The claims.
    ///   - confirm: The key or the certificate that the token is bound to.
    ///   - options: What this token contains in addition, or instead.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: As ``issue(_:confirm:options:)``. It waits as long as
    ///   ``RemoteKeySet/ready(timeout:)`` does, or until the task is cancelled.
    public func issueAsync(
        _ claims: some Encodable, confirm: Confirmation? = nil, options: IssueOptions = IssueOptions()
    ) async throws(TokenError) -> String {
        try await recipient?.ready(until: uptime() + Length.untilReady.inSeconds())
        for ring in rings { await ring.settle() }
        return try issue(claims, confirm: confirm, options: options)
    }
}

extension Issuer: Printed {
    /// Its name.
    public var description: String { "Issuer" }
}
