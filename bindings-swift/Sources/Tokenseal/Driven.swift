import Foundation
internal import TokensealNative

/// What a verifier adds to the core's if keys change with time or may have to be fetched, a list of
/// revocations is in a store, or events are reported.
final class Driven: Sendable {
    let native: NativeVerifier
    let carriers: Carriers
    /// The clock of machines.
    let clock: (@Sendable () -> Date)?
    private let onEvent: (@Sendable (Event) -> Void)?

    init(
        _ native: NativeVerifier, _ carriers: [Carrier], lists: [ListCarriers] = [], clock: (@Sendable () -> Date)?,
        onEvent: (@Sendable (Event) -> Void)?
    ) {
        self.native = native
        self.carriers = Carriers(carriers, lists)
        self.clock = clock
        self.onEvent = onEvent
    }

    private var times: Times { Times(clock) }

    func verify(_ token: String, now: Double?) throws(TokenError) -> Token {
        switch try checking(token, now) {
        case .good(let token): token
        case .other(let checking): try withoutWaiting(checking).get()
        }
    }

    func verifyAsync(_ token: String, now: Double?) async throws(TokenError) -> Token {
        switch try checking(token, now) {
        case .good(let token): token
        case .other(let checking): try await waiting(checking).get()
        }
    }

    /// The outcome of a check for a caller that cannot wait. It throws if such a check always has
    /// to wait: that call is wrong, whatever the token.
    func result(_ checking: NativeChecking) throws(TokenError) -> Result<Token, TokenError> { settled(try ended(checking)) }

    /// The outcome of a check, once it has what it waits for.
    func resultAsync(_ checking: NativeChecking) async -> Result<Token, TokenError> { await waiting(checking) }

    func verifyMany(_ tokens: [String], now: Double?) throws(TokenError) -> [Result<Token, TokenError>] {
        try crossing { try native.checkEach(tokens: tokens, now: now, at: times) }.map(withoutWaiting)
    }

    /// All flights are under way before the first is awaited. What a flight brings serves every
    /// token that waits for it.
    func verifyManyAsync(_ tokens: [String], now: Double?) async throws(TokenError) -> [Result<Token, TokenError>] {
        let checked = try crossing { try native.checkEach(tokens: tokens, now: now, at: times) }
        var started: Set<UInt64> = []
        for case .waits(let pending) in checked.map(\.outcome) {
            if let carrier = carrier(of: pending), started.insert(carrier.native.id()).inserted { carrier.start() }
        }
        var results: [Result<Token, TokenError>] = []
        results.reserveCapacity(checked.count)
        for one in checked { results.append(await waiting(one)) }
        return results
    }

    func ready(until end: Double) async throws(TokenError) {
        let named = native.followed().filter { $0.listsId() != nil && $0.isAwaited() }
        let all = carriers.all + named.compactMap { carrier(of: $0) }
        for carrier in all where !carrier.native.isReady(at: carrier.times) { carrier.start() }
        for carrier in all { try await carrier.ready(until: end) }
    }

    /// The outcome of a check: usually that the token is good, and nothing else.
    private enum Checked {
        case good(Token)
        case other(Checking)
    }

    private func checking(_ token: String, _ now: Double?) throws(TokenError) -> Checked {
        let at = clock?().timeIntervalSince1970 ?? -.infinity
        let packed = try crossing { try native.checkFetched(token: token, now: now, clock: at) }
        guard packed.utf8.first == UInt8(ascii: "?") else { return .good(try Token(packed: packed)) }
        guard let number = UInt64(packed.dropFirst()) else { throw TokenError.defect }
        return .other(try crossing { try native.takeChecking(number: number) })
    }

    /// The outcome of a check for a caller that cannot wait. A flight starts if it would have
    /// helped.
    private func withoutWaiting(_ checking: Checking) -> Result<Token, TokenError> {
        Result { () throws(TokenError) in try ended(checking) }.flatMap(settled)
    }

    private func ended(_ checking: Checking) throws(TokenError) -> Checking {
        guard case .waits(let pending) = checking.outcome else { return checking }
        if let carrier = carrier(of: pending), !carrier.isOfOneCheck { carrier.start() }
        return try crossing { try pending.withoutWaiting() }
    }

    private func waiting(_ first: Checking) async -> Result<Token, TokenError> {
        var checking = first
        var waitedFor: Carrier?
        while case .waits(let pending) = checking.outcome {
            waitedFor = carrier(of: pending)
            await waitedFor?.settle(pending)
            guard waitedFor != nil, !Task.isCancelled, let next = try? pending.resume(at: times) else { break }
            checking = next
        }
        let result = settled(checking)
        guard let waitedFor, case .failure(let error) = result else { return result }
        return .failure(await waitedFor.explained(error))
    }

    /// The outcome of a decided check. Its events are reported, and a refresh starts if one is due.
    private func settled(_ checking: Checking) -> Result<Token, TokenError> {
        if let due = checking.due { (carriers[due] ?? native.followedById(id: due).flatMap { carrier(of: $0) })?.start() }
        if let events = checking.events { report(events) }
        return switch checking.outcome {
        case .accepted(let packed): Result { () throws(TokenError) in try Token(packed: packed) }
        case .refused(let error): .failure(TokenError(error))
        case .waits(let pending): givenUp(pending)
        }
    }

    /// The outcome of a check that waits no longer: it is refused, and that is reported.
    private func givenUp(_ pending: NativePendingCheck) -> Result<Token, TokenError> {
        Result { () throws(TokenError) in try crossing { try pending.giveUp() } }.flatMap(settled)
    }

    private func carrier(of pending: NativePendingCheck) -> Carrier? {
        guard let id = try? pending.followedId() else { return nil }
        return carriers[id] ?? (try? pending.followed()).flatMap { carrier(of: $0) }
    }

    /// The carrier of a status list.
    private func carrier(of list: NativeFollowed) -> Carrier? {
        carriers.lists(list)?.carrier(of: list, clock: clock)
    }

    private func report(_ events: String) {
        guard let onEvent, let events = try? told(events, as: [Event].self) else { return }
        for event in events { onEvent(event) }
    }
}

extension Carrier {
    /// Waits until a check can go on, no time is left, or the task is cancelled.
    func settle(_ pending: NativePendingCheck) async {
        let left = { @Sendable [self] in (try? pending.timeLeft(at: times)) ?? 0 }
        let isSettled = { @Sendable [self] in (try? pending.isSettled(at: times)) ?? true }
        // A test's clock may stand still.
        let end = uptime() + left()
        while !isSettled(), !Task.isCancelled, uptime() < end {
            await wait(min(left(), end - uptime()), unless: isSettled)
        }
    }
}

/// The carriers of the sets and lists that a verifier uses, by id, and what holds those of status
/// lists.
final class Carriers: @unchecked Sendable {
    private let lock = NSLock()
    private var byID: [UInt64: Carrier] = [:]
    private var listsByID: [UInt64: ListCarriers] = [:]
    private var removals = 0

    init(_ carriers: [Carrier], _ lists: [ListCarriers] = []) {
        add(carriers, lists) {}
    }

    subscript(id: UInt64) -> Carrier? { lock.withLock { byID[id] } }

    var all: [Carrier] { lock.withLock { Array(byID.values) } }

    var allLists: [ListCarriers] { lock.withLock { Array(listsByID.values) } }

    /// What holds the carrier of a status list; nil for anything else.
    func lists(_ followed: NativeFollowed) -> ListCarriers? {
        followed.listsId().flatMap { id in lock.withLock { listsByID[id] } }
    }

    /// Adds some, then runs the code that puts them to use: a check may need them at once, and none
    /// may be forgotten in between.
    func add(_ carriers: [Carrier], _ lists: [ListCarriers] = [], then use: () throws -> Void) rethrows {
        try lock.withLock {
            for carrier in carriers { byID[carrier.native.id()] = carrier }
            for some in lists { listsByID[some.id] = some }
            try use()
        }
    }

    /// Forgets those of sets and lists that are no longer used; not on every call, since the work
    /// grows with their number.
    func tidy(_ verifier: NativeVerifier) {
        lock.withLock {
            removals += 1
            guard removals > byID.count / 2 else { return }
            removals = 0
            let (used, usedLists) = (Set(verifier.followedIds()), Set(verifier.statusListsIds()))
            byID = byID.filter { used.contains($0.key) }
            listsByID = listsByID.filter { usedLists.contains($0.key) }
        }
    }
}
