import Foundation
import Tokenseal

private let checks = [
    "issuer", "audience", "subject", "type", "required_claims", "max_age", "leeway", "now", "critical", "allow_missing_exp", "allow_any_audience",
    "allow_any_issuer", "allow_any_type", "profile", "nonce", "azp", "max_token_bytes", "max_header_bytes", "max_json_depth", "max_attempts",
]
private let decryption = ["key_management", "content_encryption", "max_inflated_bytes", "max_pbes2_iterations"]

func verifyToken(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let options = try Options(test.options, checks + ["algorithms"])
    return try checked(
        verify(
            test.token(), with: keys, issuer: options.oneOrMany("issuer"), audience: options.oneOrMany("audience"), subject: options.text("subject"),
            type: options.oneOrMany("type"), requiredClaims: options.texts("required_claims"), maxAge: options.length("max_age"),
            leeway: options.length("leeway"), now: options.date("now"), critical: options.texts("critical"),
            allowMissingExp: options.flag("allow_missing_exp"), allowAnyAudience: options.flag("allow_any_audience"),
            allowAnyIssuer: options.flag("allow_any_issuer"), allowAnyType: options.flag("allow_any_type"), profile: options.name("profile"),
            nonce: options.text("nonce"), azp: options.text("azp"), algorithms: options.allNamed("algorithms") { try SignatureAlgorithm(named: $0) },
            maxTokenBytes: options.number("max_token_bytes"), maxHeaderBytes: options.number("max_header_bytes"),
            maxJSONDepth: options.number("max_json_depth"), maxAttempts: options.number("max_attempts")))
}

func decryptToken(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let options = try Options(test.options, checks + decryption + ["allow_unsigned"])
    return try checked(
        decrypt(
            test.token(), with: keys, issuer: options.oneOrMany("issuer"), audience: options.oneOrMany("audience"), subject: options.text("subject"),
            type: options.oneOrMany("type"), requiredClaims: options.texts("required_claims"), maxAge: options.length("max_age"),
            leeway: options.length("leeway"), now: options.date("now"), critical: options.texts("critical"),
            allowMissingExp: options.flag("allow_missing_exp"), allowAnyAudience: options.flag("allow_any_audience"),
            allowAnyIssuer: options.flag("allow_any_issuer"), allowAnyType: options.flag("allow_any_type"), profile: options.name("profile"),
            nonce: options.text("nonce"), azp: options.text("azp"),
            keyManagement: options.allNamed("key_management") { try KeyManagement(named: $0) },
            contentEncryption: options.allNamed("content_encryption") { try ContentEncryption(named: $0) },
            allowUnsigned: options.flag("allow_unsigned"), maxTokenBytes: options.number("max_token_bytes"),
            maxHeaderBytes: options.number("max_header_bytes"), maxJSONDepth: options.number("max_json_depth"),
            maxInflatedBytes: options.number("max_inflated_bytes"), maxAttempts: options.number("max_attempts"),
            maxPBES2Iterations: options.number("max_pbes2_iterations")))
}

func unsealToken(_ test: Case) throws -> Json {
    let (decryptionKeys, keys) = (try test.keys("decrypt_with"), try test.keys("verify_with"))
    let options = try Options(test.options, checks + decryption + ["algorithms"])
    return try checked(
        unseal(
            test.token(), decryptWith: decryptionKeys, verifyWith: keys, issuer: options.oneOrMany("issuer"), audience: options.oneOrMany("audience"),
            subject: options.text("subject"), type: options.oneOrMany("type"), requiredClaims: options.texts("required_claims"),
            maxAge: options.length("max_age"), leeway: options.length("leeway"), now: options.date("now"), critical: options.texts("critical"),
            allowMissingExp: options.flag("allow_missing_exp"), allowAnyAudience: options.flag("allow_any_audience"),
            allowAnyIssuer: options.flag("allow_any_issuer"), allowAnyType: options.flag("allow_any_type"), profile: options.name("profile"),
            nonce: options.text("nonce"), azp: options.text("azp"), algorithms: options.allNamed("algorithms") { try SignatureAlgorithm(named: $0) },
            keyManagement: options.allNamed("key_management") { try KeyManagement(named: $0) },
            contentEncryption: options.allNamed("content_encryption") { try ContentEncryption(named: $0) },
            maxTokenBytes: options.number("max_token_bytes"), maxHeaderBytes: options.number("max_header_bytes"),
            maxJSONDepth: options.number("max_json_depth"), maxInflatedBytes: options.number("max_inflated_bytes"),
            maxAttempts: options.number("max_attempts"), maxPBES2Iterations: options.number("max_pbes2_iterations")))
}

func verifyWithVerifier(_ test: Case) throws -> Json {
    let (keys, decryptionKeys) = (try test.optionalKeys("keys"), try test.optionalKeys("decryption_keys"))
    let options = try Options(test.options, checks + decryption + ["algorithms", "allow_unsigned", "accept"])
    let verifier = try Verifier(
        keys: keys, decryptionKeys: decryptionKeys, issuer: options.oneOrMany("issuer"), audience: options.oneOrMany("audience"),
        subject: options.text("subject"), type: options.oneOrMany("type"), requiredClaims: options.texts("required_claims"),
        maxAge: options.length("max_age"), leeway: options.length("leeway"), critical: options.texts("critical"),
        allowMissingExp: options.flag("allow_missing_exp"), allowAnyAudience: options.flag("allow_any_audience"),
        allowAnyIssuer: options.flag("allow_any_issuer"), allowAnyType: options.flag("allow_any_type"), profile: options.name("profile"),
        nonce: options.text("nonce"), azp: options.text("azp"), algorithms: options.allNamed("algorithms") { try SignatureAlgorithm(named: $0) },
        keyManagement: options.allNamed("key_management") { try KeyManagement(named: $0) },
        contentEncryption: options.allNamed("content_encryption") { try ContentEncryption(named: $0) }, allowUnsigned: options.flag("allow_unsigned"),
        accept: options.names("accept"), maxTokenBytes: options.number("max_token_bytes"), maxHeaderBytes: options.number("max_header_bytes"),
        maxJSONDepth: options.number("max_json_depth"), maxInflatedBytes: options.number("max_inflated_bytes"),
        maxAttempts: options.number("max_attempts"), maxPBES2Iterations: options.number("max_pbes2_iterations"))
    return try checked(verifier.verify(test.token(), now: options.date("now")))
}

func inspect(_ test: Case) throws -> Json {
    let shown = try inspectUnverified(test.token())
    return ["kind": .string(shown.kind.rawValue), "header": try parsed(shown.headerJSON), "claims": Json(shown.claimsJSON)]
}

private func checked(_ token: Token) throws -> Json {
    [
        "claims": .string(token.claimsJSON), "header": try parsed(token.headerJSON), "key_id": Json(token.keyID), "kind": .string(token.kind.rawValue),
        "outer_header": try parsed(token.outerHeaderJSON), "decryption_key_id": Json(token.decryptionKeyID),
    ]
}
