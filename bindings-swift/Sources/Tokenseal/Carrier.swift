import Foundation
internal import TokensealNative

/// Makes the requests of a set of keys, a list of revocations or statuses, a ring, or a cache of
/// used proofs.
protocol Sender: Sendable {
    /// Makes one, whatever its outcome.
    func carry(_ request: Request) async -> Carried
}

/// Carries the requests of one set of keys, one list of revocations or statuses, one ring, or one
/// cache of used proofs. The core decides what is sent, when and for how long.
final class Carrier: Sendable {
    let native: NativeFollowed
    let clock: (@Sendable () -> Date)?
    /// Whether each request serves one check only: then none is started for a check that cannot
    /// wait.
    let isOfOneCheck: Bool
    private let sender: any Sender
    private let onEvent: (@Sendable (Event) -> Void)?
    private let landings = Landings()

    init(
        _ native: NativeFollowed, clock: (@Sendable () -> Date)?, sender: any Sender, onEvent: (@Sendable (Event) -> Void)?,
        isOfOneCheck: Bool = false
    ) {
        self.native = native
        self.clock = clock
        self.isOfOneCheck = isOfOneCheck
        self.sender = sender
        self.onEvent = onEvent
    }

    var times: Times { Times(clock) }

    /// Starts a flight if one is due. It goes on by itself; nobody need wait for it.
    ///
    /// - Returns: In how many seconds there may be more to do.
    @discardableResult
    func start() -> Double {
        guard let turn = try? crossing({ try told(native.poll(at: times), as: Turn.self) }) else { return .infinity }
        report(turn.events)
        begin(turn.requests)
        return turn.wake ?? .infinity
    }

    /// Starts a flight unless it is already over, and waits until one has ended, but no longer than
    /// this many seconds or until the task is cancelled.
    func wait(_ seconds: Double, unless isOver: @Sendable () -> Bool) async {
        // Before looking: what lands in between must not be missed.
        let landing = await landings.next()
        guard !isOver() else { return }
        let longest = min(start(), seconds)
        // A status list that came before its keys is settled by that alone.
        guard !isOver() else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in landing {} }
            group.addTask { await pause(longest) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Waits until there are keys, or the list or the ring has been read.
    ///
    /// - Parameter end: The uptime at which to give up.
    func ready(until end: Double) async throws(TokenError) {
        while !native.isReady(at: times) {
            let rest = end - uptime()
            guard rest > 0, !Task.isCancelled else { throw await explained(refusal { try native.refuse() }) }
            await wait(rest) { [self] in native.isReady(at: times) }
        }
    }

    /// The same error, with what the caller's own functions threw if that is why there are no keys,
    /// or why the list or the ring cannot be read.
    func explained(_ error: TokenError) async -> TokenError {
        let isOfCarrying = [.jwksUnavailable, .jwtRevocationUnavailable, .keyringUnavailable, .dpopUnavailable].contains(error.code)
        guard isOfCarrying, let cause = await landings.cause else { return error }
        return error.caused(by: cause)
    }

    /// At high priority: each does next to nothing, and has a time limit.
    private func begin(_ requests: some Sequence<Request>) {
        for request in requests { Task(priority: .high) { await fly(request) } }
    }

    private func fly(_ first: Request) async {
        var next: Request? = first
        while let request = next {
            let result = await within(request.timeout) { [sender] in await sender.carry(request) }
            let answer = Answer(request, result)
            let turn = try? crossing { try told(native.tell(at: times, answer: answer.json, body: answer.body), as: Turn.self) }
            let requests = turn?.requests ?? []
            next = requests.first
            begin(requests.dropFirst())
            // With a list, each answer may be the one that someone is waiting for.
            if next == nil || !request.isFetch { await landings.announce(cause: result.cause) }
            report(turn?.events ?? [])
        }
    }

    private func report(_ events: [Event]) {
        guard let onEvent else { return }
        for event in events { onEvent(event) }
    }
}

/// Those who wait for the end of a flight.
private actor Landings {
    private var waiting: [AsyncStream<Never>.Continuation] = []
    /// What the caller's own functions threw in the last flight.
    private(set) var cause: (any Error)?

    /// Ends with the next flight.
    func next() -> AsyncStream<Never> {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        waiting.append(continuation)
        return stream
    }

    func announce(cause: (any Error)?) {
        self.cause = cause
        for one in waiting { one.finish() }
        waiting = []
    }
}

/// The outcome of one request.
enum Carried: Sendable {
    case response(RemoteKeySet.Response)
    case replies([Revocations.StoreValue])
    /// Named as in the core, with what the caller's own functions threw.
    case failed(String, (any Error)?)

    var cause: (any Error)? { if case .failed(_, let cause) = self { cause } else { nil } }
}

/// Does something, but waits no longer than this many seconds for it: whatever comes later is
/// dropped.
private func within(_ seconds: Double, _ work: @escaping @Sendable () async -> Carried) async -> Carried {
    let (results, told) = AsyncStream.makeStream(of: Carried.self, bufferingPolicy: .bufferingOldest(1))
    let worker = Task { _ = told.yield(await work()) }
    let timer = Task {
        await pause(seconds)
        _ = told.yield(.failed(RemoteKeySet.Failure.timeout.rawValue, nil))
    }
    defer {
        worker.cancel()
        timer.cancel()
    }
    return await results.first { _ in true } ?? .failed(RemoteKeySet.Failure.timeout.rawValue, nil)
}
