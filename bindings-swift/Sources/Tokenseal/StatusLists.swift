import Foundation
internal import TokensealNative

/// The status lists in which a ``Verifier`` may look tokens up (draft-ietf-oauth-status-list-21),
/// to learn whether their issuer has revoked them.
///
/// A token names the address of its list. The list is fetched if ``StatusListsOptions/allowedUris``
/// allows that, verified with the keys of the verifier (or those given here), and kept for as long
/// as it says itself. A status of 0 is accepted; 1 (invalid), 2 (suspended) and every other is
/// refused with `ERR_JWT_REVOKED`. A list that cannot be fetched means
/// `ERR_JWT_REVOCATION_UNAVAILABLE`, and one that is not allowed `ERR_JWT_CLAIM_MISMATCH`, each
/// with the claim `status`. A token without a `status` claim is accepted as before;
/// ``VerifierOptions/requiredClaims`` can require one.
///
/// Nothing is fetched until a token needs it, or ``Verifier/ready(timeout:)`` fetches the lists
/// whose exact addresses are allowed. ``Verifier/verifyAsync(_:now:)`` waits for a list;
/// ``Verifier/verify(_:now:)`` never does, and refuses the first token that names a list.
///
/// Each verifier has lists of its own, since what one verifier's keys have verified never counts
/// for another; lists with keys of their own are shared. `URLSession` does the fetching, as for a
/// ``RemoteKeySet``. Redirects are followed to allowed addresses, three times at most.
///
/// ```swift
/// let (key, uri) = (try Key.generate(.ES256), "https://issuer.example/statuses/1")
/// let list = try StatusList(capacity: 1_000, bits: 1)
/// let (good, bad) = (try list.allocate(), try list.allocate())
/// try list.set(StatusList.invalid, at: bad)
/// let published = Data(try list.jwt(signingWith: key, uri: uri, options: StatusTokenOptions(ttl: "5m")).utf8)
///
/// // A client of your own is for other HTTP libraries, and for tests. Without one, the package fetches by itself.
/// let lists = try StatusLists(
///     options: StatusListsOptions(allowedUris: ["https://issuer.example/statuses/"]),
///     client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: published) })
/// let verifier = try Verifier(keys: key.publicKey, statusLists: lists)
///
/// let token = { (index: Int) in
///     try sign(["status": list.claim(uri: uri, index: index)], with: key, options: SignOptions(expiresIn: "30d"))
/// }
/// let checked = try await verifier.verifyAsync(token(good))
/// checked.kind // => .signed
/// try verifier.verify(token(bad)) // throws .jwtRevoked
/// ```
public struct StatusLists: Sendable {
    let native: NativeStatusLists
    /// Keys of their own, if they have any.
    let keySource: KeySource?
    let carriers: ListCarriers

    /// Compiles the options. Nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - keys: The keys that verify the lists; each verifier's own if omitted.
    ///   - options: ``StatusListsOptions/allowedUris`` is required.
    ///   - clock: Tells the time by which lists age, for tests; the clock of the verifier's keys,
    ///     or the system's clocks, if omitted.
    ///   - client: Fetches in place of the package. It must not follow redirects.
    ///   - onChallenge: Answers the challenges of connections, on Apple's systems: for a CA or a
    ///     client certificate of your own.
    ///   - onEvent: Receives what happened, after the fact, on the thread that carries the request.
    /// - Throws: `ERR_OPTION_INVALID` if no address is allowed, one is not https, or an option is
    ///   out of range; and for keys that could verify no list.
    ///
    /// ```swift
    /// try StatusLists(options: StatusListsOptions()) // throws .optionInvalid
    /// try StatusLists(options: StatusListsOptions(allowedUris: ["http://issuer.example/statuses/"])) // throws .optionInvalid
    /// ```
    public init(
        keys: (any VerificationKeys)? = nil, options: StatusListsOptions, clock: (@Sendable () -> Date)? = nil,
        client: RemoteKeySet.Client? = nil, onChallenge: RemoteKeySet.Challenge? = nil, onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) {
        let source = keys?.keySource
        native = try crossing { try NativeStatusLists(keys: source?.keys, given: options.json) }
        keySource = source
        carriers = ListCarriers(id: native.id(), clock: clock, sender: try Fetcher(nil, client, onChallenge), onEvent: onEvent)
    }
}

extension StatusLists: Printed {
    /// Its name.
    public var description: String { "StatusLists" }
}

extension Verifier {
    /// The state of the status list at an address: its state and ages in seconds, and what happened
    /// to it, without its statuses.
    ///
    /// - Parameter uri: The address, as tokens name it.
    /// - Returns: Its state; nil if neither a checked token nor ``StatusListsOptions/allowedUris``
    ///   has named it.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let (key, uri) = (try Key.generate(.ES256), "https://issuer.example/statuses/1")
    /// let verifier = try Verifier(keys: key, statusLists: StatusLists(options: StatusListsOptions(allowedUris: [uri])))
    /// try verifier.status(ofList: uri)?["state"] // => "cold"
    /// try verifier.status(ofList: uri + "1") == nil // => true
    /// ```
    public func status(ofList uri: String) throws(TokenError) -> [String: JSONValue]? {
        guard let list = native.statusList(uri: uri) else { return nil }
        let clock = driven?.carriers.lists(list.followed())?.clock ?? driven?.clock
        let text = try crossing { try list.status(at: Times(clock)) }
        guard let status = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else { throw TokenError.defect }
        return status
    }
}
