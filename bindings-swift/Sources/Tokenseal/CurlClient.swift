#if os(Linux)
import Foundation

/// One GET with libcurl, on a thread that ends with it.
///
/// Linux's `URLSession` is not used: it ends the process if a server closes the connection within
/// the headers, or sends a trailer after the body.
///
/// Its members are used on that thread only, except for whether it was cancelled.
final class CurlClient: @unchecked Sendable {
    private let curl: Curl
    private let request: RemoteKeySet.Request
    private let lock = NSLock()
    private var isCancelled = false
    private var headers: [(name: String, value: String)] = []
    private var hasHeaders = false
    private var body = Data()
    private var isTooLarge = false

    private init(_ curl: Curl, _ request: RemoteKeySet.Request) {
        self.curl = curl
        self.request = request
    }

    /// A client, if there is libcurl.
    static let client: RemoteKeySet.Client? = Curl.shared.map { (curl) -> RemoteKeySet.Client in
        { request in try await CurlClient(curl, request).run() }
    }

    private func run() async throws -> RemoteKeySet.Response {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    ignoreBrokenPipes()
                    continuation.resume(with: Result { try self.perform() })
                }
            }
        } onCancel: {
            lock.withLock { isCancelled = true }
        }
    }

    private func perform() throws -> RemoteKeySet.Response {
        guard let handle = curl.easyInit() else { throw RemoteKeySet.Failure.connect }
        defer { curl.cleanup(handle) }
        let list = request.headers.reduce(nil) { list, header in curl.append(list, "\(header.key): \(header.value)") ?? list }
        defer { curl.freeAll(list) }
        // An empty proxy means none, whatever the environment says; an empty encoding means all
        // that libcurl can decompress.
        let isSet = [
            curl.setText(handle, Curl.Option.url, request.url),
            curl.setText(handle, Curl.Option.proxy, ""),
            curl.setText(handle, Curl.Option.acceptEncoding, ""),
            curl.setLong(handle, Curl.Option.protocols, Curl.httpAndHTTPS),
            curl.setLong(handle, Curl.Option.followLocation, 0),
            curl.setLong(handle, Curl.Option.noSignal, 1),
            curl.setLong(handle, Curl.Option.timeoutMilliseconds, max(1, Int(min(request.timeout, 3600) * 1000))),
            curl.setPointer(handle, Curl.Option.httpHeader, list),
            receive(handle),
        ]
        guard isSet.allSatisfy({ $0 == 0 }) else { throw RemoteKeySet.Failure.connect }
        let code = withExtendedLifetime(self) { curl.perform(handle) }
        if isTooLarge { throw RemoteKeySet.Failure.tooLarge }
        var status = 0
        guard code == 0, curl.getLong(handle, Curl.responseCode, &status) == 0 else { throw CurlClient.failure(code) }
        // libcurl accepts headers that have no end.
        guard hasHeaders else { throw RemoteKeySet.Failure.connect }
        return RemoteKeySet.Response(status: status, headers: headers, body: body)
    }

    /// Sets what is called with what comes. Nothing is called once `perform` has ended, which keeps
    /// this alive.
    private func receive(_ handle: Curl.Handle) -> Int32 {
        let own = Unmanaged.passUnretained(self).toOpaque()
        return [
            curl.setPointer(handle, Curl.Option.headerData, own),
            curl.setReceive(handle, Curl.Option.headerFunction) { bytes, size, count, own in
                CurlClient.from(own).take(header: UnsafeBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            },
            curl.setPointer(handle, Curl.Option.writeData, own),
            curl.setReceive(handle, Curl.Option.writeFunction) { bytes, size, count, own in
                CurlClient.from(own).take(body: UnsafeBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            },
            curl.setLong(handle, Curl.Option.noProgress, 0),
            curl.setPointer(handle, Curl.Option.progressData, own),
            curl.setProgress(handle, Curl.Option.progressFunction) { own, _, _, _, _ in CurlClient.from(own).goesOn ? 0 : 1 },
        ].first { $0 != 0 } ?? 0
    }

    private var goesOn: Bool { lock.withLock { !isCancelled } }

    /// A header line: of the answer, of one before it (1xx), or of the trailer after it.
    private func take(header bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
        if line.hasPrefix("HTTP/"), body.isEmpty {
            headers = []
            hasHeaders = false
        } else if line.isEmpty {
            hasHeaders = true
        } else if !hasHeaders, let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers.append((name: line[..<colon].trimmingCharacters(in: .whitespaces), value: value))
        }
        return true
    }

    private func take(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        isTooLarge = bytes.count > request.maxBytes - body.count
        if !isTooLarge { body.append(bytes) }
        return !isTooLarge
    }

    private static func from(_ own: UnsafeMutableRawPointer?) -> CurlClient {
        Unmanaged<CurlClient>.fromOpaque(own!).takeUnretainedValue()
    }

    /// Codes from `curl/curl.h`, which never change.
    private static func failure(_ code: Int32) -> RemoteKeySet.Failure {
        switch code {
        case 28: .timeout
        case 35, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98: .tls
        default: .connect
        }
    }
}

/// Writing to a connection that the server has closed must not end the process.
private func ignoreBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
#endif
