import Foundation
internal import TokensealNative

extension KeyRing {
    /// Opens a ring that servers share through Redis or Valkey, and follows it: every change is
    /// saved there, and changes by other servers are seen.
    ///
    /// Calls that change it wait until the store has the change, so use those whose names end in
    /// `Async`, such as ``revokeAsync(_:now:)``; the others throw `ERR_OPTION_INVALID`.
    ///
    /// Calls use the ring in memory, and have it re-read in the background.
    /// ``Verifier/verifyAsync(_:now:)``, ``Issuer/issueAsync(_:confirm:options:)`` and
    /// ``ready(timeout:)`` wait for that if the ring has not been read for longer than
    /// ``RingStoreOptions/maxStaleness``; the others never wait, and go on with the keys at hand.
    /// While the store is unreachable, those keys remain in use, and tokens are made for as long as
    /// no other server can have ended the turn of their key.
    ///
    /// - Parameters:
    ///   - store: Sends the commands.
    ///   - keys: The key that opens it, or several, one of which does.
    ///   - create: A ring to start with if the store has none, such as `create` returns. Leave it
    ///     out in services, so that a lost ring is noticed.
    ///   - options: ``RingStoreOptions/namespace`` is required.
    ///   - clock: A clock for tests, by which the ring lives; the system's clocks if omitted.
    ///   - onEvent: Receives what happened, after the fact, on the thread that carries the
    ///     commands.
    /// - Returns: The ring, which has been read.
    /// - Throws: `ERR_KEYRING_UNAVAILABLE` if the store has no such ring or cannot be reached, or
    ///   another key protects it: no other ring is made in its place. `ERR_OPTION_INVALID` for a
    ///   wrong option, or a key that cannot protect a ring.
    ///
    /// ```swift
    /// struct Nowhere: RevocationStore {
    ///     func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
    /// }
    ///
    /// do {
    ///     _ = try await KeyRing.redis(Nowhere(), protectWith: Key.generate(.A256KW), options: RingStoreOptions(namespace: "issuer", timeout: "1s"))
    /// } catch {
    ///     error.code // => .keyringUnavailable
    /// }
    /// ```
    public static func redis(
        _ store: any RevocationStore, protectWith keys: any Keys, create: KeyRing? = nil, options: RingStoreOptions,
        clock: (@Sendable () -> Date)? = nil, onEvent: (@Sendable (Event) -> Void)? = nil
    ) async throws(TokenError) -> KeyRing {
        let seconds = clock?().timeIntervalSince1970
        let native = try crossing {
            try NativeKeyRing.inStore(protectWith: keys.keySet.native, create: create?.native, given: options.json, now: seconds)
        }
        let carrier = native.followed().map { Carrier($0, clock: clock, sender: StoreSender(store: store), onEvent: onEvent) }
        if let carrier { try await carrier.ready(until: uptime() + carrier.native.longestWait()) }
        return KeyRing(native: native, clock: clock, carrier: carrier)
    }

    /// Re-reads a ring in a store if it is older than ``RingStoreOptions/maxStaleness``: for a
    /// service's health check, and before ``jwks(now:)``.
    ///
    /// - Parameter timeout: How long to try.
    /// - Throws: `ERR_KEYRING_UNAVAILABLE` if it cannot be read now.
    ///
    /// ```swift
    /// try await KeyRing.create(.ES256).ready() // in no store: it always is
    /// ```
    public func ready(timeout: Length = .untilReady) async throws(TokenError) {
        let end = uptime() + (try timeout.inSeconds())
        try await carrier?.ready(until: end)
    }

    /// Does what is due as ``advance(now:)`` does, and waits for a store.
    ///
    /// - Parameter now: The time; the clock's if omitted.
    /// - Returns: The changes of keys, and when something will be due again.
    /// - Throws: As ``advance(now:)``; `ERR_KEYRING_UNAVAILABLE` if the store did not take it in
    ///   time, or the task was cancelled: the change may or may not have been made.
    ///
    /// ```swift
    /// try await KeyRing.create(.ES256).advanceAsync().changes.count // => 0
    /// ```
    @discardableResult
    public func advanceAsync(now: Date? = nil) async throws(TokenError) -> Advanced {
        try await acted { try native.beginAdvance(now: seconds(now), at: $0) }
    }

    /// Refuses the tokens of a key as ``revoke(_:now:)`` does, and waits first for the store of the
    /// list that the ring uses, then for the ring's own.
    ///
    /// - Parameters:
    ///   - keyID: The key's `kid`.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: The changes of keys.
    /// - Throws: As ``revoke(_:now:)``, and as ``advanceAsync(now:)``.
    @discardableResult
    public func revokeAsync(_ keyID: String, now: Date? = nil) async throws(TokenError) -> Advanced {
        try await acted { try native.beginRevoke(keyId: keyID, now: seconds(now), at: $0) }
    }

    /// Adds a key as ``add(_:now:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: The changes of keys.
    /// - Throws: As ``add(_:now:)``, and as ``advanceAsync(now:)``.
    @discardableResult
    public func addAsync(_ key: Key, now: Date? = nil) async throws(TokenError) -> Advanced {
        try await acted { try native.beginAdd(key: key.native, now: seconds(now), at: $0) }
    }

    /// Protects the saved ring with another key as ``rewrap(protectWith:wrappedKey:now:)`` does,
    /// and waits for a store.
    ///
    /// - Parameters:
    ///   - key: The new key.
    ///   - wrappedKey: That key as wrapped by a KMS, if one wrapped it.
    ///   - now: The time; the clock's if omitted.
    /// - Throws: As ``rewrap(protectWith:wrappedKey:now:)``, and as ``advanceAsync(now:)``.
    public func rewrapAsync(protectWith key: Key, wrappedKey: Data? = nil, now: Date? = nil) async throws(TokenError) {
        try await acted { try native.beginRewrap(protectWith: key.native, wrappedKey: wrappedKey, now: seconds(now), at: $0) }
    }

    /// Waits for the stores, one after the other, and returns the outcome.
    @discardableResult
    private func acted(_ begin: (Times) throws -> NativePendingAction) async throws(TokenError) -> Advanced {
        let pending = try crossing { try begin(Times(clock)) }
        var waitedFor: (id: UInt64, carrier: Carrier)?
        while let id = try? pending.followedId(), id != waitedFor?.id, let carrier = carriers[id] {
            await carrier.settle(pending, while: id)
            waitedFor = (id, carrier)
        }
        do throws(TokenError) {
            return try Advanced(crossing { try pending.finish() })
        } catch {
            throw await waitedFor?.carrier.explained(error) ?? error
        }
    }
}

extension Carrier {
    /// Waits until an action is decided or waits for something else, until no time is left, or
    /// until the task is cancelled.
    func settle(_ pending: NativePendingAction, while id: UInt64) async {
        let left = { @Sendable [self] in (try? pending.timeLeft(at: times)) ?? 0 }
        let isPast = { @Sendable [self] in (try? pending.isSettled(at: times) || pending.followedId() != id) ?? true }
        // A test's clock may stand still.
        let end = uptime() + left()
        while !isPast(), !Task.isCancelled, uptime() < end {
            await wait(min(left(), end - uptime()), unless: isPast)
        }
    }

    /// Waits for a ring that nobody has read for some time. If its store fails, the ring goes on
    /// with the keys at hand.
    func settle() async {
        let landed = native.landed()
        let isPast = { @Sendable [self] in !native.wouldWait(at: times) || native.landed() > landed }
        let end = uptime() + native.longestWait()
        while !isPast(), !Task.isCancelled, uptime() < end {
            await wait(end - uptime(), unless: isPast)
        }
    }
}
