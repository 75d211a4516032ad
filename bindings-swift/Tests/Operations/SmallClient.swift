import Foundation
import Tokenseal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A small client: a connection for each request, over POSIX sockets, on a thread of its own.
public struct SmallClient: RevocationStore {
    private let port: UInt16

    /// A client for the server on this loopback port.
    public init(port: UInt16) { self.port = port }

    public func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] {
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
