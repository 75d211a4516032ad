import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A web server on a free loopback port, over POSIX sockets: its answer at each path can be
/// changed. It ends with its last user.
final class Site: @unchecked Sendable {
    enum Answer: Sendable {
        case body(String)
        case redirect(String)
    }

    let address: String
    private let listener: Int32
    private let lock = NSLock()
    private var answers: [String: Answer] = [:]
    private var log: [String] = []

    init() throws {
        #if canImport(Glibc)
        listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        listener = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        own.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, size) = (listener, length)
        let bound = withUnsafeMutablePointer(to: &own) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0 }
        }
        guard bound else { throw CocoaError(.featureUnsupported) }
        address = "http://127.0.0.1:\(UInt16(bigEndian: own.sin_port))"
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// What was requested, by path.
    var asked: [String] { lock.withLock { log } }

    func answer(_ path: String, _ answer: Answer?) { lock.withLock { answers[path] = answer } }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var (head, buffer) = ("", [UInt8](repeating: 0, count: 4096))
        while !head.contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let path = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let answer = lock.withLock {
            log.append(path)
            return answers[path]
        }
        let (status, body) =
            switch answer {
            case .body(let body): ("200 OK", body)
            case .redirect(let location): ("302 Found\r\nLocation: \(location)", "")
            case nil: ("404 Not Found", "")
            }
        let bytes = Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)".utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return }
            sent += count
        }
    }
}
