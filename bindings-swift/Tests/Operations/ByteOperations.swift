import Foundation
import Tokenseal

private let jwsLimits = ["max_token_bytes", "max_header_bytes", "max_json_depth", "max_attempts"]
private let jweReading = ["key_management", "content_encryption", "critical", "max_inflated_bytes", "max_pbes2_iterations"] + jwsLimits

func signBytes(_ test: Case) throws -> Json {
    let keys = try test.makingKeys()
    let options = try Options(test.options, ["header", "unprotected", "serialization", "detached", "b64"])
    let token = try JWS.sign(
        test.bytes("payload"), with: keys, header: options.headers("header"), unprotected: options.headers("unprotected"),
        serialization: options.name("serialization") ?? .compact, detached: options.flag("detached"), b64: options.flag("b64", default: true))
    return ["token": .string(token)]
}

func verifyBytes(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let options = try Options(test.options, ["algorithms", "critical", "require"] + jwsLimits)
    let verified = try JWS.verify(
        test.token(), with: keys, payload: test.optionalBytes("payload"),
        algorithms: options.allNamed("algorithms") { try SignatureAlgorithm(named: $0) }, critical: options.texts("critical"),
        require: options.name("require") ?? .any, maxTokenBytes: options.number("max_token_bytes"),
        maxHeaderBytes: options.number("max_header_bytes"), maxJSONDepth: options.number("max_json_depth"), maxAttempts: options.number("max_attempts"))
    return [
        "payload": .string(encoded(verified.payload)), "header": try parsed(verified.headerJSON), "unprotected": try parsed(verified.unprotectedJSON),
        "key_id": Json(verified.keyID), "verified": .array(verified.verified.map { Json($0) }),
    ]
}

func encryptBytes(_ test: Case) throws -> Json {
    let keys = try test.makingKeys()
    let names = ["enc", "compress", "header", "unprotected", "recipient_headers", "serialization", "allow_shared_content_key"]
    let options = try Options(test.options, names)
    let token = try JWE.encrypt(
        test.bytes("plaintext"), to: keys, enc: options.named("enc") { try ContentEncryption(named: $0) }, header: options.header("header"),
        unprotected: options.header("unprotected"), recipientHeaders: options.eachHeader("recipient_headers"), aad: test.optionalBytes("aad"),
        serialization: options.name("serialization") ?? .compact, allowSharedContentKey: options.flag("allow_shared_content_key"),
        compress: options.flag("compress"))
    return ["token": .string(token)]
}

func decryptBytes(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let options = try Options(test.options, jweReading)
    let decrypted = try JWE.decrypt(
        test.token(), with: keys, keyManagement: options.allNamed("key_management") { try KeyManagement(named: $0) },
        contentEncryption: options.allNamed("content_encryption") { try ContentEncryption(named: $0) }, critical: options.texts("critical"),
        maxTokenBytes: options.number("max_token_bytes"), maxHeaderBytes: options.number("max_header_bytes"),
        maxJSONDepth: options.number("max_json_depth"), maxInflatedBytes: options.number("max_inflated_bytes"),
        maxAttempts: options.number("max_attempts"), maxPBES2Iterations: options.number("max_pbes2_iterations"))
    return [
        "plaintext": .string(encoded(decrypted.plaintext)), "header": try parsed(decrypted.headerJSON),
        "unprotected": try parsed(decrypted.unprotectedJSON), "recipient_header": try parsed(decrypted.recipientHeaderJSON),
        "aad": Json(decrypted.aad.map(encoded)), "key_id": Json(decrypted.keyID), "recipient": Json(decrypted.recipient),
    ]
}

func prepareDecryption(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let options = try Options(test.options, jweReading)
    let pending = try JWE.prepareDecrypt(
        test.text("token"), for: key, keyManagement: options.allNamed("key_management") { try KeyManagement(named: $0) },
        contentEncryption: options.allNamed("content_encryption") { try ContentEncryption(named: $0) }, critical: options.texts("critical"),
        maxTokenBytes: options.number("max_token_bytes"), maxHeaderBytes: options.number("max_header_bytes"),
        maxJSONDepth: options.number("max_json_depth"), maxInflatedBytes: options.number("max_inflated_bytes"),
        maxAttempts: options.number("max_attempts"), maxPBES2Iterations: options.number("max_pbes2_iterations"))
    let found: [(name: String, value: Json)] = [
        ("peer_key", try parsed(pending.peerKey?.jwk())), ("encrypted_key", Json(pending.encryptedKey.map(encoded))),
    ]
    guard let secret = try test.optionalBytes("secret") else { return .object(found) }
    let decrypted = try pending.complete(secret: secret)
    return .object(found + [
        ("plaintext", .string(encoded(decrypted.plaintext))), ("header", try parsed(decrypted.headerJSON)), ("key_id", Json(decrypted.keyID)),
    ])
}
