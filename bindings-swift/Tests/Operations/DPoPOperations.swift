import Foundation
import Tokenseal

func proveWithKey(_ test: Case) throws -> Json {
    let key = try test.key("key")
    return ["token": .string(try DPoP.prove(test.text("method"), test.text("url"), with: key, options: ProofOptions(test.options)))]
}

func prepareProof(_ test: Case) throws -> Json {
    let key = try test.key("key")
    return try completed(DPoP.prepare(test.text("method"), test.text("url"), for: key, options: ProofOptions(test.options)), test)
}

/// Gives one verifier requests, in order.
func runDPoP(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let replays = try test.input["replays"].map { try ReplayCache(options: ReplayOptions($0)) }
    let nonceKey = try test.optionalKey("nonce_key")
    let options = try VerifierOptions(test.input["verifier"])
    let verifier = try Verifier(keys: keys, expecting: options, replays: replays, nonceKey: nonceKey)
    return ["steps": .array(try (test.input["steps"]?.array ?? []).map { try one(verifier, $0) })]
}

/// What a step shows: that the token was accepted, a nonce, or an error with the nonce that it
/// brings.
private func one(_ verifier: Verifier, _ step: Json) throws -> Json {
    let now = step["at"]?.double.map { Date(timeIntervalSince1970: $0) }
    if step["do"]?.string == "nonce" { return ["nonce": Json(try verifier.dpopNonce(now: now))] }
    let proof: (any OneOrMany)? = step["proof"]?.array?.compactMap(\.string) ?? step["proof"]?.string
    let options = CheckOptions(now: now, proof: proof, method: step["method"]?.string, url: step["url"]?.string)
    do {
        _ = try verifier.verify(step["token"]?.string ?? "", certificate: step["certificate"].map(certificate), options: options)
        return ["accepted": true]
    } catch let error as TokenError {
        let shown: [(name: String, value: Json)] = [("error", .string(told(error).code.rawValue))]
        let more = [("claim", error.claim), ("nonce", error.dpopNonce)].compactMap { name, text in text.map { (name: name, value: Json.string($0)) } }
        return .object(shown + more)
    }
}

/// PEM, or DER.
func certificate(_ how: Json) throws -> Data {
    if let pem = how.string { return Data(pem.utf8) }
    guard let der = how["der"]?.string.flatMap(decoded) else { throw Broken("a certificate is PEM, or DER in base64url") }
    return der
}

/// What to bind a token to.
func confirmation(_ test: Case) throws -> Issuer.Confirmation? {
    if let key = try test.optionalKey("confirm") { return .key(key) }
    return try test.input["confirm_certificate"].map { .certificate(try certificate($0)) }
}

/// Checks a token with the options of one check. Not from the vectors: it completes the functions
/// that take options.
func checkWith(_ test: Case) throws -> Json {
    try checked(Verifier(keys: test.keys()).verify(test.token(), options: CheckOptions(test.options)))
}

/// The same for objects with options of their own.
func callDPoP(_ test: Case) throws -> Json {
    switch try test.text("call") {
    case "ReplayCache": return ["cache": .string("\(try ReplayCache(options: ReplayOptions(test.options)))")]
    case "ReplayCache.redis": return ["cache": .string("\(try ReplayCache.redis(Nowhere(), options: ReplayStoreOptions(test.options)))")]
    case "Unsigned.complete":
        let unsigned = try prepare(JSONText("{}"), for: test.key("key"), options: SignOptions(noExpiry: true))
        return ["token": .string(try unsigned.complete(signature: Data(), options: CompleteOptions(test.options)))]
    case let other: throw Broken("no call `\(other)` of proofs is known here")
    }
}
