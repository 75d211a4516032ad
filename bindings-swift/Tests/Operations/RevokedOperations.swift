import Foundation
import Tokenseal

/// The operations `revoked.begin`, `revoked.revoke` and `revoked.check` (tests/remote/README.md): a
/// list in a store, and a verifier that has it.
public struct Revoked: Sendable {
    private let list: Revocations
    private let verifier: Verifier
    /// Without the list: it checks what will be revoked.
    private let plain: Verifier
    private let issuer: String

    private init(_ test: Case) async throws {
        guard let port = test.input["port"]?.integer.flatMap(UInt16.init(exactly:)) else { throw Broken("there is no port") }
        issuer = try test.text("issuer")
        list = try Revocations.redis(SmallClient(port: port), options: StoreOptions(test.options))
        plain = try Verifier(keys: test.keys(), expecting: VerifierOptions(issuer: issuer))
        verifier = try Verifier(keys: test.keys(), expecting: VerifierOptions(issuer: issuer), revocations: list)
        try await verifier.ready(timeout: 20)
    }

    /// Performs an operation on the list that was begun. Nil if it is another operation.
    public static func perform(_ test: Json, _ revoked: Revoked?) async throws -> (outcome: Json, revoked: Revoked)? {
        let own = Case(input: test["input"] ?? [:], options: test["options"], groupKeys: [:])
        switch (test["operation"]?.string, revoked) {
        case ("revoked.begin", _):
            return ([:], try await Revoked(own))
        case ("revoked.revoke", let revoked?):
            return (try await revoked.revoke(own), revoked)
        case ("revoked.check", let revoked?):
            return (try await revoked.check(own.input), revoked)
        default:
            return nil
        }
    }

    private func revoke(_ test: Case) async throws -> Json {
        let (kind, value) = (try test.text("kind"), try test.text("value"))
        let token = kind == "token" ? try await plain.verifyAsync(test.text("token")) : nil
        return Self.outcomes([
            try await Self.timed("revoked") {
                switch (kind, token) {
                case ("token", let token?): try await list.revokeAsync(token)
                case ("token_id", _): try await list.revokeIDAsync(value, issuer: issuer)
                case ("session", _): try await list.revokeSessionAsync(value, issuer: issuer)
                case ("subject", _): try await list.revokeSubjectAsync(value, issuer: issuer)
                case ("key", _): try await list.revokeKeyAsync(value, issuer: issuer)
                default: throw Broken("there is no kind \(kind)")
                }
            }
        ])
    }

    private func check(_ input: Json) async throws -> Json {
        var calls: [(String, Double)] = []
        for token in input["tokens"]?.array ?? [] {
            calls.append(try await Self.timed("accepted") { _ = try await verifier.verifyAsync(token.string ?? "") })
        }
        return Self.outcomes(calls)
    }

    /// The outcome of a call, and how many milliseconds it took.
    private static func timed(_ good: String, _ call: () async throws -> Void) async throws -> (String, Double) {
        let began = ProcessInfo.processInfo.systemUptime
        var outcome = good
        do {
            try await call()
        } catch let error as TokenError {
            outcome = told(error).code.rawValue
        }
        return (outcome, (ProcessInfo.processInfo.systemUptime - began) * 1000)
    }

    private static func outcomes(_ calls: [(String, Double)]) -> Json {
        .object([("outcomes", .array(calls.map { .string($0.0) })), ("longest", .number("\(calls.map(\.1).max() ?? 0)"))])
    }
}
