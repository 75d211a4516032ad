import Foundation
import Tokenseal

private let signing = [
    "expires_in", "no_expiry", "issuer", "audience", "subject", "not_before", "token_id", "type", "header", "now", "profile",
]

func signClaims(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let options = try Options(test.options, signing)
    let token = try sign(
        test.claims(), with: key, expiresIn: options.length("expires_in"), noExpiry: options.flag("no_expiry"), issuer: options.text("issuer"),
        audience: options.oneOrMany("audience"), subject: options.text("subject"), notBefore: options.date("not_before"),
        tokenID: options.text("token_id"), type: options.text("type"), header: options.header("header"), now: options.date("now"),
        profile: options.name("profile"))
    return ["token": .string(token)]
}

func encryptClaims(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let options = try Options(test.options, signing + ["enc", "compress"])
    let token = try encrypt(
        test.claims(), to: key, expiresIn: options.length("expires_in"), noExpiry: options.flag("no_expiry"), issuer: options.text("issuer"),
        audience: options.oneOrMany("audience"), subject: options.text("subject"), notBefore: options.date("not_before"),
        tokenID: options.text("token_id"), type: options.text("type"), header: options.header("header"), now: options.date("now"),
        profile: options.name("profile"), enc: options.named("enc") { try ContentEncryption(named: $0) }, compress: options.flag("compress"))
    return ["token": .string(token)]
}

func sealClaims(_ test: Case) throws -> Json {
    let (signingKey, encryptionKey) = (try test.key("sign_with"), try test.key("encrypt_to"))
    let options = try Options(test.options, signing + ["enc", "compress"])
    let token = try seal(
        test.claims(), signWith: signingKey, encryptTo: encryptionKey, expiresIn: options.length("expires_in"), noExpiry: options.flag("no_expiry"),
        issuer: options.text("issuer"), audience: options.oneOrMany("audience"), subject: options.text("subject"),
        notBefore: options.date("not_before"), tokenID: options.text("token_id"), type: options.text("type"), header: options.header("header"),
        now: options.date("now"), profile: options.name("profile"), enc: options.named("enc") { try ContentEncryption(named: $0) },
        compress: options.flag("compress"))
    return ["token": .string(token)]
}

func prepareToken(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let options = try Options(test.options, signing)
    let unsigned = try prepare(
        test.claims(), for: key, expiresIn: options.length("expires_in"), noExpiry: options.flag("no_expiry"), issuer: options.text("issuer"),
        audience: options.oneOrMany("audience"), subject: options.text("subject"), notBefore: options.date("not_before"),
        tokenID: options.text("token_id"), type: options.text("type"), header: options.header("header"), now: options.date("now"),
        profile: options.name("profile"))
    let input = Json.string(String(decoding: unsigned.signingInput, as: UTF8.self))
    guard let signature = try test.optionalBytes("signature") else { return ["signing_input": input] }
    return ["signing_input": input, "token": .string(try unsigned.complete(signature: signature))]
}

func issue(_ test: Case) throws -> Json {
    let (signingKey, encryptionKey) = (try test.optionalKey("signing_key"), try test.optionalKey("encryption_key"))
    let names = ["issuer", "audience", "subject", "lifetime", "no_expiry", "type", "header", "profile", "enc", "compress"]
    let given = try Options(test.options, names)
    let issuer = try Issuer(
        signingKey: signingKey, encryptionKey: encryptionKey, issuer: given.text("issuer"), audience: given.oneOrMany("audience"),
        subject: given.text("subject"), lifetime: given.length("lifetime"), noExpiry: given.flag("no_expiry"), type: given.text("type"),
        header: given.header("header"), profile: given.name("profile"), enc: given.named("enc") { try ContentEncryption(named: $0) },
        compress: given.flag("compress"))
    let options = try Options(test.input["issue"], ["expires_in", "no_expiry", "audience", "subject", "not_before", "token_id", "header", "now"])
    let token = try issuer.issue(
        test.claims(), expiresIn: options.length("expires_in"), noExpiry: options.flag("no_expiry"), audience: options.oneOrMany("audience"),
        subject: options.text("subject"), notBefore: options.date("not_before"), tokenID: options.text("token_id"), header: options.header("header"),
        now: options.date("now"))
    return ["token": .string(token)]
}
