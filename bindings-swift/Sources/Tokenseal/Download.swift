import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One GET with a `URLSession` of its own, whose connections end with it. It follows no redirect
/// and reads no more than it may.
///
/// Its members are used on the session's queue only, which does one thing at a time, once the
/// request is under way.
final class Download: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let request: RemoteKeySet.Request
    private let challenge: RemoteKeySet.Challenge?
    private var continuation: CheckedContinuation<RemoteKeySet.Response, any Error>?
    private var body = Data()
    private var failure: RemoteKeySet.Failure?

    private init(_ request: RemoteKeySet.Request, challenge: RemoteKeySet.Challenge?) {
        self.request = request
        self.challenge = challenge
    }

    /// A client that uses this for every connection.
    static func client(challenge: RemoteKeySet.Challenge?) -> RemoteKeySet.Client {
        { request in try await Download(request, challenge: challenge).run() }
    }

    private func run() async throws -> RemoteKeySet.Response {
        guard let url = URL(string: request.url) else { throw RemoteKeySet.Failure.connect }
        var asked = URLRequest(url: url, timeoutInterval: request.timeout)
        for (name, value) in request.headers { asked.setValue(value, forHTTPHeaderField: name) }
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
        // The session holds its delegate until then.
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: asked)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.addOperation { self.continuation = continuation }
                task.resume()
            }
        } onCancel: {
            task.cancel()
        }
    }

    private var configuration: URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.connectionProxyDictionary = [:]
        configuration.timeoutIntervalForRequest = request.timeout
        configuration.timeoutIntervalForResource = request.timeout
        return configuration
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        if response.expectedContentLength > Int64(request.maxBytes) { failure = .tooLarge }
        completionHandler(failure == nil ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard failure == nil else { return }
        body.append(data)
        if body.count > request.maxBytes {
            failure = .tooLarge
            body = Data()
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let continuation = continuation.take()
        if let error = failure ?? error {
            continuation?.resume(throwing: error)
        } else if let response = task.response as? HTTPURLResponse {
            let headers = response.allHeaderFields.map { (name: "\($0)", value: "\($1)") }
            continuation?.resume(returning: RemoteKeySet.Response(status: response.statusCode, headers: headers, body: body))
        } else {
            continuation?.resume(throwing: RemoteKeySet.Failure.connect)
        }
    }
}

// Called on Apple's systems, for the session and for each of its tasks.
extension Download {
    func urlSession(
        _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        answer(challenge, completionHandler)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        answer(challenge, completionHandler)
    }

    private func answer(
        _ asked: URLAuthenticationChallenge, _ completionHandler: (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        let (disposition, credential) = challenge?(asked) ?? (.performDefaultHandling, nil)
        completionHandler(disposition, credential)
    }
}
