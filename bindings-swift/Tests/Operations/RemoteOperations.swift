import Foundation
import Tokenseal
import TokensealNative

/// Runs a machine step by step, as a driver would: what it asks for, what it is told, and checks in
/// between.
func runMachine(_ test: Case) throws -> Json {
    do {
        var run = try MachineRun(test)
        return ["steps": .array(try (test.input["steps"]?.array ?? []).enumerated().map { try run.step($0.offset, $0.element) })]
    } catch TokensealNative.TokenError.Refused(let code, _, let claim, _) {
        // The messages of a machine are not those of the public API.
        throw Tokenseal.TokenError(code: .init(rawValue: code) ?? .internal, message: "", claim: claim)
    }
}

private struct MachineRun {
    let set: TokensealNative.RemoteKeySet
    let verifier: TokensealNative.Verifier
    var waiting: [Int: PendingCheck] = [:]

    init(_ test: Case) throws {
        let steps = test.input["steps"]?.array ?? []
        let key = try test.input["snapshot_key"].map { try TokensealNative.Key.fromJwkText(jwk: $0.description, given: "{}") }
        let given = test.options?.description ?? "{}"
        set = try .init(url: test.input["url"]?.string, given: given, snapshotKey: key, at: steps.first.map(times) ?? times([:]))
        verifier = try .init(keys: .remote(set: set), decryptionKeys: nil, given: test.input["verifier"]?.description ?? "{}", revocations: nil)
    }

    /// What a step shows: its result, and the state of the set after it.
    mutating func step(_ index: Int, _ step: Json) throws -> Json {
        let at = times(step)
        var shown: [(name: String, value: Json)]
        if step["poll"] != nil {
            shown = [("turn", try turn(set.followed().poll(at: at)))]
        } else if let told = step["tell"] {
            shown = [("turn", try turn(set.followed().tell(at: at, answer: told.description, body: body(told))))]
        } else if let token = step["check"]?.string {
            shown = try note(index, verifier.check(token: token, now: step["now"]?.double ?? at.wall, at: at))
        } else if let number = step["resume"]?.integer {
            shown = try note(index, taken(number).resume(at: at))
        } else {
            shown = try note(index, taken(step["give_up"]?.integer ?? -1).giveUp())
        }
        return .object(shown + [("state", try parsed(set.status(at: at))["state"] ?? .null)])
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

/// The outcome of a check, as transcripts show it.
func shownCheck(_ check: Checking) throws -> [(name: String, value: Json)] {
    let outcome =
        switch check.outcome {
        case .accepted: "accepted"
        case .refused(.Refused(let code, _, _, _)): code
        case .waits: "waits"
        }
    return [("outcome", .string(outcome)), ("due", .bool(check.due != nil)), ("events", try parsed(check.events ?? "[]"))]
}

func times(_ step: Json) -> Times {
    let at = step["at"]?.array?.map { $0.double ?? 0 } ?? [0, 0]
    return Times(wall: at.first, monotonic: at.last, jitter: step["jitter"]?.double ?? 0.5)
}

func body(_ told: Json) -> Data {
    if let text = told["body_base64"]?.string { return decoded(text) ?? Data() }
    return Data((told["body"]?.string ?? "").utf8)
}

/// A turn without the `user-agent`, which names the version.
func turn(_ text: String) throws -> Json {
    let turn = try parsed(text)
    let fetches = turn["fetches"]?.array?.map { fetch in
        let headers = fetch["headers"]?.array?.filter { $0.array?.first?.string != "user-agent" } ?? []
        return Json.object(fetch.members.map { ($0.key, $0.key == "headers" ? .array(headers) : $0.value) })
    }
    return .object(turn.members.map { ($0.key, $0.key == "fetches" ? .array(fetches ?? []) : $0.value) })
}

/// Makes a set through the public API. Not from the vectors: it completes the functions that take
/// options.
func makeRemoteSet(_ test: Case) throws -> Json {
    let set = try RemoteKeySet(
        url: test.input["url"]?.string, options: RemoteKeySetOptions(test.options), snapshotKey: test.optionalKey("snapshot_key"))
    return ["state": .string(try set.status()["state"]?.string ?? "")]
}

/// The same for an issuer whose recipient publishes its keys.
func makeRemoteIssuer(_ test: Case) throws -> Json {
    let set = try RemoteKeySet(url: test.input["url"]?.string)
    let issuer = try Issuer(encryptionKey: set, options: IssuerOptions(test.options))
    return ["issuer": .string("\(issuer)")]
}

/// Checks a token with verifiers of several issuers, one of which its `iss` selects.
func verifyByIssuer(_ test: Case) throws -> Json {
    let decryptionKeys = try test.optionalKeys("decryption_keys")
    var given = Given(test.options)
    let now = try given.time("now")
    try given.end()
    let members = try (test.input["verifiers"]?.array ?? []).map { member in
        let own = Case(input: member, options: nil, groupKeys: test.groupKeys)
        return try Verifier(
            keys: own.optionalKeys("keys"), decryptionKeys: own.optionalKeys("decryption_keys"), expecting: VerifierOptions(member["options"]))
    }
    return try checked(Verifier.byIssuer(members, decryptionKeys: decryptionKeys).verify(test.token(), now: now))
}
