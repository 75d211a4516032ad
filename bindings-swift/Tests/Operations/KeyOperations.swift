import Foundation
import Tokenseal

func importKey(_ test: Case) throws -> Json {
    let key = try test.key("key")
    return [
        "algorithm": Json(key.algorithm?.rawValue), "key_id": Json(key.keyID), "key_type": .string(key.keyType), "use": Json(key.use),
        "is_private": .bool(key.isPrivate), "thumbprint": .string(try key.thumbprint()), "thumbprint_uri": .string(try key.thumbprintURI()),
        "thumbprint_sha512": .string(try key.thumbprint(.sha512)),
    ]
}

func exportKey(_ test: Case) throws -> Json {
    let key = try test.key("key")
    let isPrivate = test.input["private"]?.bool ?? false
    return switch try test.text("format") {
    case "jwk": ["jwk": try parsed(key.jwk(private: isPrivate))]
    case "pem": ["pem": .string(try key.pem(private: isPrivate))]
    default: ["der": .string(encoded(try key.der(private: isPrivate)))]
    }
}

func generateKey(_ test: Case) throws -> Json {
    let algorithm = try Algorithm(named: test.text("alg"))
    let options = try Options(test.options, ["enc", "curve", "bits", "key_id"])
    let enc = try options.named("enc") { try ContentEncryption(named: $0) }
    let curve = try options.named("curve") { try Curve(named: $0) }
    let key = try Key.generate(algorithm, enc: enc, curve: curve, bits: options.number("bits"), keyID: options.text("key_id"))
    return [
        "algorithm": Json(key.algorithm?.rawValue), "key_type": .string(key.keyType), "is_private": .bool(key.isPrivate),
        "key_id_is_thumbprint": .bool(try key.keyID == key.thumbprint()),
    ]
}

func makeKey(_ test: Case) throws -> Json {
    let enc = try test.input["enc"]?.string.map { try ContentEncryption(named: $0) }
    let curve = try test.input["curve"]?.string.map { try Curve(named: $0) }
    let key = try Key.generate(Algorithm(named: test.text("alg")), enc: enc, curve: curve, keyID: test.input["key_id"]?.string)
    let jwk = try parsed(key.jwk(private: true))
    return key.keyType == "oct" ? ["jwk": jwk] : ["jwk": jwk, "public_jwk": try parsed(key.publicKey.jwk())]
}

func importSet(_ test: Case) throws -> Json {
    let set = try test.set(test.input["jwks"] ?? .null, strict: test.input["strict"])
    let rejected = set.rejected.map { one in Json.array([Json(one.index), Json(one.keyID), .string(one.code.rawValue)]) }
    return ["count": Json(set.count), "key_ids": .array(set.map { Json($0.keyID) }), "rejected": .array(rejected)]
}
