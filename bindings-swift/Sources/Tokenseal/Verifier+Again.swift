import Foundation
internal import TokensealNative

extension Verifier {
    /// Checks that a token which this verifier accepted is still good: for long connections, such
    /// as a WebSocket, to call from time to time. It never waits.
    ///
    /// It checks the token's times, the list of revocations and the status, each as
    /// ``verify(_:now:)`` does. Signature, claims and proof were checked when the connection began.
    ///
    /// - Parameters:
    ///   - token: The token, as its check returned it.
    ///   - now: The time; the clock's if omitted.
    /// - Throws: `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD` and `ERR_JWT_REVOKED`;
    ///   `ERR_JWT_REVOCATION_UNAVAILABLE` if the list or the status is not available, or not
    ///   without waiting, and `ERR_JWKS_UNAVAILABLE` likewise for the keys of a status;
    ///   `ERR_OPTION_INVALID` for an invalid time, and for a list with ``StoreOptions/strict``, for
    ///   which ``stillValidAsync(_:now:)`` waits.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let revocations = try Revocations()
    /// let verifier = try Verifier(keys: key, revocations: revocations)
    /// let token = try verifier.verify(sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "5m")))
    ///
    /// try verifier.stillValid(token) // now and then, as long as the connection lives
    /// try verifier.stillValid(token, now: Date(timeIntervalSinceNow: 300)) // throws .jwtExpired
    /// try revocations.revoke(token)
    /// try verifier.stillValid(token) // throws .jwtRevoked
    /// ```
    public func stillValid(_ token: Token, now: Date? = nil) throws(TokenError) {
        let checking = try again(token, now)
        guard let driven else { return try passed(decided(checking)) }
        try passed(driven.result(checking))
    }

    /// Checks a token again as ``stillValid(_:now:)`` does, and waits for a list of revocations in
    /// a store, and for a status, if they are needed first.
    ///
    /// - Parameters:
    ///   - token: The token, as its check returned it.
    ///   - now: The time; the clock's if omitted.
    /// - Throws: As that call.
    ///
    /// ```swift
    /// let (key, uri) = (try Key.generate(.ES256), "https://issuer.example/statuses/1")
    /// let list = try StatusList(capacity: 1_000, bits: 1)
    /// let index = try list.allocate()
    /// let lists = try StatusLists(
    ///     options: StatusListsOptions(allowedUris: [uri]),
    ///     client: { _ in
    ///         let published = try list.jwt(signingWith: key, uri: uri, options: StatusTokenOptions(ttl: "5m"))
    ///         return RemoteKeySet.Response(status: 200, headers: [], body: Data(published.utf8))
    ///     })
    /// let verifier = try Verifier(keys: key.publicKey, statusLists: lists)
    ///
    /// let text = try sign(["status": list.claim(uri: uri, index: index)], with: key, options: SignOptions(expiresIn: "1h"))
    /// let token = try await verifier.verifyAsync(text)
    /// try await verifier.stillValidAsync(token)
    /// ```
    public func stillValidAsync(_ token: Token, now: Date? = nil) async throws(TokenError) {
        let checking = try again(token, now)
        guard let driven else { return try passed(decided(checking)) }
        try passed(await driven.resultAsync(checking))
    }

    private func again(_ token: Token, _ now: Date?) throws(TokenError) -> NativeChecking {
        try crossing {
            try native.checkAgain(
                header: token.headerJSON, claims: token.claimsJSON, keyId: token.keyID, now: seconds(now), at: Times(driven?.clock))
        }
    }

    private func passed(_ result: Result<Token, TokenError>) throws(TokenError) {
        _ = try result.get()
    }
}
