import Foundation
import Tokenseal

func prepareToken(_ test: Case) throws -> Json {
    let key = try test.key("key")
    return try completed(prepare(test.claims(), for: key, options: SignOptions(test.options)), test)
}

/// What is to be signed, and the result with the signature of the case, if it has one.
func completed(_ unsigned: Unsigned, _ test: Case) throws -> Json {
    let input = Json.string(String(decoding: unsigned.signingInput, as: UTF8.self))
    guard let signature = try test.optionalBytes("signature") else { return ["signing_input": input] }
    let options = try CompleteOptions(test.input["format"].map { ["format": $0] })
    return ["signing_input": input, "token": .string(try unsigned.complete(signature: signature, options: options))]
}

func prepareDecryption(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let pending = try JWE.prepareDecrypt(test.text("token"), for: key, expecting: JWE.DecryptOptions(test.options))
    let found: [(name: String, value: Json)] = [
        ("peer_key", try parsed(pending.peerKey?.jwk())), ("encrypted_key", Json(pending.encryptedKey.map(encoded))),
    ]
    guard let secret = try test.optionalBytes("secret") else { return .object(found) }
    let decrypted = try pending.complete(secret: secret)
    return .object(found + [
        ("plaintext", .string(encoded(decrypted.plaintext))), ("header", try parsed(decrypted.headerJSON)), ("key_id", Json(decrypted.keyID)),
    ])
}
