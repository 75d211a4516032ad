import Foundation
import Operations
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The program `hostile-server`, which exits when its standard input closes.
final class HostileServer: @unchecked Sendable {
    /// What it says about itself: where it listens.
    let addresses: Json
    private let process = Process()
    private let input = Pipe()

    init(_ program: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != UInt8(ascii: "\n"), !byte.isEmpty { line += byte }
        addresses = try #require(Json(parsing: line), "the server says nothing")
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// What was requested in a namespace, by path.
    func paths(_ space: String) async throws -> [String] {
        let address = try #require(addresses["http"]?.string)
        let url = try #require(URL(string: "\(address)/s/\(space)/control/log"))
        let data = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Data, any Error>) in
            URLSession.shared.dataTask(with: url) { data, _, error in continuation.resume(with: error.map { .failure($0) } ?? .success(data ?? Data())) }
                .resume()
        }
        return Json(parsing: data)?.array?.compactMap { $0["path"]?.string } ?? []
    }
}

/// What a key server may do, and how a set must react: an entry of tests/remote/behaviours.json.
struct Behaviour: Sendable {
    let name, path: String
    let address: String?
    let isTLS, isMetadata, isRealTime: Bool
    let outcomes, failures: [String]
    let allowedHosts: [String]?
    let freshFor: Double?

    init(_ json: Json, _ server: HostileServer) throws {
        name = try #require(json["name"]?.string)
        path = try #require(json["path"]?.string)
        let kind = try #require(json["url"]?.string)
        address = server.addresses[kind]?.string
        isTLS = address?.hasPrefix("https:") == true
        isMetadata = json["asked"] == "metadata"
        isRealTime = json["real_time"]?.bool == true
        outcomes = texts(json["outcome"])
        failures = texts(json["failure"])
        allowedHosts = json["allowed_hosts"].map(texts)
        freshFor = json["fresh_for"]?.double
    }

    static func all(_ server: HostileServer) throws -> [Behaviour] {
        let file = try #require(Json(parsing: Data(contentsOf: repository.appendingPathComponent("tests/remote/behaviours.json"))))
        let behaviours = try #require(file["behaviours"]?.array)
        #expect(file["count"]?.integer == behaviours.count)
        return try behaviours.map { try Behaviour($0, server) }
    }
}

private func texts(_ json: Json?) -> [String] {
    json?.array?.compactMap(\.string) ?? json?.string.map { [$0] } ?? []
}
