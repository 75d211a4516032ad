import Foundation
import Operations
import Testing

/// The folder of this repository, or the one that the environment names.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..").standardizedFileURL

/// Every vector of tests/vectors, through the public API. What came of them is left where the environment says, to be compared with other languages.
@Test func vectors() throws {
    let folder = repository.appendingPathComponent("tests/vectors")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") && $0 != "schema.json" }.sorted()
    #expect(!names.isEmpty)
    var outcomes: [(name: String, value: Json)] = []
    for name in names {
        let file = try #require(Json(parsing: Data(contentsOf: folder.appendingPathComponent(name))), "\(name) is not JSON")
        #expect(file["schema"] == "vectors-v1")
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
    guard let place = ProcessInfo.processInfo.environment["TOKENSEAL_OUTCOMES"], !place.isEmpty else { return }
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data(Json.object(outcomes).description.utf8).write(to: URL(fileURLWithPath: place).appendingPathComponent("swift.json"))
}

/// An error counts whole; of a result, the members that are expected.
private func compared(_ outcome: Json, _ expected: Json) -> Json {
    guard case .object(let members) = expected, outcome["error"] == nil else { return outcome }
    return .object(members.map { (name: $0.name, value: outcome[$0.name] ?? "nothing") })
}
