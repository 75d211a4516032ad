import Foundation
import Operations
import Testing

/// The folder of this repository, or the one that the environment names.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..").standardizedFileURL

/// Every vector of tests/vectors, through the public API. Their outcomes are left where the
/// environment says, to be compared with other languages.
@Test func vectors() throws {
    let folder = repository.appendingPathComponent("tests/vectors")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") && $0 != "schema.json" }.sorted()
    #expect(!names.isEmpty)
    let notYet = try notYet(in: folder)
    #expect(notYet.isSubset(of: names), "not_yet.txt names a file that there is not")
    var (outcomes, skipped): ([(name: String, value: Json)], Int) = ([], 0)
    for name in names {
        let written = try #require(Json(parsing: Data(contentsOf: folder.appendingPathComponent(name))), "\(name) is not JSON")
        let file = try withTexts(written, of: folder)
        #expect(file["schema"] == "vectors-v1")
        if notYet.contains(name) {
            skipped += try #require(file["count"]?.integer)
            continue
        }
        let before = outcomes.count
        for group in file["groups"]?.array ?? [] {
            for test in group["tests"]?.array ?? [] {
                let id = try #require(test["id"]?.string)
                let expected = try #require(test["expect"])
                let outcome = compared(try perform(test, groupKeys: group["keys"] ?? ["keys": []]), expected)
                #expect(outcome == expected, "\(id): \(outcome), not \(expected)")
                outcomes.append((id, outcome))
            }
        }
        #expect(file["count"]?.integer == outcomes.count - before, "\(name) says another count")
    }
    #expect(Set(outcomes.map(\.name)).count == outcomes.count, "an id comes twice")
    #expect(Messages.told.all.count > 200)
    for message in Messages.told.all {
        #expect(coreNames(in: message).isEmpty, "\(message)")
    }
    if skipped > 0 { print("vectors: \(skipped) skipped, of \(notYet.sorted().joined(separator: ", ")): tests/vectors/not_yet.txt") }
    guard let place = ProcessInfo.processInfo.environment["TOKENSEAL_OUTCOMES"], !place.isEmpty else { return }
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data(Json.object(outcomes).description.utf8).write(to: URL(fileURLWithPath: place).appendingPathComponent("swift.json"))
}

/// The value with the texts in place for which `{"$text": "texts/…"}` stands.
private func withTexts(_ value: Json, of folder: URL) throws -> Json {
    switch value {
    case .array(let elements): .array(try elements.map { try withTexts($0, of: folder) })
    case .object(let members):
        if let name = value["$text"]?.string {
            .string(try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
        } else {
            .object(try members.map { (name: $0.name, value: try withTexts($0.value, of: folder)) })
        }
    default: value
    }
}

/// What is written with a `_` wherever it occurs: members of tokens, keys, metadata and forms, an
/// algorithm, the prefix of a cookie, and members of a file of access rules.
private let protocolNames: Set<String> = [
    "client_id", "email_verified", "encrypted_key", "event_timestamp", "iss_sub", "jwks_uri", "key_ops",
    "logout_token", "sub_id", "RSA1_5", "__Host",
    "any_scope", "equals_parameter", "ignore_token", "max_auth_age", "one_of", "report_only",
]

/// The names in a message that are the core's, not those of this package or of a protocol.
private func coreNames(in message: String) -> [Substring] {
    let words = message.split { !($0 == "_" || $0.isLetter || $0.isNumber) }
    let names = words.filter { $0.contains("_") && $0 != "_" }
    return names.filter { !protocolNames.contains(String($0)) }
}

/// The files that this package cannot run yet, since it lacks what they test. They leave no
/// outcomes.
private func notYet(in folder: URL) throws -> Set<String> {
    let text = try String(contentsOf: folder.appendingPathComponent("not_yet.txt"), encoding: .utf8)
    let own = text.split(separator: "\n").filter { $0.hasPrefix("swift ") }
    return Set(own.map { String($0.dropFirst("swift ".count)) })
}

/// An error is compared whole; a result, by the expected members.
private func compared(_ outcome: Json, _ expected: Json) -> Json {
    guard case .object(let members) = expected, outcome["error"] == nil else { return outcome }
    return .object(members.map { (name: $0.name, value: outcome[$0.name] ?? "nothing") })
}
