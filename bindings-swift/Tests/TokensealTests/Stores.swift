import Foundation
import Operations
import Testing
import Tokenseal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Real servers of Redis and Valkey, by the program of tests/stores. It ends them with its standard input.
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

    /// Starts a server, and gives its id and its port.
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

/// A small client: a connection for each request, over POSIX sockets, on a thread of its own.
struct SmallClient: RevocationStore {
    let port: UInt16

    func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try exchange(request) }) }
        }
    }

    private func exchange(_ request: Revocations.StoreRequest) throws -> [Revocations.StoreValue] {
        #if canImport(Glibc)
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard socket >= 0 else { throw Revocations.StoreFailure.connect }
        defer { close(socket) }
        var limit = timeval()
        limit.tv_sec = .init(request.timeout)
        limit.tv_usec = .init((request.timeout - request.timeout.rounded(.down)) * 1e6)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] { setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw Revocations.StoreFailure.connect }
        var connection = Connection(socket: socket)
        return try request.commands.map { words in
            try connection.write(words)
            return try connection.read()
        }
    }
}

/// RESP2.
private struct Connection {
    let socket: Int32
    private var buffer: [UInt8] = []
    private var at = 0

    init(socket: Int32) { self.socket = socket }

    func write(_ words: [String]) throws {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Foundation.write(socket, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Revocations.StoreFailure.connect }
            sent += count
        }
    }

    mutating func read() throws -> Revocations.StoreValue {
        let line = try line()
        let rest = String(line.dropFirst())
        switch line.first {
        case "+": return .text(rest)
        case "-": return .error(rest)
        case ":": return .integer(Int64(rest) ?? 0)
        case "$":
            guard let count = Int(rest), count >= 0 else { return .null }
            let bytes = try (0..<count).map { _ in try byte() }
            _ = try (byte(), byte())
            return .text(String(decoding: bytes, as: UTF8.self))
        case "*":
            guard let count = Int(rest), count >= 0 else { return .null }
            return .list(try (0..<count).map { _ in try read() })
        default: throw Revocations.StoreFailure.unreadable
        }
    }

    private mutating func line() throws -> String {
        var bytes: [UInt8] = []
        while true {
            let next = try byte()
            if next == 0x0A { return String(decoding: bytes.dropLast(), as: UTF8.self) }
            bytes.append(next)
        }
    }

    private mutating func byte() throws -> UInt8 {
        if at == buffer.count {
            buffer = [UInt8](repeating: 0, count: 65536)
            at = 0
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else {
                buffer = []
                throw count < 0 && errno == EAGAIN ? Revocations.StoreFailure.timeout : .connect
            }
            buffer.removeLast(buffer.count - count)
        }
        defer { at += 1 }
        return buffer[at]
    }
}
