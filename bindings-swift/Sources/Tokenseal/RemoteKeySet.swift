import Foundation
internal import TokensealNative

/// An issuer's keys, fetched from where it publishes them, and fetched again whenever they may have
/// changed (RFC 7517, section 5).
///
/// A ``Verifier`` takes it as its keys. ``RemoteKeySetOptions`` decides when keys are fetched and
/// for how long they are used; the server's headers can only shorten that. A key that its publisher
/// removed is refused at most ``RemoteKeySetOptions/maxAge`` and one
/// ``RemoteKeySetOptions/timeout`` later while the publisher's server answers, and at most
/// ``RemoteKeySetOptions/stale`` later still while it does not.
///
/// Nothing is fetched until it is needed or ``ready(timeout:)`` is called, and nothing runs while
/// no tokens are checked. Redirects are not followed, and proxies, cookies and caches are not used.
/// `URLSession` does the fetching; on Linux it is libcurl, on which `URLSession` is built.
///
/// ```swift
/// let published = try Key.generate(.ES256)
/// let jwks = Data(try KeySet([published]).jwks().utf8)
/// // A client of your own is for other HTTP libraries, and for tests. Without one, the package fetches by itself.
/// let keys = try RemoteKeySet(
///     url: "https://issuer.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: jwks) })
/// let verifier = try Verifier(keys: keys, expecting: VerifierOptions(issuer: "https://issuer.example"))
/// try await verifier.ready()
///
/// let token = try sign(["sub": "alice"], with: published, options: SignOptions(expiresIn: "5m", issuer: "https://issuer.example"))
/// try verifier.verify(token)["sub"] // => "alice"
/// try keys.status()["state"] // => "fresh"
/// ```
public struct RemoteKeySet: Sendable {
    let native: NativeRemoteKeySet
    let carrier: Carrier

    /// A set that is published at a URL, or where the options say. This call fetches nothing yet.
    ///
    /// - Parameters:
    ///   - url: Where the JWK Set is, unless ``RemoteKeySetOptions/issuer`` or
    ///     ``RemoteKeySetOptions/metadataUrl`` leads to it.
    ///   - options: Where else to find the keys, and how long to use them.
    ///   - snapshotKey: The key that verifies ``RemoteKeySetOptions/snapshot``.
    ///   - headers: Returns headers of your own for each request. If it throws, the keys are
    ///     unavailable, and the error's ``TokenError/cause`` says why.
    ///   - clock: Tells the time by which keys age, for tests; the system's clocks if omitted.
    ///   - client: Fetches in place of the package.
    ///   - onChallenge: Answers the challenges of connections, on Apple's systems: for a CA or a
    ///     client certificate of your own.
    ///   - onEvent: Receives what happened, after the fact, on the thread that carries the request.
    /// - Throws: `ERR_OPTION_INVALID` if there is no place to find the keys, or several, if one is
    ///   not https, or an option is out of range; `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` and
    ///   similar codes for a snapshot that `snapshotKey` did not sign, or that belongs to another
    ///   set.
    ///
    /// ```swift
    /// let keys = try RemoteKeySet(options: RemoteKeySetOptions(issuer: "https://tenant.example/", maxAge: "30m"))
    /// try keys.status()["state"] // => "cold"
    /// try RemoteKeySet(url: "http://issuer.example/jwks.json") // throws .optionInvalid
    /// ```
    public init(
        url: String? = nil, options: RemoteKeySetOptions = RemoteKeySetOptions(), snapshotKey: Key? = nil, headers: Headers? = nil,
        clock: (@Sendable () -> Date)? = nil, client: Client? = nil, onChallenge: Challenge? = nil,
        onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) {
        native = try crossing {
            try NativeRemoteKeySet(url: url, given: options.json, snapshotKey: snapshotKey?.native, at: Times(clock))
        }
        carrier = Carrier(native.followed(), clock: clock, sender: try Fetcher(headers, client, onChallenge), onEvent: onEvent)
    }

    /// Waits until there are keys: for the start of a service, or its health check.
    ///
    /// - Parameter timeout: How long to wait at most. Until then, failed requests are repeated,
    ///   less and less often.
    /// - Throws: `ERR_JWKS_UNAVAILABLE` if there are none by then, or the task was cancelled;
    ///   `ERR_OPTION_INVALID` for an invalid length.
    ///
    /// ```swift
    /// let down = try RemoteKeySet(url: "https://issuer.example/jwks.json", client: { _ in throw RemoteKeySet.Failure.connect })
    /// do {
    ///     try await down.ready(timeout: "1s")
    /// } catch {
    ///     error.code // => .jwksUnavailable
    ///     error.fault // => .environment
    /// }
    /// ```
    public func ready(timeout: Length = .untilReady) async throws(TokenError) {
        try await carrier.ready(until: uptime() + timeout.inSeconds())
    }

    /// The state of the set: its state and ages in seconds, its limits, what it promises, and what
    /// happened to it, without addresses and keys.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let keys = try RemoteKeySet(url: "https://issuer.example/jwks.json")
    /// try keys.status()["a_removed_key_is_refused_after"]?["while_the_server_answers"] // => 3605
    /// ```
    public func status() throws(TokenError) -> [String: JSONValue] {
        let text = try crossing { try native.status(at: carrier.times) }
        guard let status = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else { throw TokenError.defect }
        return status
    }

    /// The keys as they are now, whether or not they may still be used.
    public var keys: KeySet { KeySet(native.keys()) }

    /// Returns the keys for another process, which can then check tokens before it has fetched
    /// anything: give it ``RemoteKeySetOptions/snapshot`` and the key that verifies it. The keys
    /// keep their age.
    ///
    /// - Parameter key: The key that signs it, since anyone who can write a snapshot chooses the
    ///   keys.
    /// - Returns: The snapshot.
    /// - Throws: `ERR_JWKS_UNAVAILABLE` if there are no keys yet; `ERR_KEY_MISMATCH` or
    ///   `ERR_OPTION_INVALID` if the key cannot sign.
    ///
    /// ```swift
    /// let jwks = Data(try KeySet([Key.generate(.ES256)]).jwks().utf8)
    /// let keys = try RemoteKeySet(
    ///     url: "https://issuer.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: jwks) })
    /// try await keys.ready()
    ///
    /// let own = try Key.generate(.HS256)
    /// let options = RemoteKeySetOptions(snapshot: try keys.snapshot(signingWith: own))
    /// let cold = try RemoteKeySet(url: "https://issuer.example/jwks.json", options: options, snapshotKey: own)
    /// cold.keys.count // => 1
    /// ```
    public func snapshot(signingWith key: Key) throws(TokenError) -> String {
        try crossing { try native.snapshot(key: key.native) }
    }
}

extension RemoteKeySet: Printed {
    /// How many keys there are, without the address, which can be secret.
    public var description: String { native.debugDescription }
}
