import Foundation
import Tokenseal

/// Lists of revocations, step by step. Entries are shown without their ids, which are hashes under
/// a random key.
func runRevocations(_ test: Case) throws -> Json {
    let run = try RevocationRun(test)
    return ["steps": .array(try (test.input["steps"]?.array ?? []).enumerated().map { try run.step($0.offset, $0.element) })]
}

private final class RevocationRun: @unchecked Sendable {
    let test: Case
    var now = Date(timeIntervalSince1970: 0)
    /// The lists by name, each with the verifier that follows it.
    var lists: [String: (list: Revocations, verifier: Verifier)] = [:]
    var entries: [Int: Revocations.Entry] = [:]

    init(_ test: Case) throws {
        self.test = test
        try add("a", Revocations(options: RevocationsOptions(test.input["options"]), clock: clock))
    }

    /// The case's own clock, which is set before each step.
    private var clock: @Sendable () -> Date { { self.now } }

    private func verifier(_ list: Revocations?, of options: Json? = nil) throws -> Verifier {
        try Verifier(
            keys: test.optionalKeys("keys"), decryptionKeys: test.optionalKeys("decryption_keys"),
            expecting: VerifierOptions(options ?? test.input["verifier"]), revocations: list, clock: clock)
    }

    private func add(_ name: String, _ list: Revocations) throws {
        lists[name] = (list, try verifier(list))
    }

    private func list(_ name: Json?) throws -> (list: Revocations, verifier: Verifier) {
        guard let list = lists[name?.string ?? "a"] else { throw Broken("no list is called \(name ?? "a") yet") }
        return list
    }

    /// What a step shows: its result, or its error.
    func step(_ index: Int, _ step: Json) throws -> Json {
        now = Date(timeIntervalSince1970: step["at"]?.double ?? .nan)
        do {
            return try perform(index, step)
        } catch let error as TokenError {
            return .object([("error", .string(told(error).code.rawValue))] + (error.claim.map { [("claim", .string($0))] } ?? []))
        } catch is Unexpressible {
            return ["error": .string(TokenError.Code.optionInvalid.rawValue)]
        }
    }

    private func perform(_ index: Int, _ step: Json) throws -> Json {
        let (list, verifier) = try list(step["list"])
        switch step["do"]?.string ?? "" {
        case "verify":
            _ = try verifier.verify(step["token"]?.string ?? "")
            return ["accepted": true]
        case "entries":
            return ["entries": .array(try list.entries(options: EntriesOptions(step["call"])).map(shown))]
        case "apply_events":
            let token = try self.verifier(nil, of: step["verifier"]).verify(step["token"]?.string ?? "")
            return ["applied": .array(try list.applyEvents(token, options: EventOptions(step["call"])).map(shown))]
        case "new":
            try add(step["as"]?.string ?? "", Revocations(options: RevocationsOptions(step["options"]), clock: clock))
            return [:]
        case "copy":
            let copy = try Revocations(
                snapshot: list.snapshot().dropLast(step["cut"]?.integer ?? 0), audit: step["audit"]?.bool ?? false, clock: clock)
            try add(step["as"]?.string ?? "", copy)
            return [:]
        case "merge":
            try list.merge(self.list(step["from"]).list.snapshot())
            return [:]
        case "status":
            let status = Json(parsing: try JSONEncoder().encode(list.status()))
            return ["status": status?.without("bytes") ?? .null]
        case let other:
            let entry = try change(list, other, step)
            entries[index] = entry
            return ["entry": shown(entry)]
        }
    }

    private func change(_ list: Revocations, _ name: String, _ step: Json) throws -> Revocations.Entry {
        // A token that is refused is never revoked, whatever the options are.
        let token = name == "revoke" ? try verifier(nil).verify(step["token"]?.string ?? "") : nil
        let (options, issuer, id) = (try RevokeOptions(step["call"]), step["issuer"]?.string, step["id"]?.string ?? "")
        switch (name, token) {
        case ("revoke", let token?): return try list.revoke(token, options: options)
        case ("revoke_id", _): return try list.revokeID(id, issuer: issuer, options: options)
        case ("revoke_session", _): return try list.revokeSession(id, issuer: issuer, options: options)
        case ("revoke_key", _): return try list.revokeKey(id, issuer: issuer, options: options)
        case ("revoke_subject", _): return try list.revokeSubject(id, issuer: issuer, options: options)
        case ("revoke_issuer", _): return try list.revokeIssuer(issuer ?? "", options: options)
        case ("withdraw", _):
            guard let index = step["entry"]?.integer else { return try list.withdraw(id: step["entry"]?.string ?? "", options: options) }
            guard let entry = entries[index] else { throw Broken("step \(index) gave no entry") }
            return try list.withdraw(entry, options: options)
        default: throw Broken("no step `\(name)` of a list of revocations is known here")
        }
    }
}

private func shown(_ entry: Revocations.Entry) -> Json {
    let withdrawn = entry.withdrawn.map { Json.array([seconds($0.at), Json($0.by), Json($0.reason)]) } ?? .null
    let times = [entry.at, entry.before, entry.ends].map(seconds)
    return .array([.string(entry.kind.rawValue)] + times + [Json(entry.by), Json(entry.reason), withdrawn])
}

/// To the microsecond: dates have a different epoch from tokens.
private func seconds(_ time: Date?) -> Json {
    guard let time else { return .null }
    return .number("\((time.timeIntervalSince1970 * 1e6).rounded() / 1e6)")
}

/// One call of a list with its options. Not from the vectors: it completes the functions that take
/// options.
func callRevocations(_ test: Case) throws -> Json {
    let list = try Revocations(options: RevocationsOptions(audit: true))
    let token = try test.optionalKeys("keys").map { try Verifier(keys: $0).verify(test.token()) }
    switch (test.input["call"]?.string ?? "", token) {
    case ("Revocations", _): _ = try Revocations(options: RevocationsOptions(test.options))
    case ("Revocations.file", _):
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        _ = try Revocations.file(path, options: FileOptions(test.options))
    case ("Revocations.redis", _): _ = try Revocations.redis(Nowhere(), options: StoreOptions(test.options))
    case ("Revocations.revoke", let token?): try list.revoke(token, options: RevokeOptions(test.options))
    case ("Revocations.revoke_id", _): try list.revokeID("x", issuer: nil, options: RevokeOptions(test.options))
    case ("Revocations.revoke_session", _): try list.revokeSession("x", issuer: nil, options: RevokeOptions(test.options))
    case ("Revocations.revoke_key", _): try list.revokeKey("x", issuer: nil, options: RevokeOptions(test.options))
    case ("Revocations.revoke_subject", _): try list.revokeSubject("x", issuer: nil, options: RevokeOptions(test.options))
    case ("Revocations.revoke_issuer", _): try list.revokeIssuer("x", options: RevokeOptions(test.options))
    case ("Revocations.withdraw", _): try list.withdraw(list.revokeKey("x", issuer: nil), options: RevokeOptions(test.options))
    case ("Revocations.apply_events", _):
        let expected = VerifierOptions(issuer: "https://issuer.example", audience: "x", profile: .logoutToken)
        let (key, claims): (Key, [String: JSONValue]) = (try Key.generate(.HS256), ["sid": "x", "events": [logoutEvent: [:]]])
        let text = try sign(
            claims, with: key, options: SignOptions(expiresIn: "2m", issuer: "https://issuer.example", audience: "x", profile: .logoutToken))
        try list.applyEvents(Verifier(keys: key, expecting: expected).verify(text), options: EventOptions(test.options))
    case ("Revocations.entries", _): _ = try list.entries(options: EntriesOptions(test.options))
    case (let other, _): throw Broken("no call `\(other)` of a list of revocations is known here")
    }
    return [:]
}

private let logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

/// A store that cannot be reached.
struct Nowhere: RevocationStore {
    func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
}
