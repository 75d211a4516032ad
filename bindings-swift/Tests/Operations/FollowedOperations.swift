import Foundation
import Tokenseal
import TokensealNative

/// Runs a list of revocations in a store step by step, below the driver: what it asks for, what it
/// is told, changes and checks. No store is queried.
func runFollowed(_ test: Case) throws -> Json {
    do {
        var run = try FollowedRun(test)
        return ["steps": .array(try (test.input["steps"]?.array ?? []).enumerated().map { try run.step($0.offset, $0.element) })]
    } catch let error as TokensealNative.TokenError {
        throw Tokenseal.TokenError(code: .init(rawValue: error.code) ?? .internal, message: "", claim: nil)
    }
}

private struct FollowedRun {
    let list: TokensealNative.Revocations
    let followed: Followed
    let verifier: TokensealNative.Verifier
    let plain: TokensealNative.Verifier
    var changes: [Int: PendingChange] = [:]
    var waiting: [Int: PendingCheck] = [:]

    init(_ test: Case) throws {
        let list = try TokensealNative.Revocations.inStore(given: test.options?.description ?? "{}")
        let keys = try TokensealNative.KeySet.fromJwksText(jwks: test.groupKeys.description, given: "{}")
        let given = #"{"allow_any_issuer":true,"allow_any_audience":true}"#
        verifier = try .init(keys: .fixed(set: keys), decryptionKeys: nil, given: given, revocations: list)
        plain = try .init(keys: .fixed(set: keys), decryptionKeys: nil, given: given, revocations: nil)
        guard let machine = list.followed() else { throw Broken("a list in a store is followed") }
        (self.list, followed) = (list, machine)
    }

    /// What a step shows: its result, or its error, and the state of the list after it.
    mutating func step(_ index: Int, _ step: Json) throws -> Json {
        var shown: [(name: String, value: Json)]
        do {
            shown = try perform(index, step, times(step))
        } catch let error as TokensealNative.TokenError {
            shown = [("error", .string(error.code))]
        }
        let status = try parsed(list.status())
        let entries = ["token", "session", "subject", "key", "issuer"].map { status["entries"]?[$0] ?? .null }
        shown += [("ready", .bool(followed.isReady(at: times(step)))), ("entries", .array(entries))]
        return .object(shown + [("longest_lifetime", status["longest_lifetime"] ?? .null)])
    }

    private mutating func perform(_ index: Int, _ step: Json, _ at: Times) throws -> [(name: String, value: Json)] {
        if step["poll"] != nil { return [("turn", try storeTurn(followed.poll(at: at)))] }
        if let told = step["tell"] { return [("turn", try storeTurn(followed.tell(at: at, answer: told.description, body: Data())))] }
        if let change = step["begin"] {
            changes[index] = try list.begin(change: made(change, at), at: at)
            return []
        }
        if let number = step["finish"]?.integer {
            guard let pending = changes[number] else { throw Broken("no change was begun at step \(number)") }
            guard try pending.isSettled(at: at) else { return [("settled", false)] }
            changes[number] = nil
            return [("entry", row(try pending.finish()))]
        }
        if let number = step["drop"]?.integer {
            changes[number] = nil
            return []
        }
        if let token = step["check"]?.string { return try note(index, verifier.check(token: token, now: at.wall, at: at)) }
        if let number = step["resume"]?.integer { return try note(index, taken(number).resume(at: at)) }
        return try note(index, taken(step["give_up"]?.integer ?? -1).giveUp())
    }

    private func made(_ change: Json, _ at: Times) throws -> RevocationChange {
        var options: [(name: String, value: Json)] = [("now", number(at.wall))]
        if case .object(let members)? = change["call"] { options += members }
        let given = Json.object(options).description
        let (issuer, id) = (change["issuer"]?.string, change["id"]?.string ?? "")
        switch change["do"]?.string ?? "" {
        case "revoke":
            let token = change["token"]?.string ?? ""
            guard case .accepted = try plain.check(token: token, now: at.wall, at: at).outcome else { throw Broken("the token is refused") }
            let parts = token.split(separator: ".").map { String(decoding: decoded(String($0)) ?? Data(), as: UTF8.self) }
            return try .revoke(header: parts[0], claims: parts[1], given: given)
        case "revoke_id": return try .revokeId(issuer: issuer, tokenId: id, given: given)
        case "revoke_session": return try .revokeSession(issuer: issuer, sessionId: id, given: given)
        case "revoke_key": return try .revokeKey(issuer: issuer, keyId: id, given: given)
        case "revoke_subject": return try .revokeSubject(issuer: issuer, subject: id, given: given)
        case "revoke_issuer": return try .revokeIssuer(issuer: issuer ?? "", given: given)
        case "withdraw": return try .withdraw(entryId: change["entry"]?.string ?? "", given: given)
        case let other: throw Broken("no change `\(other)` of a list of revocations is known here")
        }
    }

    private mutating func taken(_ number: Int) throws -> PendingCheck {
        guard let pending = waiting.removeValue(forKey: number) else { throw Broken("no check waits at step \(number)") }
        return pending
    }

    private mutating func note(_ index: Int, _ check: Checking) throws -> [(name: String, value: Json)] {
        if case .waits(let pending) = check.outcome { waiting[index] = pending }
        return try shownCheck(check)
    }
}

extension TokensealNative.TokenError {
    fileprivate var code: String {
        switch self {
        case .Refused(let code, _, _, _): code
        }
    }
}

private func row(_ entry: TokensealNative.RevocationEntry) -> Json {
    let withdrawn = entry.withdrawn.map { Json.array([number($0.at), Json($0.by), Json($0.reason)]) } ?? .null
    let times = [number(entry.at), number(entry.before), number(entry.ends)]
    return .array([.string(entry.id), .string(entry.kind)] + times + [Json(entry.by), Json(entry.reason), withdrawn])
}

private func number(_ value: Double?) -> Json { value.map { .number("\($0)") } ?? .null }

/// A turn whose commands have the names of their scripts.
private func storeTurn(_ text: String) throws -> Json {
    let turn = try parsed(text)
    let stores = turn["stores"]?.array?.map { store in
        Json.object(store.members.map { ($0.key, $0.key == "commands" ? .array(($0.value.array ?? []).map(named)) : $0.value) })
    }
    return .object(turn.members.map { ($0.key, $0.key == "stores" ? .array(stores ?? []) : $0.value) })
}

/// A command with its script's name, which follows from the number of its arguments, and `*` for
/// what was drawn at random. The fifth argument is a record when writing, and when writing back it
/// says whether this is the last time.
private func named(_ command: Json) -> Json {
    guard let words = command.array, words.first?.string == "EVAL" else { return command }
    let end = 3 + (words[2].string.flatMap { Int($0) } ?? 0)
    let arguments = Array(words.dropFirst(end))
    let restores = arguments.count > 4 && ["0", "1"].contains(arguments[4].string)
    let (name, isDrawn): (Json, (Int) -> Bool) =
        switch arguments.count {
        case 1: ("UNPACK", { _ in false })
        case 2: ("RAISE", { _ in false })
        case 3: ("CREATE", { $0 < 2 })
        case 4: ("READ", { _ in false })
        case _ where restores: ("RESTORE", { $0 == 7 || $0 > 8 && $0 % 4 == 1 })
        default: ("WRITE", { $0 == 5 })
        }
    let shown = arguments.enumerated().map { isDrawn($0.offset) ? "*" : $0.element }
    return .array([name] + Array(words[3..<end]) + shown)
}
