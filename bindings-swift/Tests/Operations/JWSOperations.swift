import Foundation
import Tokenseal

func signBytes(_ test: Case) throws -> Json {
    let keys = try test.creatingKeys()
    return ["token": .string(try JWS.sign(test.bytes("payload"), with: keys, options: JWS.SignOptions(test.options)))]
}

func verifyBytes(_ test: Case) throws -> Json {
    let keys = try test.keys()
    let options = try JWS.VerifyOptions(test.options)
    let verified = try JWS.verify(test.token(), with: keys, payload: test.optionalBytes("payload"), expecting: options)
    return [
        "payload": .string(encoded(verified.payload)), "header": try parsed(verified.headerJSON), "unprotected": try parsed(verified.unprotectedJSON),
        "key_id": Json(verified.keyID), "verified": .array(try verified.verified.map(described)),
    ]
}

private func described(_ one: JWS.VerifiedSignature) throws -> Json {
    let algorithm = Json.string(one.algorithm.rawValue)
    return ["index": Json(one.index), "key_id": Json(one.keyID), "algorithm": algorithm, "header": try parsed(one.headerJSON)]
}
