import Foundation
import Tokenseal

/// An issuer of the tests: it publishes keys, counts requests, and answers when told to.
actor Publisher {
    let url = "https://issuer.example/jwks.json"
    private(set) var requests: [RemoteKeySet.Request] = []
    private var keys: [Key]
    private var failure: (any Error)?
    private var isHeld = false
    private var held: [CheckedContinuation<Void, Never>] = []

    init(_ keys: Key...) {
        self.keys = keys
    }

    /// The client that a set fetches with.
    nonisolated var client: RemoteKeySet.Client {
        { try await self.answer($0) }
    }

    /// Its time limit is long: other tests, or other programs, may keep every core busy.
    nonisolated func set(
        _ options: RemoteKeySetOptions = RemoteKeySetOptions(timeout: "1m"), headers: RemoteKeySet.Headers? = nil, clock: (@Sendable () -> Date)? = nil,
        onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws -> RemoteKeySet {
        try RemoteKeySet(url: url, options: options, headers: headers, clock: clock, client: client, onEvent: onEvent)
    }

    func publish(_ keys: Key...) { self.keys = keys }

    func fail(_ failure: (any Error)?) { self.failure = failure }

    /// From now on requests are not answered until `release`.
    func hold() { isHeld = true }

    func release() {
        isHeld = false
        for one in held { one.resume() }
        held = []
    }

    /// Waits until this many requests have come.
    func arrived(_ count: Int) async {
        while requests.count < count { await Task.yield() }
    }

    private func answer(_ request: RemoteKeySet.Request) async throws -> RemoteKeySet.Response {
        requests.append(request)
        if isHeld { await withCheckedContinuation { held.append($0) } }
        if let failure { throw failure }
        let metadata = #"{"issuer":"https://issuer.example","jwks_uri":"https://keys.example/jwks.json"}"#
        let text = request.url.contains("/.well-known/") ? metadata : try KeySet(keys).jwks()
        return RemoteKeySet.Response(status: 200, headers: [("cache-control", "max-age=600")], body: Data(text.utf8))
    }
}

extension RemoteKeySet {
    /// Waits until a flight has ended, whoever waited for it.
    func landed() async throws {
        while try status()["fetched"] == 0, try status()["failed"] == 0 { await Task.yield() }
    }
}

/// What tasks of a test add to.
final class Collected<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var elements: [Element] = []

    var all: [Element] { lock.withLock { elements } }

    func add(_ element: Element) { lock.withLock { elements.append(element) } }
}

/// A clock that a test sets.
final class SetClock: @unchecked Sendable {
    private let lock = NSLock()
    private var seconds: Double

    init(_ seconds: Double = Date().timeIntervalSince1970) { self.seconds = seconds }

    var now: Date { lock.withLock { Date(timeIntervalSince1970: seconds) } }

    func advance(_ by: Double) { lock.withLock { seconds += by } }
}

/// The error of something that waits.
func error(_ work: () async throws(TokenError) -> Void) async -> TokenError? {
    do throws(TokenError) {
        try await work()
        return nil
    } catch {
        return error
    }
}
