import Foundation
import Tokenseal

/// Asks rules about requests, whose tokens are really checked.
func runAccessRules(_ test: Case) throws -> Json {
    let rules = try AccessRules(json: test.input["rules"]?.string ?? test.input["rules"]?.description ?? "")
    let steps = test.input["steps"]?.array ?? []
    guard !steps.isEmpty else { return ["steps": .array([])] }
    let verifier = try Verifier(keys: test.keys(), expecting: VerifierOptions(test.input["verifier"]))
    return ["steps": .array(try steps.map { try one(rules, verifier, $0) })]
}

/// What a step shows: a decision, an error with one, explanations, or findings.
private func one(_ rules: AccessRules, _ verifier: Verifier, _ step: Json) throws -> Json {
    let kind = step["do"]?.string
    if kind == "lint" { return .array(try rules.lint().map { ["fault": .string($0.fault.rawValue), "rule": .string($0.rule), "by": Json($0.by)] }) }
    let (method, path) = (step["method"]?.string ?? "", step["path"]?.string ?? "")
    let names = ["form", "ignores", "now"]
    let options = try AccessOptions(.object(names.compactMap { name in step[name].map { (name, $0) } }))
    switch (kind, try checked(verifier, step)) {
    case ("check", .success(let token)): return shown(try rules.check(token, method, path, options: options))
    case ("check", .failure(let error)): return shown(try rules.check(error, method, path, options: options))
    case ("explain", .success(let token)): return .array(try rules.explain(token, method, path, options: options).map(shown))
    case ("explain", .failure(let error)): return .array(try rules.explain(error, method, path, options: options).map(shown))
    case ("require", .success(let token)): return try required { () throws(TokenError) in try rules.require(token, method, path, options: options) }
    case ("require", .failure(let error)): return try required { () throws(TokenError) in try rules.require(error, method, path, options: options) }
    default: throw Broken("a step checks, requires, explains or lints")
    }
}

/// The outcome of checking a step's token, with all that came with it; no token if there is none.
private func checked(_ verifier: Verifier, _ step: Json) throws -> Result<Token?, TokenError> {
    guard let token = step["token"]?.string else { return .success(nil) }
    let proof: (any OneOrMany)? = step["proof"]?.array?.compactMap(\.string) ?? step["proof"]?.string
    let now = step["now"]?.double.map { Date(timeIntervalSince1970: $0) }
    let options = CheckOptions(now: now, proof: proof, method: step["method"]?.string, url: step["url"]?.string)
    let certificate = try step["certificate"].map(certificate)
    return Result { () throws(TokenError) in try verifier.verify(token, certificate: certificate, options: options) }
}

private func required(_ require: () throws(TokenError) -> AccessRules.Decision) throws -> Json {
    do throws(TokenError) {
        return shown(try require())
    } catch {
        guard let decision = error.decision, decision.status == error.status else { throw error }
        return ["error": .string(told(error).code.rawValue), "decision": shown(decision)]
    }
}

private func shown(_ decision: AccessRules.Decision) -> Json {
    [
        "allowed": .bool(decision.isAllowed), "only_reported": .bool(decision.isOnlyReported), "status": Json(decision.status),
        "reason": .string(decision.reason.rawValue), "rule": Json(decision.rule), "needed": shown(decision.needed),
        "challenges": texts(decision.challenges),
    ]
}

private func shown(_ explanation: AccessRules.Explanation) -> Json {
    [
        "rule": .string(explanation.rule), "effect": .string(explanation.effect.rawValue), "fits": .bool(explanation.fits),
        "fits_method": .bool(explanation.fitsMethod), "fits_path": .bool(explanation.fitsPath), "matches": .bool(explanation.matches),
        "missing": shown(explanation.missing),
    ]
}

private func shown(_ needed: AccessRules.Needed?) -> Json {
    guard let needed else { return .null }
    return [
        "scope": texts(needed.scope), "any_scope": texts(needed.anyScope), "claims": .array(needed.claims.map(texts)), "acr": texts(needed.acr),
        "max_auth_age": needed.maxAuthAge.map { Json($0) } ?? .null, "issuer": texts(needed.issuer), "proof": .bool(needed.proof),
    ]
}

private func texts(_ texts: [String]) -> Json { .array(texts.map { .string($0) }) }

/// Asks rules that match nothing. Not from the vectors: it completes the functions that take
/// options.
func callAccessRules(_ test: Case) throws -> Json {
    let (rules, options) = (try AccessRules(json: #"{"rules":[{"methods":["GET"],"path":"/","public":true}]}"#), try AccessOptions(test.options))
    switch try test.text("call") {
    case "AccessRules.check": return shown(try rules.check(nil, "GET", "/", options: options))
    case "AccessRules.require": return shown(try rules.require(nil, "GET", "/", options: options))
    case "AccessRules.explain": return .array(try rules.explain(nil, "GET", "/", options: options).map(shown))
    case let other: throw Broken("no call `\(other)` of access rules is known here")
    }
}
