import Foundation
import Tokenseal

/// The operations `day.begin` and `day.check` (tests/remote/README.md): a set with a clock that is
/// set by hand, and a verifier that follows it.
public final class Day: Sendable {
    private let clock: StandingClock
    private let keys: RemoteKeySet
    private let verifier: Verifier

    private init(_ test: Case) throws {
        let clock = StandingClock()
        self.clock = clock
        keys = try RemoteKeySet(url: test.text("url"), options: RemoteKeySetOptions(test.options), clock: { clock.now })
        verifier = try Verifier(keys: keys, expecting: VerifierOptions(test.input["verifier"]), clock: { clock.now })
    }

    /// Performs an operation of the day, after the first. Nil if it is another operation.
    public static func perform(_ test: Json, _ day: Day?) async throws -> (outcome: Json, day: Day)? {
        let own = Case(input: test["input"] ?? [:], options: test["options"], groupKeys: [:])
        switch (test["operation"]?.string, day) {
        case ("day.begin", _):
            let begun = try Day(own)
            return (["status": try begun.status()], begun)
        case ("day.check", let day?):
            return (try await day.check(own.input), day)
        default:
            return nil
        }
    }

    private func check(_ input: Json) async throws -> Json {
        clock.set(input["now"]?.double ?? 0)
        var outcomes: [Json] = []
        for token in input["tokens"]?.array ?? [] { outcomes.append(.string(try await outcome(token.string ?? ""))) }
        return ["outcomes": .array(outcomes), "status": try status()]
    }

    private func outcome(_ token: String) async throws -> String {
        var outcome = "accepted"
        do {
            _ = try await verifier.verifyAsync(token)
        } catch {
            outcome = error.code.rawValue
        }
        // A request that nobody waits for is carried out at the time at which it began.
        while try keys.status()["fetching"] == true { try await Task.sleep(nanoseconds: 500_000) }
        return outcome
    }

    private func status() throws -> Json {
        try parsed(String(decoding: JSONEncoder().encode(keys.status()), as: UTF8.self))
    }
}

/// Stands still until it is set.
private final class StandingClock: @unchecked Sendable {
    private let lock = NSLock()
    private var seconds = 0.0

    var now: Date { lock.withLock { Date(timeIntervalSince1970: seconds) } }

    func set(_ seconds: Double) { lock.withLock { self.seconds = seconds } }
}
