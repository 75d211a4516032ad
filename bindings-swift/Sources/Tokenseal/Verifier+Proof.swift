import Foundation
internal import TokensealNative

extension Verifier {
    /// Checks a token along with what came with it: a DPoP proof (RFC 9449) or the client's
    /// certificate (RFC 8705). It never waits.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - certificate: The certificate that the client has proven to hold in the TLS handshake, in
    ///     DER or PEM. Never take one from a header that anyone can send.
    ///   - options: The proof, and the request that it is for. Leave ``CheckOptions/proof`` out for
    ///     a token that came as `Bearer`, and give an empty list for one that came as `DPoP`
    ///     without a proof. ``CheckOptions/now`` is the clock's time if omitted.
    /// - Returns: The token, with its claims.
    /// - Throws: As ``verify(_:now:)``; `ERR_JWT_NOT_BOUND` if the sender does not hold what the
    ///   token is bound to, or if a proof came with a token that is not bound; `ERR_DPOP_INVALID`
    ///   for a proof that is malformed, too old, already used, or for another request or token;
    ///   `ERR_DPOP_NONCE_REQUIRED`, with ``TokenError/dpopNonce``; `ERR_DPOP_UNAVAILABLE` if the
    ///   cache of used proofs is full; `ERR_OPTION_INVALID` for a proof without method and URL, and
    ///   with a cache in a store, which only ``verifyAsync(_:certificate:options:)`` can query.
    ///
    /// ```swift
    /// let (key, own) = (try Key.generate(.HS256), try Key.generate(.ES256))
    /// let token = try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(["sub": "alice"], confirm: .key(own))
    /// let proof = try DPoP.prove("POST", "https://api.example/orders", with: own, options: ProofOptions(accessToken: token))
    ///
    /// let expected = VerifierOptions(publicOrigins: ["https://api.example", "https://api.internal:8443"])
    /// let verifier = try Verifier(keys: key, expecting: expected)
    /// try verifier.verify(token, options: CheckOptions(proof: proof, method: "GET", url: "/orders")) // throws .dpopInvalid
    /// try verifier.verify(token, options: CheckOptions(proof: proof, method: "POST", url: "/orders"))["sub"] // => "alice"
    /// ```
    public func verify(_ token: String, certificate: Data? = nil, options: CheckOptions) throws(TokenError) -> Token {
        try result(token, certificate, options).get()
    }

    /// Checks a token as ``verify(_:certificate:options:)`` does, and waits for its keys and lists,
    /// and for a ``ReplayCache`` in a store.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - certificate: The certificate that the client has proven to hold in the TLS handshake, in
    ///     DER or PEM.
    ///   - options: The proof, and the request that it is for.
    /// - Returns: The token, with its claims.
    /// - Throws: As that call; `ERR_DPOP_UNAVAILABLE` if the store does not answer in time, or the
    ///   task was cancelled before it did.
    ///
    /// ```swift
    /// struct Nowhere: RevocationStore {
    ///     func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
    /// }
    ///
    /// let (key, own) = (try Key.generate(.HS256), try Key.generate(.ES256))
    /// let replays = try ReplayCache.redis(Nowhere(), options: ReplayStoreOptions(namespace: "api"))
    /// let verifier = try Verifier(keys: key, expecting: VerifierOptions(publicOrigins: ["https://api.example"]), replays: replays)
    ///
    /// let token = try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(["sub": "alice"], confirm: .key(own))
    /// let proof = try DPoP.prove("GET", "https://api.example/", with: own, options: ProofOptions(accessToken: token))
    /// let sent = CheckOptions(proof: proof, method: "GET", url: "/")
    /// try verifier.verify(token, options: sent) // throws .optionInvalid
    /// do {
    ///     _ = try await verifier.verifyAsync(token, options: sent)
    /// } catch {
    ///     error.code // => .dpopUnavailable
    ///     error.status // => 503
    /// }
    /// ```
    public func verifyAsync(_ token: String, certificate: Data? = nil, options: CheckOptions) async throws(TokenError) -> Token {
        try await resultAsync(token, certificate, options).get()
    }

    /// A nonce for the header `DPoP-Nonce` of an answer, so that a client has a fresh one before it
    /// needs it (RFC 9449, section 8.2). It is valid for at least five minutes, and at most ten.
    ///
    /// - Parameter now: The time; the clock's if omitted.
    /// - Returns: The nonce; nil if this verifier requires none.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    ///
    /// ```swift
    /// let (key, nonceKey) = (try Key.generate(.ES256), try Key.generate(.HS256))
    /// let expected = VerifierOptions(publicOrigins: ["https://api.example"])
    /// try Verifier(keys: key, expecting: expected, nonceKey: nonceKey).dpopNonce() != nil // => true
    /// try Verifier(keys: key, expecting: expected).dpopNonce() == nil // => true
    /// ```
    public func dpopNonce(now: Date? = nil) throws(TokenError) -> String? {
        try crossing { try native.dpopNonce(now: seconds(now)) }
    }

    /// The cache of used DPoP proofs; nil if this verifier cannot check proofs.
    public var replays: ReplayCache? { native.replays().map { ReplayCache(native: $0, carrier: nil) } }

    /// The outcome of a check. Only a wrong call throws.
    func result(_ token: String, _ certificate: Data?, _ options: CheckOptions) throws(TokenError) -> Result<Token, TokenError> {
        let checking = try checking(token, certificate, options)
        if let driven { return try driven.result(checking) }
        return decided(checking)
    }

    /// The outcome of a check, once it has what it waits for. Only a wrong call throws.
    func resultAsync(_ token: String, _ certificate: Data?, _ options: CheckOptions) async throws(TokenError) -> Result<Token, TokenError> {
        let checking = try checking(token, certificate, options)
        if let driven { return await driven.resultAsync(checking) }
        return decided(checking)
    }

    private func checking(_ token: String, _ certificate: Data?, _ options: CheckOptions) throws(TokenError) -> NativeChecking {
        var options = options
        options.now = options.now ?? now
        return try crossing { try native.checkWith(token: token, given: options.json, certificate: certificate, at: Times(driven?.clock)) }
    }

    /// The outcome of a check that has everything at hand.
    func decided(_ checking: NativeChecking) -> Result<Token, TokenError> {
        switch checking.outcome {
        case .accepted(let packed): Result { () throws(TokenError) in try Token(packed: packed) }
        case .refused(let error): .failure(TokenError(error))
        case .waits: .failure(TokenError.defect)
        }
    }
}
