import Foundation
import Tokenseal

func signClaims(_ test: Case) throws -> Json {
    let key = try test.key("key")
    return ["token": .string(try sign(test.claims(), with: key, options: SignOptions(test.options)))]
}

func encryptClaims(_ test: Case) throws -> Json {
    let key = try test.key("key")
    return ["token": .string(try encrypt(test.claims(), to: key, options: EncryptOptions(test.options)))]
}

func sealClaims(_ test: Case) throws -> Json {
    let (signingKey, encryptionKey) = (try test.key("sign_with"), try test.key("encrypt_to"))
    let options = try EncryptOptions(test.options)
    return ["token": .string(try seal(test.claims(), signWith: signingKey, encryptTo: encryptionKey, options: options))]
}

func verifyToken(_ test: Case) throws -> Json {
    let keys = try test.keys()
    return try checked(verify(test.token(), with: keys, expecting: VerifyOptions(test.options)))
}

func decryptToken(_ test: Case) throws -> Json {
    let keys = try test.keys()
    return try checked(decrypt(test.token(), with: keys, expecting: DecryptOptions(test.options)))
}

func unsealToken(_ test: Case) throws -> Json {
    let (decryptionKeys, keys) = (try test.keys("decrypt_with"), try test.keys("verify_with"))
    return try checked(unseal(test.token(), decryptWith: decryptionKeys, verifyWith: keys, expecting: UnsealOptions(test.options)))
}

func issue(_ test: Case) throws -> Json {
    let (signingKey, encryptionKey) = (try test.optionalKey("signing_key"), try test.optionalKey("encryption_key"))
    let issuer = try Issuer(signingKey: signingKey, encryptionKey: encryptionKey, options: IssuerOptions(test.options))
    let confirm = try confirmation(test)
    return ["token": .string(try issuer.issue(test.claims(), confirm: confirm, options: IssueOptions(test.input["issue"])))]
}

func verifyWithVerifier(_ test: Case) throws -> Json {
    let (keys, decryptionKeys) = (try test.optionalKeys("keys"), try test.optionalKeys("decryption_keys"))
    var given = Given(test.options)
    let now = try given.time("now")
    let options = try VerifierOptions(test.options?.without("now"))
    return try checked(Verifier(keys: keys, decryptionKeys: decryptionKeys, expecting: options).verify(test.token(), now: now))
}

func verifyMany(_ test: Case) throws -> Json {
    var given = Given(test.options)
    let now = try given.time("now")
    try given.end()
    let results = try Verifier(keys: test.keys()).verifyMany([test.token()], now: now)
    return .array(try results.map { try checked($0.get()) })
}

func inspect(_ test: Case) throws -> Json {
    let shown = try inspectUnverified(test.token())
    return ["kind": .string(shown.kind.rawValue), "header": try parsed(shown.headerJSON), "claims": Json(shown.claimsJSON)]
}

func checked(_ token: Token) throws -> Json {
    [
        "claims": .string(token.claimsJSON), "header": try parsed(token.headerJSON), "key_id": Json(token.keyID), "kind": .string(token.kind.rawValue),
        "outer_header": try parsed(token.outerHeaderJSON), "decryption_key_id": Json(token.decryptionKeyID),
    ]
}
