import Foundation
internal import TokensealNative

extension Revocations {
    /// Opens the list in a file, and follows it: a change is on disk when the call returns, and
    /// other processes on the machine see it with their next check, at most 0.2 seconds later.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - options: ``FileOptions/create`` makes the file if there is none.
    ///   - clock: Tells the time for every call that is not given `now`; the system clock if
    ///     omitted.
    /// - Returns: The list.
    /// - Throws: `ERR_JWT_REVOCATION_UNAVAILABLE` if the file does not exist and
    ///   ``FileOptions/create`` is not given, if it is damaged or cannot be trusted, or cannot be
    ///   created: an empty list never takes its place. `ERR_OPTION_INVALID` for a wrong option, or
    ///   a ``FileOptions/longestLifetime`` other than the one that it was made with.
    ///
    /// ```swift
    /// let path = NSTemporaryDirectory() + UUID().uuidString
    /// let revocations = try Revocations.file(path, options: FileOptions(create: true, longestLifetime: "15m"))
    /// try revocations.revokeSession("s-1", issuer: "https://issuer.example", options: RevokeOptions(by: "support", reason: "lost phone"))
    ///
    /// let same = try Revocations.file(path) // in another process
    /// try same.entries()[0].reason // => "lost phone"
    /// try Revocations.file(path + ".other") // throws .jwtRevocationUnavailable
    /// ```
    public static func file(
        _ path: String, options: FileOptions = FileOptions(), clock: (@Sendable () -> Date)? = nil
    ) throws(TokenError) -> Revocations {
        Revocations(try crossing { try NativeRevocations.openFile(path: path, given: options.json) }, clock: clock)
    }

    /// A list that several servers share through Redis or Valkey, and follow there. This call reads
    /// nothing yet.
    ///
    /// Calls that change it wait until the store has the change, so use those whose names end in
    /// `Async`, such as ``revokeAsync(_:options:)``; the others throw `ERR_OPTION_INVALID`. Other
    /// servers see a change within ``StoreOptions/maxStaleness``.
    ///
    /// Checks read the list in memory. ``Verifier/verifyAsync(_:now:)`` waits for the store if that
    /// copy is older than that and was not renewed in the meantime; ``Verifier/verify(_:now:)``,
    /// which never waits, then throws `ERR_JWT_REVOCATION_UNAVAILABLE`: use the former.
    ///
    /// - Parameters:
    ///   - store: Sends the commands.
    ///   - options: ``StoreOptions/namespace`` is required; ``StoreOptions/create`` makes the list
    ///     if there is none.
    ///   - clock: A clock for tests, by which the list also ages; the system's clocks if omitted.
    ///   - onEvent: Receives what happened, after the fact, on the thread that carries the
    ///     commands.
    /// - Returns: The list.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option.
    ///
    /// ```swift
    /// struct Nowhere: RevocationStore {
    ///     func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
    /// }
    ///
    /// let revocations = try Revocations.redis(Nowhere(), options: StoreOptions(namespace: "sessions"))
    /// try Revocations.redis(Nowhere(), options: StoreOptions()) // throws .optionInvalid
    /// try revocations.revokeID("t-1", issuer: nil) // throws .optionInvalid
    /// do {
    ///     try await revocations.revokeIDAsync("t-1", issuer: nil)
    /// } catch {
    ///     error.code // => .jwtRevocationUnavailable
    /// }
    /// ```
    public static func redis(
        _ store: any RevocationStore, options: StoreOptions, clock: (@Sendable () -> Date)? = nil, onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) -> Revocations {
        let native = try crossing { try NativeRevocations.inStore(given: options.json) }
        let carrier = native.followed().map { Carrier($0, clock: clock, sender: StoreSender(store: store), onEvent: onEvent) }
        return Revocations(native, clock: clock, carrier: carrier)
    }

    /// Revokes one token as ``revoke(_:options:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - token: A token that any verifier has checked.
    ///   - options: Who revokes it, and why.
    /// - Returns: The entry.
    /// - Throws: As ``revoke(_:options:)``; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not
    ///   take it in time, or the task was cancelled: the change may or may not have been made.
    ///
    /// ```swift
    /// let revocations = try Revocations()
    /// let entry = try await revocations.revokeIDAsync("t-1", issuer: nil)
    /// let withdrawn = try await revocations.withdrawAsync(entry, options: RevokeOptions(by: "support"))
    /// withdrawn.withdrawn?.by // => "support"
    /// ```
    @discardableResult
    public func revokeAsync(_ token: Token, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.revoke(header: token.headerJSON, claims: token.claimsJSON, given: $0) }
    }

    /// Revokes a token by its `jti` as ``revokeID(_:issuer:options:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - tokenID: Its `jti`.
    ///   - issuer: Its `iss`; nil for a token that has none.
    ///   - options: As for that call.
    /// - Returns: The entry.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func revokeIDAsync(_ tokenID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.revokeId(issuer: issuer, tokenId: tokenID, given: $0) }
    }

    /// Revokes the tokens of a session as ``revokeSession(_:issuer:options:)`` does, and waits for
    /// a store.
    ///
    /// - Parameters:
    ///   - sessionID: Their `sid`.
    ///   - issuer: Their `iss`; nil if they have none.
    ///   - options: As for that call.
    /// - Returns: The entry.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func revokeSessionAsync(_ sessionID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.revokeSession(issuer: issuer, sessionId: sessionID, given: $0) }
    }

    /// Revokes the tokens that a key verifies as ``revokeKey(_:issuer:options:)`` does, and waits
    /// for a store.
    ///
    /// - Parameters:
    ///   - keyID: The key's id.
    ///   - issuer: The issuer of the tokens; nil for every issuer.
    ///   - options: As for that call.
    /// - Returns: The entry.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func revokeKeyAsync(_ keyID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.revokeKey(issuer: issuer, keyId: keyID, given: $0) }
    }

    /// Revokes what was issued to a subject as ``revokeSubject(_:issuer:options:)`` does, and waits
    /// for a store.
    ///
    /// - Parameters:
    ///   - subject: Their `sub`.
    ///   - issuer: Their `iss`; nil if they have none.
    ///   - options: As for that call.
    /// - Returns: The entry.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func revokeSubjectAsync(_ subject: String, issuer: String?, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.revokeSubject(issuer: issuer, subject: subject, given: $0) }
    }

    /// Revokes what an issuer issued as ``revokeIssuer(_:options:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - issuer: Their `iss`.
    ///   - options: As for that call.
    /// - Returns: The entry.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func revokeIssuerAsync(_ issuer: String, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.revokeIssuer(issuer: issuer, given: $0) }
    }

    /// Withdraws a revocation as ``withdraw(id:options:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - id: The ``Entry/id``.
    ///   - options: As for that call.
    /// - Returns: The entry.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func withdrawAsync(id: String, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await changedAsync(options) { try NativeRevocationChange.withdraw(entryId: id, given: $0) }
    }

    /// Withdraws a revocation as ``withdraw(_:options:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - entry: An entry that revoking returned.
    ///   - options: As for that call.
    /// - Returns: The entry, with how it was withdrawn.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func withdrawAsync(_ entry: Entry, options: RevokeOptions = RevokeOptions()) async throws(TokenError) -> Entry {
        try await withdrawAsync(id: entry.id, options: options)
    }

    /// Revokes what an event ends as ``applyEvents(_:options:)`` does, and waits for a store.
    ///
    /// - Parameters:
    ///   - token: A checked token.
    ///   - options: As for that call.
    /// - Returns: The entries.
    /// - Throws: As that call, and as ``revokeAsync(_:options:)``.
    @discardableResult
    public func applyEventsAsync(_ token: Token, options: EventOptions = EventOptions()) async throws(TokenError) -> [Entry] {
        var entries: [Entry] = []
        for change in try changes(of: token, options) { entries.append(try await madeAsync(change)) }
        return entries
    }
}

extension Revocations {
    /// Lists revocations as ``entries(options:)`` does, and waits for a store, page by page.
    /// ``Entry/by`` and ``Entry/reason`` are nil in entries that a store had lost and a service
    /// wrote back.
    ///
    /// - Parameter options: What to list; everything if it names nothing.
    /// - Returns: The entries, in the order in which they were made.
    /// - Throws: As ``entries(options:)``; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be
    ///   reached in time, or the task was cancelled.
    ///
    /// ```swift
    /// let revocations = try Revocations(options: RevocationsOptions(audit: true))
    /// try await revocations.revokeKeyAsync("k-1", issuer: nil, options: RevokeOptions(by: "ops"))
    /// let entries = try await revocations.entriesAsync(options: EntriesOptions(keyID: "k-1"))
    /// entries[0].by // => "ops"
    /// ```
    public func entriesAsync(options: EntriesOptions = EntriesOptions()) async throws(TokenError) -> [Entry] {
        guard let carrier else { return try entries(options: options) }
        let given = timed(options)
        let pending = try crossing { try native.beginEntries(given: given, at: carrier.times) }
        await carrier.settle(pending)
        do throws(TokenError) {
            return try crossing { try pending.finish() }.map { (entry) throws(TokenError) in try Entry(entry) }
        } catch {
            throw await carrier.explained(error)
        }
    }
}

extension Carrier {
    /// Waits until a change is decided, no time is left, or the task is cancelled.
    func settle(_ pending: NativePendingChange) async {
        await settle { [self] in (try? pending.timeLeft(at: times)) ?? 0 } unless: { [self] in (try? pending.isSettled(at: times)) ?? true }
    }

    /// Waits until everything has been read, no more pages arrive in time, or the task is
    /// cancelled.
    func settle(_ pending: NativePendingEntries) async {
        let left = { @Sendable [self] in (try? pending.timeLeft(at: times)) ?? 0 }
        let isSettled = { @Sendable [self] in (try? pending.isSettled(at: times)) ?? true }
        var pages: UInt64?
        while !isSettled(), !Task.isCancelled, let read = try? pending.pages(), read != pages {
            pages = read
            await settle(left, unless: isSettled)
        }
    }

    private func settle(_ left: @escaping @Sendable () -> Double, unless isSettled: @escaping @Sendable () -> Bool) async {
        // A test's clock may stand still.
        let end = uptime() + left()
        while !isSettled(), !Task.isCancelled, uptime() < end {
            await wait(min(left(), end - uptime()), unless: isSettled)
        }
    }
}
