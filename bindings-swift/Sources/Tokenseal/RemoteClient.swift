import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension RemoteKeySet {
    /// Fetches keys in place of the package: for another HTTP client, a proxy, or certificates of
    /// your own on Linux.
    ///
    /// It makes one GET and returns whatever the server answered. It must not follow redirects, and
    /// should use no cookies and no cache. When the time is up, it is abandoned and its task
    /// cancelled. An error that is not a ``Failure`` or a `URLError` counts as ``Failure/connect``.
    public typealias Client = @Sendable (Request) async throws -> Response

    /// Returns headers for a request, such as a bearer token that is read anew each time. They are
    /// sent only to the host that you named and to ``RemoteKeySetOptions/allowedHosts``, and never
    /// appear in errors, events or descriptions.
    public typealias Headers = @Sendable () async throws -> [String: String]

    /// Answers a connection's challenges: whether to trust a server's certificate, and which
    /// certificate the client has. On Apple's systems only: on Linux it is refused with
    /// `ERR_OPTION_INVALID`.
    public typealias Challenge = @Sendable (URLAuthenticationChallenge) -> (URLSession.AuthChallengeDisposition, URLCredential?)

    /// One GET to make.
    public struct Request: Sendable {
        /// The URL to fetch.
        public let url: String
        /// The headers to send, including yours.
        public let headers: [String: String]
        /// The longest body to read, in bytes; a longer one is ``Failure/tooLarge``.
        public let maxBytes: Int
        /// How long all of it may take, in seconds.
        public let timeout: Double
    }

    /// What a server answered, whatever its status.
    public struct Response: Sendable {
        /// The status, such as 200.
        public let status: Int
        /// The headers as received.
        public let headers: [(name: String, value: String)]
        /// The body, decompressed.
        public let body: Data

        /// An answer.
        public init(status: Int, headers: [(name: String, value: String)], body: Data) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    /// Why there is no answer.
    public enum Failure: String, Error, Sendable {
        /// It took too long.
        case timeout
        /// The connection failed, or ended early.
        case connect
        /// The server's certificate is not acceptable.
        case tls
        /// The body is longer than ``Request/maxBytes``.
        case tooLarge = "too_large"
    }
}

extension RemoteKeySet.Request: Printed {
    /// Only its name, since addresses and headers can be secrets.
    public var description: String { "Request" }
}

extension RemoteKeySet.Failure {
    /// What an error of a client means.
    init(_ error: any Error) {
        switch error {
        case let failure as RemoteKeySet.Failure: self = failure
        case let error as URLError where error.code == .timedOut: self = .timeout
        case let error as URLError where RemoteKeySet.Failure.ofTLS.contains(error.code): self = .tls
        default: self = .connect
        }
    }

    private static let ofTLS: [URLError.Code] = [
        .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid,
        .serverCertificateUntrusted, .clientCertificateRejected, .clientCertificateRequired,
    ]
}
