import Foundation
import Tokenseal

/// Performs a case of the test vectors through the public API, and returns its whole outcome.
///
/// - Throws: ``Broken`` if the case itself makes no sense.
public func perform(_ test: Json, groupKeys: Json = ["keys": []]) throws -> Json {
    guard let name = test["operation"]?.string, let operation = operations[name] else {
        throw Broken("unknown operation: \(test["operation"]?.description ?? "none")")
    }
    let outcome: Json
    do {
        outcome = try operation(Case(input: test["input"] ?? [:], options: test["options"], groupKeys: groupKeys))
    } catch let error as TokenError {
        return .object([("error", .string(told(error).code.rawValue))] + (error.claim.map { [("claim", .string($0))] } ?? []))
    } catch is Unexpressible {
        return ["error": .string(TokenError.Code.optionInvalid.rawValue)]
    }
    guard let read = test["read"] else { return outcome }
    guard case .object(let input) = read["input"] ?? [:] else { throw Broken("`input` is no object") }
    let token = outcome["token"] ?? .null
    let next: Json = ["operation": read["operation"] ?? .null, "input": .object(input + [("token", token)]), "options": read["options"] ?? [:]]
    return try perform(next, groupKeys: groupKeys)
}

private let operations: [String: @Sendable (Case) throws -> Json] = [
    "jws.sign": signBytes,
    "jws.verify": verifyBytes,
    "jwe.encrypt": encryptBytes,
    "jwe.decrypt": decryptBytes,
    "jwe.prepare_decrypt": prepareDecryption,
    "sign": signClaims,
    "encrypt": encryptClaims,
    "seal": sealClaims,
    "verify": verifyToken,
    "decrypt": decryptToken,
    "unseal": unsealToken,
    "verifier.verify": verifyWithVerifier,
    "by_issuer.verify": verifyByIssuer,
    "machine.run": runMachine,
    "ring.run": runRing,
    "revocations.run": runRevocations,
    "revocations.follow": runFollowed,
    "status_lists.run": runStatusLists,
    "access.run": runAccessRules,
    "resource.run": runResource,
    "http.event_answer": answerEvent,
    "http.logout_answer": answerLogout,
    "http.logout_token": takeLogoutToken,
    "dpop.prove": proveWithKey,
    "dpop.prepare": prepareProof,
    "dpop.run": runDPoP,
    "issuer.issue": issue,
    "inspect_unverified": inspect,
    "prepare": prepareToken,
    "key.import": importKey,
    "key.export": exportKey,
    "key.public": { ["jwk": try parsed($0.key("key").publicKey.jwk())] },
    "key.with_key_id": renameKey,
    "key.generate": generateKey,
    "key.equal": { ["equal": .bool(try $0.key("key") == $0.key("other"))] },
    // Not from the vectors: the demo needs keys of its own.
    "key.make": makeKey,
    "keyset.import": importSet,
    // Neither are these: they complete the functions that take options.
    "keyset.export": { ["jwks": try parsed($0.set().jwks(options: ExportOptions($0.options)))] },
    "verifier.verify_many": verifyMany,
    "remote.make": makeRemoteSet,
    "issuer.to_remote": makeRemoteIssuer,
    "ring.make": makeRing,
    "revocations.call": callRevocations,
    "issuer.of_ring": makeRingIssuer,
    "status.call": callStatus,
    "dpop.call": callDPoP,
    "access.call": callAccessRules,
    "resource.call": callResource,
    "verifier.check": checkWith,
]

/// JSON text that the package returned.
func parsed(_ text: String?) throws -> Json {
    guard let text else { return .null }
    guard let json = Json(parsing: text.utf8) else { throw Broken("the package gave something that is not JSON") }
    return json
}
