import Foundation
import Operations
import Tokenseal

/// How each function of the core's table is called with an option: as a case of the vectors. Some
/// options need others, or another key, so there are several ways.
enum OptionWays {
    typealias Way = (_ option: Json) -> Json

    static var all: [String: [Way]] {
        [
            "Key.generate": ["ES256", "RS256", "ECDH-ES", "dir"].map { algorithm in { ways("key.generate", ["alg": .string(algorithm)], $0) } },
            "Key.from_jwk": [[:], ["alg": "dir"], ["alg": "HS256"]].flatMap { given in
                secrets.map { secret in { imported(["jwk": ["kty": "oct", "k": secret]], given, $0) } }
            },
            "Key.from_pem": [{ imported(["pem": text(Samples.signing.pem), "alg": "ES256"], $0) }],
            "Key.from_der": [{ imported(["der": .string(encoded(try! Samples.signing.der())), "alg": "ES256"], $0) }],
            // No certificate: options are read before it.
            "Key.from_certificate": [{ imported(["certificate": "", "alg": "ES256"], $0) }],
            "Key.from_secret": ["dir", "HS256"].flatMap { algorithm in
                secrets.map { secret in { imported(["secret": secret, "alg": .string(algorithm)], $0) } }
            } + [{ imported(["secret_text": "thirty-two bytes of real entropy", "alg": "HS256"], $0) }],
            "Key.from_password": [{ imported(["password": "correct horse battery"], $0) }],
            "KeySet.from_jwks": [{ ways("keyset.import", merged(["jwks": ["keys": []]], $0)) }],
            "Key.to_jwk": [{ exported("jwk", $0) }],
            "Key.to_pem": [{ exported("pem", $0) }],
            "Key.to_der": [{ exported("der", $0) }],
            "KeySet.to_jwks": [{ ways("keyset.export", ["jwks": ["keys": []]], $0) }],

            "sign": claims.map { claims in { ways("sign", ["claims": claims, "key": hmac], $0) } },
            "prepare": claims.map { claims in { ways("prepare", ["claims": claims, "key": signing], $0) } },
            "encrypt": claims.map { claims in { ways("encrypt", ["claims": claims, "key": sealing], $0) } },
            "seal": claims.map { claims in { ways("seal", ["claims": claims, "sign_with": signing, "encrypt_to": sealing], $0) } },
            "Issuer": claims.map { claims in
                { ways("issuer.issue", ["claims": claims, "signing_key": signing, "encryption_key": sealing], $0) }
            } + [{ ways("issuer.to_remote", ["url": keysURL], merged(["lifetime": "15m"], $0.replacing(["dir"], ["RSA-OAEP-256"]))) }]
                + [{ ways("issuer.of_ring", ["algorithms": ["HS256"]], merged(["lifetime": "15m"], $0)) }],
            "Issuer.issue": claims.map { claims in { ways("issuer.issue", ["claims": claims, "signing_key": signing, "issue": $0]) } },

            "verify": checks.map { given in { ways("verify", ["token": .string(Samples.signed), "keys": hmac], merged(given, $0)) } },
            "decrypt": checks.map { given in { ways("decrypt", ["token": .string(Samples.encrypted), "keys": sealing], merged(given, $0)) } },
            "unseal": checks.map { given in
                { ways("unseal", ["token": .string(Samples.sealed), "decrypt_with": sealing, "verify_with": signing], merged(given, $0)) }
            },
            "Verifier": checks.flatMap { given -> [Way] in
                [
                    { ways("verifier.verify", ["token": .string(Samples.signed), "keys": hmac], merged(given, $0)) },
                    { ways("verifier.verify", ["token": .string(Samples.encrypted), "decryption_keys": sealing], merged(given, $0)) },
                    { ways("verifier.verify", ["token": .string(Samples.sealed), "keys": signing, "decryption_keys": sealing], merged(given, $0)) },
                ]
            } + [
                { ways("verifier.verify", ["token": .string(Samples.signed), "keys": hmac], merged(["allow_any_tenant": true], $0.replacing("x", template))) },
                { ways("verifier.verify", ["token": .string(Samples.signed), "keys": hmac], merged(["issuer_template": template], $0)) },
                { ways("verifier.verify", ["token": .string(Samples.signed), "keys": hmac], $0.replacing(["x"], ["https://api.example"])) },
            ],
            // A proof needs a method and a URL with it.
            "Verifier.verify": [[:], ["proof": "x", "method": "GET", "url": "/"]].map { (given: Json) in
                { ways("verifier.check", ["token": .string(Samples.signed), "keys": hmac], merged(given, $0)) }
            },
            "Verifier.verify_many": [{ ways("verifier.verify_many", ["token": .string(Samples.signed), "keys": hmac], $0) }],

            // The table's values are of the right type; some must be addresses, or shorter, or need
            // others with them.
            "RemoteKeySet": [
                { remote(["url": keysURL], $0) },
                { remote([:], $0.replacing("x", "https://issuer.example")) },
                { remote([:], merged(["metadata_issuer": "https://issuer.example"], $0.replacing("x", "https://issuer.example/metadata"))) },
                { remote([:], merged(["metadata_url": "https://issuer.example/metadata"], $0)) },
                { remote([:], merged(["issuer": "https://issuer.example"], $0)) },
                { remote(["url": keysURL], $0.replacing("15m", "30s")) },
                { remote(["url": keysURL, "snapshot_key": hmac], $0) },
            ],

            // Others must learn just as soon of keys that sign for so short a time.
            "KeyRing.create": ["ES256", "ECDH-ES", "RS256"].map { algorithm in { ways("ring.make", ["algorithms": [.string(algorithm)]], $0) } }
                + [{ ways("ring.make", ["algorithms": ["ES256"]], merged(["jwks_max_age": "1m", "verifier_refresh": "1m"], $0)) }],

            // The call waits this long for the store.
            "KeyRing.redis": [{ ways(shared, [:], merged(["namespace": "x", "timeout": "1s"], $0.replacing("15m", "1s"))) }],

            // The table's time is in the past, unless it is the present.
            "Revocations": [{ revocations("Revocations", $0) }],
            "Revocations.file": [{ revocations("Revocations.file", merged(["create": true], $0)) }],
            "Revocations.redis": [["namespace": "x"], ["namespace": "x", "create": true]].map { (given: Json) in
                { revocations("Revocations.redis", merged(given, $0)) }
            },
            "Revocations.revoke": [{ ways("revocations.call", ["call": "Revocations.revoke", "token": .string(Samples.signed), "keys": hmac], $0) }],
            "Revocations.revoke_id": [{ revocations("Revocations.revoke_id", merged(["now": Json(1_700_000_000)], $0)) }],
            "Revocations.revoke_session": [{ revocations("Revocations.revoke_session", merged(["now": Json(1_700_000_000)], $0)) }],
            "Revocations.revoke_key": [{ revocations("Revocations.revoke_key", merged(["now": Json(1_700_000_000)], $0)) }],
            "Revocations.revoke_subject": [{ revocations("Revocations.revoke_subject", $0) }],
            "Revocations.revoke_issuer": [{ revocations("Revocations.revoke_issuer", $0) }],
            "Revocations.withdraw": [{ revocations("Revocations.withdraw", $0) }],
            "Revocations.apply_events": [{ revocations("Revocations.apply_events", $0) }],
            "Revocations.entries": [{ revocations("Revocations.entries", $0) }],

            "AccessRules.check": [{ ways("access.call", ["call": "AccessRules.check"], $0) }],
            "AccessRules.require": [{ ways("access.call", ["call": "AccessRules.require"], $0) }],
            "AccessRules.explain": [{ ways("access.call", ["call": "AccessRules.explain"], $0) }],
            // Addresses, the name of a cookie, and metadata that needs the resource with it.
            "ProtectedResource": [
                { resource("ProtectedResource", [:], $0) },
                { resource("ProtectedResource", [:], $0.replacing("x", "https://api.example/")) },
                { resource("ProtectedResource", [:], $0.replacing("x", "__Host-x")) },
                { resource("ProtectedResource", ["cookie": "x"], $0) },
                { resource("ProtectedResource", ["resource": "https://api.example/"], $0.replacing("x", "https://api.example/docs")) },
                { resource("ProtectedResource", ["resource": "https://api.example/"], $0.replacing(["x"], ["https://issuer.example"])) },
            ],
            "ProtectedResource.check": [{ resource("ProtectedResource.check", [:], $0) }],
            "Unsigned.complete": [{ ways("dpop.call", ["call": "Unsigned.complete", "key": signing], $0) }],
            "dpop.prove": [{ ways("dpop.prove", ["key": signing, "method": "GET", "url": keysURL], $0) }],
            "dpop.prepare": [{ ways("dpop.prepare", ["key": signing, "method": "GET", "url": keysURL], $0) }],
            "ReplayCache": [{ ways("dpop.call", ["call": "ReplayCache"], $0) }],
            "ReplayCache.redis": [{ ways("dpop.call", ["call": "ReplayCache.redis"], merged(["namespace": "x"], $0)) }],

            "StatusList.to_jwt": [[:], ["ttl": "5m"]].map { (given: Json) in
                { ways("status.call", ["call": "StatusList.to_jwt", "key": signing, "uri": statuses], merged(given, $0)) }
            },
            // Addresses, and a time limit of less than a minute.
            "StatusLists": ["15m", "30s"].map { (length: Json) in
                { option in
                    let option = option.replacing("15m", length).replacing(["x"], [statuses])
                    return ways("status.call", ["call": "StatusLists"], merged(["allowed_uris": [statuses]], option))
                }
            },

            "jws.sign": forms.map { form in { ways("jws.sign", ["payload": "eA", "key": hmac], merged(form, $0)) } },
            "jws.verify": [{ ways("jws.verify", ["token": .string(Samples.jws), "keys": hmac], $0) }],
            "jwe.encrypt": forms.map { form in { ways("jwe.encrypt", ["plaintext": "eA", "key": sealing], merged(form, $0)) } },
            "jwe.decrypt": [{ ways("jwe.decrypt", ["token": .string(Samples.jwe), "keys": sealing], $0) }],
            "jwe.prepare_decrypt": [{ ways("jwe.prepare_decrypt", ["token": .string(Samples.jwe), "key": sealing], $0) }],
        ]
    }

    /// What `openUnreachableRing` performs.
    static let shared = "ring.redis"

    private static let hmac = whole(Samples.hmac)
    private static let signing = whole(Samples.signing)
    private static let sealing = whole(Samples.sealing)
    private static let claims: [Json] = ["{}", #"{"exp":4000000000}"#]
    private static let checks: [Json] = [[:], ["profile": "id-token", "issuer": "x", "audience": "x"], ["issuer": "x"]]
    private static let forms: [Json] = [[:], ["serialization": "general"], ["header": ["x": "y"]]]
    /// Secrets of the lengths that algorithms require.
    private static let secrets: [Json] = [16, 24, 32, 48, 64].map { length in
        .string(encoded(Data((0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) })))
    }

    private static let template: Json = "https://login.example/{tid}/v2.0"
    private static let statuses: Json = "https://issuer.example/statuses/1"
    private static let keysURL: Json = "https://issuer.example/jwks.json"

    private static func remote(_ input: Json, _ options: Json) -> Json { ways("remote.make", input, options) }

    private static func revocations(_ call: String, _ options: Json) -> Json { ways("revocations.call", ["call": .string(call)], options) }

    private static func resource(_ call: String, _ given: Json, _ options: Json) -> Json {
        ways("resource.call", ["call": .string(call), "token": .string(Samples.signed), "keys": hmac], merged(given, options))
    }

    private static func ways(_ operation: String, _ input: Json, _ options: Json = [:]) -> Json {
        ["operation": .string(operation), "input": input, "options": options]
    }

    private static func imported(_ key: Json, _ more: Json...) -> Json { ways("key.import", ["key": more.reduce(key, merged)]) }

    private static func exported(_ format: String, _ option: Json) -> Json {
        ways("key.export", merged(["key": signing, "format": .string(format)], option))
    }

    private static func merged(_ one: Json, _ other: Json) -> Json {
        guard case .object(let members) = one, case .object(let more) = other else { return one }
        return .object(members.filter { member in !more.contains { $0.name == member.name } } + more)
    }

    private static func whole(_ key: Key) -> Json { ["jwk": text { try key.jwk(options: $0) } ] }

    private static func text(_ export: (ExportOptions) throws -> String) -> Json { .string(try! export(.private)) }
}

extension Json {
    /// An option with another value, if it has this one.
    fileprivate func replacing(_ value: Json, _ other: Json) -> Json {
        guard case .object(let members) = self else { return self }
        return .object(members.map { ($0.name, $0.value == value ? other : $0.value) })
    }
}
