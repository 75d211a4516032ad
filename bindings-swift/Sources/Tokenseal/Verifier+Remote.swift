import Foundation
internal import TokensealNative

extension Verifier {
    /// A verifier of an issuer's tokens with the keys that its metadata names (OpenID Connect
    /// Discovery, RFC 8414): discovery, keys and `iss` in one. This call fetches nothing yet.
    ///
    /// - Parameters:
    ///   - issuer: The issuer, exactly as its tokens name it.
    ///   - decryptionKeys: The key that decrypts, or several.
    ///   - options: What else every token must have, and what it need not have.
    ///   - revocations: The revoked tokens, which are refused.
    ///   - statusLists: The lists in which a token's status is looked up.
    ///   - replays: Remembers which DPoP proofs were used; the verifier has a cache of its own if
    ///     omitted.
    ///   - nonceKey: The key for nonces in DPoP proofs.
    ///   - headers: Returns headers of your own for each request.
    ///   - clock: Tells both times, the tokens' and the keys', for tests; the system's clocks if
    ///     omitted.
    ///   - client: Fetches in place of the package.
    ///   - onChallenge: Answers the challenges of connections, on Apple's systems.
    ///   - onEvent: Receives what happened to the keys, and to tokens as in
    ///     ``init(keys:decryptionKeys:expecting:revocations:statusLists:replays:nonceKey:clock:onEvent:)``.
    /// - Returns: The verifier.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, an issuer that is not an https URL, or
    ///   options that name an issuer as well.
    ///
    /// ```swift
    /// let verifier = try Verifier.forIssuer("https://tenant.example/", expecting: VerifierOptions(audience: "https://api.example"))
    /// try verifier.verify("no token") // throws .jwtInvalid
    /// ```
    public static func forIssuer(
        _ issuer: String, decryptionKeys: (any DecryptionKeys)? = nil, expecting options: VerifierOptions = VerifierOptions(),
        revocations: Revocations? = nil, statusLists: StatusLists? = nil, replays: ReplayCache? = nil, nonceKey: Key? = nil,
        headers: RemoteKeySet.Headers? = nil, clock: (@Sendable () -> Date)? = nil,
        client: RemoteKeySet.Client? = nil, onChallenge: RemoteKeySet.Challenge? = nil, onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) -> Verifier {
        let native = try crossing {
            try NativeVerifier.forIssuer(
                issuer: issuer, decryptionKeys: decryptionKeys?.keySource.keys, given: options.json, revocations: revocations?.native,
                replays: replays?.native, nonceKey: nonceKey?.native, statusLists: statusLists?.native)
        }
        let fetcher = try Fetcher(headers, client, onChallenge)
        let fetched = native.remotes().map { Carrier($0.followed(), clock: clock, sender: fetcher, onEvent: onEvent) }
        let sources = [decryptionKeys?.keySource, statusLists?.keySource].compactMap(\.self)
        let carriers = fetched + sources.compactMap(\.carrier) + [revocations?.carrier, replays?.carrier].compactMap(\.self)
        let times = clock ?? sources.lazy.compactMap(\.clock).first
        let lists = [statusLists?.carriers].compactMap(\.self)
        return Verifier(native, clock: clock, driven: Driven(native, carriers, lists: lists, clock: times, onEvent: onEvent))
    }

    /// A verifier of several issuers: each of the verifiers has one issuer, and the token's exact
    /// `iss` selects which one checks it. No other is tried.
    ///
    /// - Parameters:
    ///   - verifiers: The verifiers, each for one issuer. They may share one ``RemoteKeySet``, and
    ///     have ``Revocations`` of their own or share them.
    ///   - decryptionKeys: The key that decrypts, or several: then only nested tokens are accepted.
    ///   - clock: Tells both times, the tokens' and the keys', for tests; the clock of the keys of
    ///     `verifiers` if omitted.
    ///   - onEvent: Is called when a token is refused, or accepted with keys that could not be
    ///     renewed, on the thread of the check.
    /// - Returns: The verifier.
    /// - Throws: `ERR_OPTION_INVALID` if one of them expects no issuer, has decryption keys of its
    ///   own, or itself has several issuers, and if two have the same issuer.
    ///
    /// ```swift
    /// let (a, b) = (try Key.generate(.ES256), try Key.generate(.ES256))
    /// let verifier = try Verifier.byIssuer([
    ///     Verifier(keys: a.publicKey, expecting: VerifierOptions(issuer: "https://a.example")),
    ///     Verifier(keys: b.publicKey, expecting: VerifierOptions(issuer: "https://b.example")),
    /// ])
    /// let options = SignOptions(expiresIn: "5m", issuer: "https://b.example")
    /// try verifier.verify(sign(["sub": "alice"], with: b, options: options))["sub"] // => "alice"
    /// try verifier.verify(sign(["sub": "alice"], with: a, options: options)) // throws .jwksNoMatchingKey
    /// try verifier.remove(issuer: "https://b.example") // => true
    /// try verifier.verify(sign(["sub": "alice"], with: b, options: options)) // throws .jwtClaimMismatch
    /// ```
    public static func byIssuer(
        _ verifiers: [Verifier], decryptionKeys: (any DecryptionKeys)? = nil, clock: (@Sendable () -> Date)? = nil,
        onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) -> Verifier {
        let native = try crossing {
            try NativeVerifier.byIssuer(verifiers: verifiers.map(\.native), decryptionKeys: decryptionKeys?.keySource.keys)
        }
        let members = verifiers.compactMap(\.driven)
        let carriers = members.flatMap(\.carriers.all) + [decryptionKeys?.keySource.carrier].compactMap(\.self)
        let times = clock ?? decryptionKeys?.keySource.clock ?? members.lazy.compactMap(\.clock).first
        let lists = members.flatMap(\.carriers.allLists)
        return Verifier(native, clock: clock, driven: Driven(native, carriers, lists: lists, clock: times, onEvent: onEvent))
    }

    /// Adds another issuer's verifier to one made by ``byIssuer(_:decryptionKeys:clock:onEvent:)``.
    /// Checks that have already begun do not see it.
    ///
    /// - Parameter verifier: The verifier.
    /// - Throws: As ``byIssuer(_:decryptionKeys:clock:onEvent:)``; `ERR_OPTION_INVALID` if this is
    ///   not a verifier of several issuers.
    public func add(_ verifier: Verifier) throws(TokenError) {
        let (carriers, lists) = (verifier.driven?.carriers.all ?? [], verifier.driven?.carriers.allLists ?? [])
        guard let driven else { return try crossing { try native.add(verifier: verifier.native) } }
        try crossing { try driven.carriers.add(carriers, lists) { try native.add(verifier: verifier.native) } }
    }

    /// Removes the verifier of an issuer, and its aliases with it.
    ///
    /// - Parameter issuer: The issuer or the template, as it was given.
    /// - Returns: Whether there was one.
    /// - Throws: `ERR_OPTION_INVALID` if this is not a verifier of several issuers.
    @discardableResult
    public func remove(issuer: String) throws(TokenError) -> Bool {
        let wasThere = try crossing { try native.remove(issuer: issuer) }
        if wasThere { driven?.carriers.tidy(native) }
        return wasThere
    }

    /// Waits until every fetched set has keys and lists of revocations in stores have been read:
    /// for the start of a service, or its health check.
    ///
    /// - Parameter timeout: How long to wait at most, for all of them.
    /// - Throws: `ERR_JWKS_UNAVAILABLE` if there are none by then, or the task was cancelled;
    ///   `ERR_JWT_REVOCATION_UNAVAILABLE` likewise for a list; `ERR_OPTION_INVALID` for an invalid
    ///   length.
    public func ready(timeout: Length = .untilReady) async throws(TokenError) {
        let end = uptime() + (try timeout.inSeconds())
        try await driven?.ready(until: end)
    }

    /// Checks a token as ``verify(_:now:)`` does, and waits for its keys if they must be fetched
    /// first, and for a list of revocations in a store if that must be read.
    ///
    /// It waits at most a little longer than ``RemoteKeySetOptions/timeout``. If the task is
    /// cancelled in the meantime, it ends at once with what it would throw without waiting;
    /// fetching goes on for others.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: The token, with its claims.
    /// - Throws: As ``verify(_:now:)``. `ERR_JWKS_UNAVAILABLE` if the keys could not be fetched, or
    ///   the task was cancelled before they were.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let jwks = Data(try KeySet([key]).jwks().utf8)
    /// let keys = try RemoteKeySet(
    ///     url: "https://issuer.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: jwks) })
    /// let verifier = try Verifier(keys: keys)
    /// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "5m"))
    /// let checked = try await verifier.verifyAsync(token)
    /// checked["sub"] // => "alice"
    /// ```
    public func verifyAsync(_ token: String, now: Date? = nil) async throws(TokenError) -> Token {
        if let driven { return try await driven.verifyAsync(token, now: seconds(now)) }
        return try verify(token, now: now)
    }

    /// Checks a token as ``verifyAsync(_:now:)`` does, and reads its claims as a type.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - type: The type: a struct of your own, or `[String: JSONValue]`.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: The claims.
    /// - Throws: As ``verifyAsync(_:now:)``, and `ERR_JWT_CLAIM_INVALID` if the type cannot hold
    ///   the claims.
    public func verifyAsync<Claims: Decodable>(_ token: String, as type: Claims.Type, now: Date? = nil) async throws(TokenError) -> Claims {
        try await verifyAsync(token, now: now).claims(as: type)
    }

    /// Checks many tokens on all cores, and waits for the keys of those that need them. Fetched
    /// keys serve all of them.
    ///
    /// - Parameters:
    ///   - tokens: The tokens, in the compact serialization.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: For each token, in order, what ``verifyAsync(_:now:)`` would return or throw.
    /// - Throws: `ERR_INTERNAL` only.
    public func verifyManyAsync(_ tokens: [String], now: Date? = nil) async throws(TokenError) -> [Result<Token, TokenError>] {
        if let driven { return try await driven.verifyManyAsync(tokens, now: seconds(now)) }
        return try verifyMany(tokens, now: now)
    }
}
