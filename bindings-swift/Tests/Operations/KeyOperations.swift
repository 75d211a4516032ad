import Foundation
import Tokenseal

func importKey(_ test: Case) throws -> Json { try described(test.key("key")) }

func renameKey(_ test: Case) throws -> Json {
    let key = try test.key("key").withKeyID(test.input["key_id"]?.string)
    let found = try described(key)
    guard case .object(let members) = found else { return found }
    return .object(members + [(name: "jwk", value: try parsed(key.jwk(options: ExportOptions(private: key.isPrivate))))])
}

private func described(_ key: Key) throws -> Json {
    return [
        "algorithm": Json(key.algorithm?.rawValue), "key_id": Json(key.keyID), "key_type": .string(key.keyType), "use": Json(key.use),
        "is_private": .bool(key.isPrivate), "thumbprint": .string(try key.thumbprint()), "thumbprint_uri": .string(try key.thumbprintURI()),
        "thumbprint_sha512": .string(try key.thumbprint(.sha512)),
    ]
}

func exportKey(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let options = try ExportOptions(test.input.without("key", "format"))
    return switch try test.text("format") {
    case "jwk": ["jwk": try parsed(key.jwk(options: options))]
    case "pem": ["pem": .string(try key.pem(options: options))]
    default: ["der": .string(encoded(try key.der(options: options)))]
    }
}

func generateKey(_ test: Case) throws -> Json {
    let algorithm = try Algorithm(named: test.text("alg"))
    let key = try Key.generate(algorithm, options: GenerateOptions(test.options))
    return [
        "algorithm": Json(key.algorithm?.rawValue), "key_type": .string(key.keyType), "is_private": .bool(key.isPrivate),
        "key_id_is_thumbprint": .bool(try key.keyID == key.thumbprint()),
    ]
}

func makeKey(_ test: Case) throws -> Json {
    let key = try Key.generate(Algorithm(named: test.text("alg")), options: GenerateOptions(test.input.without("alg")))
    let jwk = try parsed(key.jwk(options: .private))
    return key.keyType == "oct" ? ["jwk": jwk] : ["jwk": jwk, "public_jwk": try parsed(key.publicKey.jwk())]
}

func importSet(_ test: Case) throws -> Json {
    let set = try test.set()
    for one in set.rejected { Messages.told.add(one.message) }
    let rejected = set.rejected.map { one in Json.array([Json(one.index), Json(one.keyID), .string(one.code.rawValue)]) }
    return ["count": Json(set.count), "key_ids": .array(set.map { Json($0.keyID) }), "rejected": .array(rejected)]
}
