// Measures what a check costs compared with the core alone, which is measured in the same rounds
// through a function that the shipped library does not have. Prints one JSON document, and its
// progress on standard error.

import Foundation
import Tokenseal
import TokensealNative

#if TOKENSEAL_HOOKS
struct Claims: Codable {
    let iss, sub, aud, jti, scope: String
    let exp, iat: Int
}

let claims = Claims(
    iss: "https://issuer.example", sub: "user-7c2f41d9", aud: "https://api.example", jti: "0b4ac1b6-3c34-4a0e-9c0f-7c1d8f1f9f0e",
    scope: "orders:read orders:write", exp: 4_102_444_800, iat: 1_700_000_000)

let product = "tokenseal"
let (read, core) = ("\(product), claims read as a type", "the core alone")
let (one, map) = ("\(product), one claim of a checked token", "the same claim by Foundation's JSONDecoder")

/// One operation of each contender, in nanoseconds: the median of rounds that take turns.
func measured(_ contenders: [(name: String, run: (Int) throws -> UInt64)]) throws -> [[String: JSONValue]] {
    // Short ones, most of which are not interrupted even if other programs run.
    let rounds = 1001
    let roundLength = 0.25e6
    var times = contenders.map { _ in [Double]() }
    let counts = try contenders.map { contender in
        var count = 8
        while true {
            let took = Double(try contender.run(count))
            if took >= roundLength / 4 { return max(1, Int(Double(count) * roundLength / took)) }
            count *= 4
        }
    }
    for _ in 0..<rounds {
        for (at, contender) in contenders.enumerated() {
            times[at].append(Double(try contender.run(counts[at])) / Double(counts[at]))
        }
    }
    return zip(contenders, times).map { ["name": .string($0.name), "value": .integer(Int($1.sorted()[rounds / 2].rounded()))] }
}

/// Does something this many times, and returns the nanoseconds that it took.
func timed(_ work: @escaping () throws -> Void) -> (Int) throws -> UInt64 {
    { count in
        let start = DispatchTime.now().uptimeNanoseconds
        for _ in 0..<count { try work() }
        return DispatchTime.now().uptimeNanoseconds - start
    }
}

/// The contenders for checking a token.
func checking(_ token: String, keys: Tokenseal.Key?, decryptionKeys: Tokenseal.Key?) throws -> [[String: JSONValue]] {
    let allowUnsigned = decryptionKeys?.isPrivate == true && keys == nil
    let options = VerifierOptions(issuer: claims.iss, audience: claims.aud, allowUnsigned: allowUnsigned)
    let verifier = try Tokenseal.Verifier(keys: keys, decryptionKeys: decryptionKeys, expecting: options)
    let native = { (key: Tokenseal.Key?) in
        try key.map { TokensealNative.KeySet(keys: [try .fromJwkText(jwk: $0.jwk(options: ExportOptions(private: $0.isPrivate)), given: "{}")]) }
    }
    let given = #"{"issuer":"\#(claims.iss)","audience":"\#(claims.aud)","allow_unsigned":\#(allowUnsigned)}"#
    let bare = try TokensealNative.Verifier(
        keys: native(keys).map { .fixed(set: $0) }, decryptionKeys: native(decryptionKeys).map { .fixed(set: $0) }, given: given, revocations: nil)
    guard try verifier.verify(token, as: Claims.self).sub == claims.sub else { fatalError("other claims") }
    let checked = try verifier.verify(token)
    return try measured([
        (product, timed { _ = try verifier.verify(token) }),
        (read, timed { _ = try verifier.verify(token, as: Claims.self) }),
        (one, timed { guard checked["sub"] != nil else { fatalError("no claim") } }),
        (map, timed { _ = try JSONDecoder().decode([String: JSONValue].self, from: Data(checked.claimsJSON.utf8))["sub"] }),
        (core, { count in try coreNanosecondsForTest(verifier: bare, token: token, count: UInt32(count)) }),
    ])
}

func row(_ path: String, _ make: () throws -> [[String: JSONValue]], goal: Bool) throws -> JSONValue {
    FileHandle.standardError.write(Data("\(path)\n".utf8))
    let within: JSONValue = ["text": "within 5 µs of the core", "at_most_times": 1, "plus": 5000, "against": .string(core)]
    let contenders = try make()
    return ["path": .string(path), "unit": "ns", "contenders": .array(contenders.map { .object($0) }), "goals": goal ? [within] : []]
}

var rows: [JSONValue] = []
for algorithm in [Tokenseal.Algorithm.HS256, .ES256, .RS256] {
    let key = try Tokenseal.Key.generate(algorithm)
    let token = try sign(claims, with: key)
    let own = key.keyType == "oct" ? key : try key.publicKey
    rows.append(try row("\(algorithm.rawValue): verify", { try checking(token, keys: own, decryptionKeys: nil) }, goal: true))
}
let direct = try Tokenseal.Key.generate(.dir, options: GenerateOptions(enc: .A256GCM))
let token = try encrypt(claims, to: direct)
rows.append(try row("dir and A256GCM: decrypt", { try checking(token, keys: nil, decryptionKeys: direct) }, goal: true))
let agreed = try Tokenseal.Key.generate(.ECDH_ES)
let other = try encrypt(claims, to: agreed.publicKey)
rows.append(try row("ECDH-ES and A256GCM: decrypt", { try checking(other, keys: nil, decryptionKeys: agreed) }, goal: true))
let plainSet = "\(product), a plain set"
/// The same check with fetched keys and with keys at hand.
func fetching() async throws -> [[String: JSONValue]] {
    let key = try Tokenseal.Key.generate(.RS256)
    let token = try sign(claims, with: key)
    let options = VerifierOptions(issuer: claims.iss, audience: claims.aud)
    let jwks = Data(try Tokenseal.KeySet([key]).jwks().utf8)
    let keys = try Tokenseal.RemoteKeySet(
        url: "https://issuer.example/jwks.json", client: { _ in .init(status: 200, headers: [], body: jwks) })
    let (plain, remote) = try (Tokenseal.Verifier(keys: key.publicKey, expecting: options), Tokenseal.Verifier(keys: keys, expecting: options))
    try await remote.ready()
    return try measured([
        (product, timed { _ = try remote.verify(token) }),
        (plainSet, timed { _ = try plain.verify(token) }),
    ])
}
let fetched = try await fetching()
let asPlain: JSONValue = ["text": "within 100 ns of a plain set", "at_most_times": 1, "plus": 100, "against": .string(plainSet)]
rows.append(["path": "RS256: verify, by keys that were fetched", "unit": "ns", "contenders": .array(fetched.map { .object($0) }), "goals": [asPlain]])
let issuer = try Tokenseal.Issuer(signingKey: Tokenseal.Key.generate(.HS256), options: IssuerOptions(lifetime: "15m"))
rows.append(try row("HS256: issue", { try measured([(product, timed { _ = try issuer.issue(claims) })]) }, goal: false))

let system = ProcessInfo.processInfo
let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first { $0.hasPrefix("model name") }
let model = processor?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) + ", " } ?? ""
let document: JSONValue = [
    "language": "swift",
    "machine": .string("\(model)\(system.activeProcessorCount) cores, \(system.operatingSystemVersionString); Swift, in release"),
    "rows": .array(rows),
    "notes": [
        .string("\"\(core)\" is the same check of the same token by the same verifier's twin, repeated without crossing into Swift: what is between the two is what the package costs."),
        .string("\"\(read)\" reads the claims with Foundation's JSONDecoder, which takes most of that time."),
    ],
]
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
print(String(decoding: try encoder.encode(document), as: UTF8.self))
#else
FileHandle.standardError.write(Data("the library was built without the functions that are measured\n".utf8))
exit(1)
#endif
