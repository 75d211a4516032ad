import Foundation
internal import TokensealNative

/// Which DPoP proofs were used: each is accepted once (RFC 9449, section 11.1).
///
/// A ``Verifier`` with ``VerifierOptions/publicOrigins`` has one of its own unless it is given one. In memory it knows nothing of other processes, nor of
/// the time before a restart: a proof that was overheard can be used once in each, for a minute. ``redis(_:options:clock:onEvent:)`` is for all of
/// them. Any number of verifiers and tasks can use it at a time.
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
    /// What asks the store.
    let carrier: Carrier?

    /// An empty cache, in memory.
    ///
    /// - Parameter options: How many proofs it remembers.
    /// - Throws: `ERR_OPTION_INVALID` for a capacity that is none.
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

    /// A cache that servers share through Redis or Valkey: one key for each proof, which ends by itself.
    ///
    /// Each check with a proof asks the store, so that it has to be ``Verifier/verifyAsync(_:certificate:options:)``; the form that never waits is
    /// `ERR_OPTION_INVALID`. While the store cannot be reached, checks with a proof are `ERR_DPOP_UNAVAILABLE`.
    ///
    /// - Parameters:
    ///   - store: Sends the commands.
    ///   - options: ``ReplayStoreOptions/namespace`` is required.
    ///   - clock: A test's time, that of the verifier's keys; the system's clocks if not given.
    ///   - onEvent: Is told what happened, after the fact, on whichever thread carries the commands.
    /// - Returns: The cache. Nothing was asked yet.
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

    /// How it is: of one in memory `remembered` of `capacity`, `refused` as used and `turned_away` while it was full; of one in a store `asked`,
    /// `refused`, `failed` and `last_failure`.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    public func status() throws(TokenError) -> [String: JSONValue] {
        let text = try crossing { try native.status() }
        guard let status = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else { throw TokenError.defect }
        return status
    }
}

extension ReplayCache: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What it is, and nothing of the proofs.
    public var description: String { native.debugDescription }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
