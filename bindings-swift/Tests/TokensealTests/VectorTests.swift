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
    let notYet = try notYet(in: folder)
    #expect(notYet.isSubset(of: names), "not_yet.txt names a file that there is not")
    var (outcomes, skipped): ([(name: String, value: Json)], Int) = ([], 0)
    for name in names {
        let file = try #require(Json(parsing: Data(contentsOf: folder.appendingPathComponent(name))), "\(name) is not JSON")
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
    if skipped > 0 { print("vectors: \(skipped) skipped, of \(notYet.sorted().joined(separator: ", ")): tests/vectors/not_yet.txt") }
    guard let place = ProcessInfo.processInfo.environment["TOKENSEAL_OUTCOMES"], !place.isEmpty else { return }
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data(Json.object(outcomes).description.utf8).write(to: URL(fileURLWithPath: place).appendingPathComponent("swift.json"))
}

/// The files that this package cannot run yet, since it lacks what they are about. They leave no outcomes.
private func notYet(in folder: URL) throws -> Set<String> {
    let text = try String(contentsOf: folder.appendingPathComponent("not_yet.txt"), encoding: .utf8)
    let own = text.split(separator: "\n").filter { $0.hasPrefix("swift ") }
    return Set(own.map { String($0.dropFirst("swift ".count)) })
}

/// An error counts whole; of a result, the members that are expected.
private func compared(_ outcome: Json, _ expected: Json) -> Json {
    guard case .object(let members) = expected, outcome["error"] == nil else { return outcome }
    return .object(members.map { (name: $0.name, value: outcome[$0.name] ?? "nothing") })
}
