import Foundation

/// Fetches keys with the package's own client or the caller's.
struct Fetcher: Sender {
    private let headers: RemoteKeySet.Headers?
    private let client: RemoteKeySet.Client

    init(_ headers: RemoteKeySet.Headers?, _ client: RemoteKeySet.Client?, _ onChallenge: RemoteKeySet.Challenge?) throws(TokenError) {
        if onChallenge != nil {
            #if canImport(FoundationNetworking)
            throw TokenError(code: .optionInvalid, message: "connections of this system never ask onChallenge: give a client with certificates of yours")
            #else
            if client != nil { throw TokenError(code: .optionInvalid, message: "a client makes connections of its own, which never ask onChallenge") }
            #endif
        }
        self.headers = headers
        self.client = client ?? Fetcher.client(onChallenge)
    }

    private static func client(_ onChallenge: RemoteKeySet.Challenge?) -> RemoteKeySet.Client {
        #if os(Linux)
        if let client = CurlClient.client { return client }
        #endif
        return Download.client(challenge: onChallenge)
    }

    func carry(_ request: Request) async -> Carried {
        guard case .fetch(let fetch) = request else { return .failed(RemoteKeySet.Failure.connect.rawValue, nil) }
        do {
            var given = fetch.withCallerHeaders ? try await headers?() ?? [:] : [:]
            guard given.allSatisfy({ isOneLine($0) && isOneLine($1) }) else { throw RemoteKeySet.Failure.connect }
            let own = fetch.headers.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
            given = given.filter { name, _ in !own.contains { $0.0.lowercased() == name.lowercased() } }
            given.merge(own) { _, own in own }
            let maxBytes = Int(clamping: fetch.maxBytes)
            let response = try await client(RemoteKeySet.Request(url: fetch.url, headers: given, maxBytes: maxBytes, timeout: fetch.timeout))
            return response.body.count > maxBytes ? .failed(RemoteKeySet.Failure.tooLarge.rawValue, nil) : .response(response)
        } catch {
            // An error from URLSession would quote the address.
            return .failed(RemoteKeySet.Failure(error).rawValue, error is URLError || error is RemoteKeySet.Failure ? nil : error)
        }
    }
}

/// Whether it holds nothing that would start another header.
private func isOneLine(_ text: String) -> Bool {
    !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
}
