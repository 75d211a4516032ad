import Foundation
internal import TokensealNative

/// Remembers which DPoP proofs were used: each is accepted once (RFC 9449, section 11.1).
///
/// A ``Verifier`` with ``VerifierOptions/publicOrigins`` has one of its own unless it is given one.
/// A cache in memory knows nothing of other processes, nor of the time before a restart: an
/// intercepted proof can be used once in each, for a minute. ``redis(_:options:clock:onEvent:)``
/// covers them all. Any number of verifiers and tasks can use it at once.
///
/// ```swift
/// let (key, own) = (try Key.generate(.HS256), try Key.generate(.ES256))
/// let replays = try ReplayCache(options: ReplayOptions(capacity: 100_000))
/// let verifier = try Verifier(keys: key, expecting: VerifierOptions(publicOrigins: ["https://api.example"]), replays: replays)
///
/// let token = try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(["sub": "alice"], confirm: .key(own))
/// let proof = try DPoP.prove("GET", "https://api.example/", with: own, options: ProofOptions(accessToken: token))
/// try verifier.verify(token, options: CheckOptions(proof: proof, method: "GET", url: "/"))["sub"] // => "alice"
/// try replays.status()["remembered"] // => 1
/// ```
public struct ReplayCache: Sendable {
    let native: NativeReplayCache
    /// What queries the store.
    let carrier: Carrier?

    /// An empty cache, in memory.
    ///
    /// - Parameter options: How many proofs it remembers.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid capacity.
    ///
    /// ```swift
    /// try ReplayCache().status()["scope"] // => "this process only"
    /// try ReplayCache(options: ReplayOptions(capacity: 0)) // throws .optionInvalid
    /// ```
    public init(options: ReplayOptions = ReplayOptions()) throws(TokenError) {
        self.init(native: try crossing { try NativeReplayCache(given: options.json) }, carrier: nil)
    }

    init(native: NativeReplayCache, carrier: Carrier?) {
        self.native = native
        self.carrier = carrier
    }

    /// A cache that servers share through Redis or Valkey: one key for each proof, which expires by
    /// itself.
    ///
    /// Each check with a proof queries the store, so use
    /// ``Verifier/verifyAsync(_:certificate:options:)``; the form that never waits throws
    /// `ERR_OPTION_INVALID`. While the store cannot be reached, checks with a proof throw
    /// `ERR_DPOP_UNAVAILABLE`.
    ///
    /// - Parameters:
    ///   - store: Sends the commands.
    ///   - options: ``ReplayStoreOptions/namespace`` is required.
    ///   - clock: A clock for tests, that of the verifier's keys; the system's clocks if omitted.
    ///   - onEvent: Receives what happened, after the fact, on the thread that carries the
    ///     commands.
    /// - Returns: The cache. Nothing has been queried yet.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option.
    ///
    /// ```swift
    /// struct Nowhere: RevocationStore {
    ///     func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
    /// }
    ///
    /// let replays = try ReplayCache.redis(Nowhere(), options: ReplayStoreOptions(namespace: "api"))
    /// try replays.status()["scope"] // => "store"
    /// try ReplayCache.redis(Nowhere(), options: ReplayStoreOptions()) // throws .optionInvalid
    /// ```
    public static func redis(
        _ store: any RevocationStore, options: ReplayStoreOptions, clock: (@Sendable () -> Date)? = nil,
        onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) -> ReplayCache {
        let native = try crossing { try NativeReplayCache.inStore(given: options.json) }
        let carrier = native.followed().map {
            Carrier($0, clock: clock, sender: StoreSender(store: store), onEvent: onEvent, isOfOneCheck: true)
        }
        return ReplayCache(native: native, carrier: carrier)
    }

    /// The state of the cache: for one in memory, `remembered` of `capacity`, `refused` as used and
    /// `turned_away` while full; for one in a store, `asked`, `refused`, `failed` and
    /// `last_failure`.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    public func status() throws(TokenError) -> [String: JSONValue] {
        let text = try crossing { try native.status() }
        guard let status = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else { throw TokenError.defect }
        return status
    }
}

extension ReplayCache: Printed {
    /// Its name.
    public var description: String { "ReplayCache" }
}
