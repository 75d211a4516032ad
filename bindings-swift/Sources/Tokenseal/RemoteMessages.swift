import Foundation
internal import TokensealNative

// What drivers and machines say to each other. `bridge/src/machine.rs` describes it.

/// What a machine wants.
struct Turn: Decodable {
    /// At most one.
    private let fetches: [Fetch]
    private let stores: [StoreCommands]?
    let events: [Event]
    let wake: Double?

    var requests: [Request] { fetches.map(Request.fetch) + (stores ?? []).map(Request.store) }
}

/// What to send.
enum Request: Sendable {
    case fetch(Fetch)
    case store(StoreCommands)

    var isFetch: Bool { if case .fetch = self { true } else { false } }

    var id: UInt64 {
        switch self {
        case .fetch(let fetch): fetch.id
        case .store(let store): store.id
        }
    }

    var timeout: Double {
        switch self {
        case .fetch(let fetch): fetch.timeout
        case .store(let store): store.timeout
        }
    }
}

/// Commands that a machine wants sent to a store.
struct StoreCommands: Decodable, Sendable {
    let id: UInt64
    let commands: [[String]]
    let timeout: Double
}

/// A request that a machine wants made.
struct Fetch: Decodable, Sendable {
    let id: UInt64
    let url: String
    let headers: [[String]]
    let withCallerHeaders: Bool
    let maxBytes: UInt64
    let timeout: Double
}

/// Its outcome.
struct Answer {
    let json: String
    let body: Data

    init(_ request: Request, _ carried: Carried) {
        switch carried {
        case .response(let response):
            json = Tokenseal.json(Told(id: request.id, status: response.status, headers: response.headers.map { [$0.name, $0.value] }))
            body = response.body
        case .replies(let replies):
            json = Tokenseal.json(Told(id: request.id, replies: replies))
            body = Data()
        case .failed(let failure, _):
            json = Tokenseal.json(Told(id: request.id, failed: failure))
            body = Data()
        }
    }

    private struct Told: Encodable {
        let id: UInt64
        var status: Int?
        var headers: [[String]]?
        var replies: [Revocations.StoreValue]?
        var failed: String?
    }
}

extension Times {
    /// Both times, by a test's clock or the system's.
    init(_ clock: (@Sendable () -> Date)?) {
        self.init(wall: clock?().timeIntervalSince1970, monotonic: nil, jitter: nil)
    }
}

/// The error of a call that only ever throws.
func refusal(_ call: () throws -> Void) -> TokenError {
    do throws(TokenError) {
        try crossing(call)
        return TokenError.defect
    } catch {
        return error
    }
}

/// Seconds of a clock that nobody sets, for waiting, whatever a test's clock says.
func uptime() -> Double { ProcessInfo.processInfo.systemUptime }

/// Sleeps this long, but at least long enough that a loop around it does not spin, or until the
/// task is cancelled.
func pause(_ seconds: Double) async {
    try? await Task.sleep(nanoseconds: UInt64(min(max(seconds, 0.001), 3600) * 1e9))
}
