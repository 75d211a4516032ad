import Foundation
import Tokenseal

func encryptBytes(_ test: Case) throws -> Json {
    let keys = try test.creatingKeys()
    let options = try JWE.EncryptOptions(test.options)
    return ["token": .string(try JWE.encrypt(test.bytes("plaintext"), to: keys, aad: test.optionalBytes("aad"), options: options))]
}

func decryptBytes(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let decrypted = try JWE.decrypt(test.token(), with: keys, expecting: JWE.DecryptOptions(test.options))
    return [
        "plaintext": .string(encoded(decrypted.plaintext)), "header": try parsed(decrypted.headerJSON),
        "unprotected": try parsed(decrypted.unprotectedJSON), "recipient_header": try parsed(decrypted.recipientHeaderJSON),
        "aad": Json(decrypted.aad.map(encoded)), "key_id": Json(decrypted.keyID), "recipient": Json(decrypted.recipient),
    ]
}
