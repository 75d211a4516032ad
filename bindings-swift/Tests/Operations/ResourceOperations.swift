import Foundation
import Tokenseal

/// Gives a protected resource requests, in order.
func runResource(_ test: Case) throws -> Json {
    let (keys, nonceKey) = (try test.keys(), try test.optionalKey("nonce_key"))
    let verifier = try Verifier(keys: keys, expecting: VerifierOptions(test.input["verifier"]), nonceKey: nonceKey)
    let csrfKey = try test.optionalKey("csrf_key")
    let options = try ResourceOptions(test.options)
    let resource = try test.input["rules"].map { rules in
        try ProtectedResource(verifier, rules: AccessRules(json: rules.description), csrfKey: csrfKey, options: options)
    } ?? ProtectedResource(verifier, csrfKey: csrfKey, options: options)
    return ["steps": .array(try (test.input["steps"]?.array ?? []).map { try one(resource, $0) })]
}

/// What a step shows.
private func one(_ resource: ProtectedResource, _ step: Json) throws -> Json {
    switch step["do"]?.string {
    case "request": return try request(resource, step)
    case "csrf_token": return csrfToken(resource, step["token"]?.string ?? "")
    case "metadata":
        return ["metadata": try parsed(resource.metadata), "path": Json(resource.metadataPath), "url": Json(resource.metadataURL)]
    default: throw Broken("a step requests, or asks for csrf_token or metadata")
    }
}

private func csrfToken(_ resource: ProtectedResource, _ token: String) -> Json {
    do throws(TokenError) {
        let value = try resource.csrfToken(token)
        return ["csrf_token": .string(value)]
    } catch {
        return ["error": .string(told(error).code.rawValue)]
    }
}

private func request(_ resource: ProtectedResource, _ step: Json) throws -> Json {
    let names = ["scope", "optional", "now"]
    let options = try RequestOptions(.object(names.compactMap { name in step[name].map { (name, $0) } }))
    let headers = (step["headers"]?.array ?? []).map { (name: $0.array?[0].string ?? "", value: $0.array?[1].string ?? "") }
    let (method, path) = (step["method"]?.string ?? "", step["path"]?.string ?? "")
    return try shown(resource.check(method, path, headers: headers, certificate: step["certificate"].map(certificate), options: options))
}

private func shown(_ answer: ProtectedResource.Answer) throws -> Json {
    [
        "allowed": .bool(answer.isAllowed), "status": Json(answer.status), "headers": pairs(answer.headers), "body": try body(answer.body),
        "error": Json(answer.error.map(told)?.code.rawValue), "subject": Json(answer.token?["sub"]?.string), "reason": Json(answer.decision?.reason.rawValue),
    ]
}

/// The answer to an event or a logout.
func answerEvent(_ test: Case) throws -> Json { try shown(HTTP.eventAnswer(error(test))) }

func answerLogout(_ test: Case) throws -> Json { try shown(HTTP.logoutAnswer(error(test))) }

func takeLogoutToken(_ test: Case) throws -> Json { ["token": .string(try HTTP.logoutToken(test.text("body")))] }

private func error(_ test: Case) throws -> TokenError? {
    guard let name = test.input["code"]?.string else { return nil }
    guard let code = TokenError.Code(rawValue: name) else { throw Broken("\(name) is no code") }
    return TokenError(code: code, message: "of a vector", claim: test.input["claim"]?.string)
}

private func shown(_ response: HTTP.Response) throws -> Json {
    ["status": Json(response.status), "headers": pairs(response.headers), "body": try body(response.body)]
}

private func pairs(_ headers: [(name: String, value: String)]) -> Json { .array(headers.map { .array([.string($0.name), .string($0.value)]) }) }

/// A body, which is JSON or empty.
private func body(_ text: String) throws -> Json { try text.isEmpty ? .null : parsed(text) }

/// Makes a resource, or asks one. Not from the vectors: it completes the functions that take
/// options.
func callResource(_ test: Case) throws -> Json {
    let verifier = try Verifier(keys: test.keys())
    let rules = try AccessRules(json: #"{"rules":[{"methods":["GET"],"path":"/","public":true}]}"#)
    switch try test.text("call") {
    case "ProtectedResource":
        let options = try ResourceOptions(test.options)
        let csrfKey = options.cookie == nil ? nil : try test.key("keys")
        return ["resource": .string("\(try ProtectedResource(verifier, rules: rules, csrfKey: csrfKey, options: options))")]
    case "ProtectedResource.check":
        let options = try RequestOptions(test.options)
        let headers = [(name: "Authorization", value: "Bearer \(try test.token())")]
        let answer = try ProtectedResource(verifier).check("GET", "/", headers: headers, options: options)
        // A wrong option in a call is an answer.
        if let error = answer.error, error.fault == .program { throw error }
        return try shown(answer)
    case let other: throw Broken("no call `\(other)` of a protected resource is known here")
    }
}
