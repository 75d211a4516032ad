import Foundation
import Tokenseal
import TokensealNative

/// Runs a verifier with status lists step by step, as a driver would: what the case's one list asks
/// for and is told, and checks.
func runStatusLists(_ test: Case) throws -> Json {
    do {
        var run = try StatusRun(test)
        return ["steps": .array(try (test.input["steps"]?.array ?? []).enumerated().map { try run.step($0.offset, $0.element) })]
    } catch TokensealNative.TokenError.Refused(let code, _, let claim, _) {
        // The messages of a machine are not those of the public API.
        throw Tokenseal.TokenError(code: .init(rawValue: code) ?? .internal, message: "", claim: claim)
    }
}

private struct StatusRun {
    let uri: String
    let verifier: TokensealNative.Verifier
    var waiting: [Int: PendingCheck] = [:]

    init(_ test: Case) throws {
        uri = try test.text("uri")
        let keys = try TokensealNative.KeySet.fromJwksText(jwks: test.keys().keySet.jwks(), given: "{}")
        let lists = try test.options.map { try TokensealNative.StatusLists(keys: nil, given: $0.description) }
        verifier = try .init(
            keys: .fixed(set: keys), decryptionKeys: nil, given: test.input["verifier"]?.description ?? "{}", revocations: nil, statusLists: lists)
    }

    /// What a step shows: its result, and the state of the list after it, which no token may have
    /// named yet.
    mutating func step(_ index: Int, _ step: Json) throws -> Json {
        let at = times(step)
        var shown: [(name: String, value: Json)]
        if step["poll"] != nil {
            shown = [("turn", try turn(list().poll(at: at)))]
        } else if let told = step["tell"] {
            shown = [("turn", try turn(list().tell(at: at, answer: told.description, body: body(told))))]
        } else if let token = step["check"]?.string {
            shown = try note(index, verifier.check(token: token, now: step["now"]?.double ?? at.wall, at: at))
        } else if let number = step["resume"]?.integer {
            shown = try note(index, taken(number).resume(at: at))
        } else {
            shown = try note(index, taken(step["give_up"]?.integer ?? -1).giveUp())
        }
        let status = try parsed(verifier.statusList(uri: uri)?.status(at: at))
        return .object(shown + [("state", status["state"] ?? .null)])
    }

    private func list() throws -> Followed {
        guard let list = verifier.statusList(uri: uri) else { throw Broken("no token has named the list yet") }
        return list.followed()
    }

    private mutating func taken(_ number: Int) throws -> PendingCheck {
        guard let pending = waiting.removeValue(forKey: number) else { throw Broken("no check waits at step \(number)") }
        return pending
    }

    private mutating func note(_ index: Int, _ check: Checking) throws -> [(name: String, value: Json)] {
        let shown = try shownCheck(check)
        switch check.outcome {
        case .accepted: return shown
        case .refused(.Refused(_, _, let claim, _)): return shown + (claim.map { [("claim", .string($0))] } ?? [])
        case .waits(let pending):
            waiting[index] = pending
            return shown
        }
    }
}

/// Makes objects that use status lists through the public API. Not from the vectors: it completes
/// the functions that take options.
func callStatus(_ test: Case) throws -> Json {
    switch try test.text("call") {
    case "StatusList.to_jwt":
        let list = try StatusList(capacity: 8, bits: 1)
        let token = try list.jwt(signingWith: test.key("key"), uri: test.text("uri"), options: StatusTokenOptions(test.options))
        return ["claims": Json(try inspectUnverified(token).claimsJSON)]
    case "StatusLists": return ["lists": .string("\(try StatusLists(options: StatusListsOptions(test.options)))")]
    case let other: throw Broken("no call `\(other)` of status lists is known here")
    }
}
