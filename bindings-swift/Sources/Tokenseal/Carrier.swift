import Foundation
internal import TokensealNative

/// Carries the flights of one set of keys. What is fetched, when and for how long, the core decides.
final class Carrier: Sendable {
    let native: NativeRemoteKeySet
    let clock: (@Sendable () -> Date)?
    private let headers: RemoteKeySet.Headers?
    private let client: RemoteKeySet.Client
    private let onEvent: (@Sendable (Event) -> Void)?
    private let landings = Landings()

    init(
        _ native: NativeRemoteKeySet, headers: RemoteKeySet.Headers?, clock: (@Sendable () -> Date)?, client: RemoteKeySet.Client?,
        onChallenge: RemoteKeySet.Challenge?, onEvent: (@Sendable (Event) -> Void)?
    ) throws(TokenError) {
        if onChallenge != nil {
            #if canImport(FoundationNetworking)
            throw TokenError(code: .optionInvalid, message: "connections of this system never ask onChallenge: give a client with certificates of yours")
            #else
            if client != nil { throw TokenError(code: .optionInvalid, message: "a client makes connections of its own, which never ask onChallenge") }
            #endif
        }
        self.native = native
        self.headers = headers
        self.clock = clock
        self.client = client ?? Carrier.client(onChallenge)
        self.onEvent = onEvent
    }

    private static func client(_ onChallenge: RemoteKeySet.Challenge?) -> RemoteKeySet.Client {
        #if os(Linux)
        if let client = CurlClient.client { return client }
        #endif
        return Download.client(challenge: onChallenge)
    }

    var times: Times { Times(clock) }

    /// Begins a flight if there is reason to. It goes on by itself; nobody has to wait for it.
    ///
    /// - Returns: In how many seconds there may be more to do.
    @discardableResult
    func start() -> Double {
        guard let turn = try? crossing({ try told(native.poll(at: times), as: Turn.self) }) else { return .infinity }
        report(turn.events)
        // Of high priority: it does next to nothing, and has a time limit.
        if let fetch = turn.fetches.first { Task(priority: .high) { await fly(fetch) } }
        return turn.wake ?? .infinity
    }

    /// Begins a flight unless it is over already, and waits until one has ended, but no longer than this many seconds or until the task is
    /// cancelled.
    func wait(_ seconds: Double, unless isOver: @Sendable () -> Bool) async {
        // Before looking: what lands in between must not be missed.
        let landing = await landings.next()
        guard !isOver() else { return }
        let longest = min(start(), seconds)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in landing {} }
            group.addTask { await pause(longest) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Waits until there are keys.
    ///
    /// - Parameter end: The uptime at which it ends.
    func ready(until end: Double) async throws(TokenError) {
        while !native.isReady(at: times) {
            let rest = end - uptime()
            guard rest > 0, !Task.isCancelled else { throw await explained(refusal { try native.refuse() }) }
            await wait(rest) { [self] in native.isReady(at: times) }
        }
    }

    /// The same error, with what the caller's own functions threw if that is why there are no keys.
    func explained(_ error: TokenError) async -> TokenError {
        guard error.code == .jwksUnavailable, let cause = await landings.cause else { return error }
        return error.caused(by: cause)
    }

    private func fly(_ first: Fetch) async {
        var next: Fetch? = first
        while let fetch = next {
            let result = await within(fetch.timeout) { [self] in await carry(fetch) }
            let answer = Answer(fetch, result)
            let turn = try? crossing { try told(native.tell(at: times, answer: answer.json, body: answer.body), as: Turn.self) }
            next = turn?.fetches.first
            if next == nil { await landings.announce(cause: result.cause) }
            report(turn?.events ?? [])
        }
    }

    private func carry(_ fetch: Fetch) async -> Carried {
        do {
            var given = fetch.withCallerHeaders ? try await headers?() ?? [:] : [:]
            guard given.allSatisfy({ isOneLine($0) && isOneLine($1) }) else { throw RemoteKeySet.Failure.connect }
            let own = fetch.headers.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
            given = given.filter { name, _ in !own.contains { $0.0.lowercased() == name.lowercased() } }
            given.merge(own) { _, own in own }
            let maxBytes = Int(clamping: fetch.maxBytes)
            let request = RemoteKeySet.Request(url: fetch.url, headers: given, maxBytes: maxBytes, timeout: fetch.timeout)
            let response = try await client(request)
            return response.body.count > maxBytes ? .failed(.tooLarge, nil) : .response(response)
        } catch {
            // An error of URLSession would quote the address.
            return .failed(RemoteKeySet.Failure(error), error is URLError || error is RemoteKeySet.Failure ? nil : error)
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

/// What came of one request.
enum Carried: Sendable {
    case response(RemoteKeySet.Response)
    case failed(RemoteKeySet.Failure, (any Error)?)

    var cause: (any Error)? { if case .failed(_, let cause) = self { cause } else { nil } }
}

/// Does something, but does not wait for it any longer than this many seconds: whatever comes later is dropped.
private func within(_ seconds: Double, _ work: @escaping @Sendable () async -> Carried) async -> Carried {
    let (results, told) = AsyncStream.makeStream(of: Carried.self, bufferingPolicy: .bufferingOldest(1))
    let worker = Task { _ = told.yield(await work()) }
    let timer = Task {
        await pause(seconds)
        _ = told.yield(.failed(.timeout, nil))
    }
    defer {
        worker.cancel()
        timer.cancel()
    }
    return await results.first { _ in true } ?? .failed(.timeout, nil)
}

/// Nothing that would begin another header.
private func isOneLine(_ text: String) -> Bool {
    !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
}
