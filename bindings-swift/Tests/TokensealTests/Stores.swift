import Foundation
import Operations
import Testing
import Tokenseal

/// Real Redis and Valkey servers, from the program of tests/stores. It stops them when its standard
/// input closes.
final class Stores: @unchecked Sendable {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())

    init() throws {
        let program = try #require(
            ProcessInfo.processInfo.environment["TOKENSEAL_STORES"], "`cargo xtask test` sets TOKENSEAL_STORES, and `cargo xtask setup stores` makes it")
        process.executableURL = URL(fileURLWithPath: program)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Starts a server, and returns its id and its port.
    func start(_ kind: String) throws -> (id: Int, port: UInt16) {
        let answer = try ask(["start": .string(kind)])
        return (Int(try #require(answer["id"]?.integer)), UInt16(try #require(answer["port"]?.integer)))
    }

    @discardableResult
    func ask(_ request: Json) throws -> Json {
        try input.fileHandleForWriting.write(contentsOf: Data("\(request)\n".utf8))
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != UInt8(ascii: "\n"), !byte.isEmpty { line += byte }
        let answer = try #require(Json(parsing: line), "the program says nothing")
        #expect(answer["error"] == nil, "\(request): \(answer)")
        return answer
    }
}
