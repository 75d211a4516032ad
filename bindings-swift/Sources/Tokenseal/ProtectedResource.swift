import Foundation
internal import TokensealNative

/// An API that is protected by tokens: takes the token from a request, has it checked, and says how
/// to answer (RFC 6750, RFC 9449, RFC 9470, RFC 9728).
///
/// Headers in, status and headers out, the same in every framework. A token comes in the header
/// `Authorization`, as `Bearer` or with a DPoP proof, or in a cookie if you name one. Without
/// rules, a good token is enough. Any number of tasks can use it at once.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let verifier = try Verifier(keys: key.publicKey, expecting: VerifierOptions(issuer: "https://issuer.example"))
/// let rules = try AccessRules(json: """
///     { "rules": [ { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }
///     """)
/// let api = try ProtectedResource(verifier, rules: rules, options: ResourceOptions(resource: "https://api.example/"))
///
/// // For every request:
/// let issuer = try Issuer(signingKey: key, options: IssuerOptions(issuer: "https://issuer.example", lifetime: "15m"))
/// let token = try issuer.issue(["sub": "alice", "scope": "orders:read"])
/// let answer = try await api.checkAsync("GET", "/orders/7", headers: [("Host", "api.example"), ("Authorization", "Bearer \(token)")])
/// answer.isAllowed // => true
/// answer.token?["sub"] // => "alice"
/// answer.decision?.rule // => "read orders"
/// ```
public struct ProtectedResource: Sendable {
    private let native: NativeProtectedResource
    private let verifier: Verifier

    /// Compiles the options of a resource for which a good token is enough.
    ///
    /// - Parameters:
    ///   - verifier: Checks the tokens. If it has ``VerifierOptions/publicOrigins``, DPoP proofs
    ///     are accepted.
    ///   - csrfKey: The HMAC key for the values with which pages prove that a request is theirs;
    ///     all instances of a service share it. Required with ``ResourceOptions/cookie``.
    ///   - options: The resource's identifier, where its tokens come from, and how its paths are
    ///     read.
    /// - Throws: `ERR_OPTION_INVALID` if an option is wrong, contradicts another or would do
    ///   nothing: a cookie without `csrfKey`; a cookie whose name does not begin with `__Host-`,
    ///   unless ``ResourceOptions/allowInsecureCookies`` is given; metadata without
    ///   ``ResourceOptions/resource``; ``ResourceOptions/ignores`` without rules.
    ///
    /// ```swift
    /// let verifier = try Verifier(keys: Key.generate(.ES256))
    /// let api = try ProtectedResource(verifier, options: ResourceOptions(resource: "https://api.example/v1", realm: "orders"))
    /// api.metadataPath // => "/.well-known/oauth-protected-resource/v1"
    /// try ProtectedResource(verifier, options: ResourceOptions(cookie: "session")) // throws .optionInvalid
    /// ```
    public init(_ verifier: Verifier, csrfKey: Key? = nil, options: ResourceOptions = ResourceOptions()) throws(TokenError) {
        try self.init(verifier, nil, csrfKey, options)
    }

    /// Compiles the options of a resource with rules that say who may do what.
    ///
    /// - Parameters:
    ///   - verifier: Checks the tokens.
    ///   - rules: Who may do what.
    ///   - csrfKey: As for the other form.
    ///   - options: As for the other form.
    /// - Throws: As the other form.
    public init(
        _ verifier: Verifier, rules: AccessRules, csrfKey: Key? = nil, options: ResourceOptions = ResourceOptions()
    ) throws(TokenError) {
        try self.init(verifier, rules, csrfKey, options)
    }

    private init(_ verifier: Verifier, _ rules: AccessRules?, _ csrfKey: Key?, _ options: ResourceOptions) throws(TokenError) {
        native = try crossing {
            try NativeProtectedResource(verifier: verifier.native, rules: rules?.native, csrfKey: csrfKey?.native, given: options.json)
        }
        self.verifier = verifier
    }

    /// Checks a request. It never waits: if keys or a list must be fetched first, it starts to
    /// fetch them and answers 503. Use ``checkAsync(_:_:headers:certificate:options:)`` in
    /// services.
    ///
    /// Whatever is wrong with the request, the result is an answer. Only a wrong call throws.
    ///
    /// - Parameters:
    ///   - method: The method, such as `GET`.
    ///   - path: The path as received, percent-encoded, unless ``ResourceOptions/form`` says
    ///     otherwise; a query is ignored.
    ///   - headers: The headers as received: names in any case, and a header that came twice,
    ///     twice.
    ///   - certificate: The certificate that the client has proven to hold in the TLS handshake, in
    ///     DER or PEM. Never take one from a header that anyone can send.
    ///   - options: Scopes that the route needs in addition to the rules, whether a token is
    ///     optional, the time.
    /// - Returns: The answer.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time, and if a store must be queried, since
    ///   that means waiting.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let api = try ProtectedResource(Verifier(keys: key))
    /// let token = try sign(["sub": "alice", "scope": "read"], with: key, options: SignOptions(expiresIn: "5m"))
    /// let headers = [(name: "authorization", value: "Bearer \(token)")]
    /// try api.check("GET", "/orders", headers: headers, options: RequestOptions(scope: "read")).isAllowed // => true
    /// try api.check("POST", "/orders", headers: headers, options: RequestOptions(scope: "write")).status // => 403
    /// try api.check("GET", "/orders", headers: [], options: RequestOptions(optional: true)).token // => nil
    /// try api.check("GET", "/orders", headers: [("Authorization", "Bearer x")]).error?.code // => .jwtInvalid
    /// ```
    public func check(
        _ method: String, _ path: String, headers: [(name: String, value: String)], certificate: Data? = nil,
        options: RequestOptions = RequestOptions()
    ) throws(TokenError) -> Answer {
        let (taken, options) = (try take(method, path, headers), timed(options))
        guard let token = taken.token() else { return try answer(taken, nil, options) }
        return try answer(taken, verifier.result(token, certificate, CheckOptions(taken, options.now)), options)
    }

    /// Checks a request as ``check(_:_:headers:certificate:options:)`` does, and waits if keys or a
    /// list must be fetched or a store queried first.
    ///
    /// - Parameters:
    ///   - method: The method, such as `GET`.
    ///   - path: The path as received.
    ///   - headers: The headers as received.
    ///   - certificate: The certificate that the client has proven to hold in the TLS handshake, in
    ///     DER or PEM.
    ///   - options: As for that call.
    /// - Returns: The answer.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let jwks = Data(try KeySet([key]).jwks().utf8)
    /// let keys = try RemoteKeySet(
    ///     url: "https://issuer.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: jwks) })
    /// let api = try ProtectedResource(Verifier(keys: keys))
    /// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "5m"))
    /// let answer = try await api.checkAsync("GET", "/", headers: [("Authorization", "Bearer \(token)")])
    /// answer.token?["sub"] // => "alice"
    /// ```
    public func checkAsync(
        _ method: String, _ path: String, headers: [(name: String, value: String)], certificate: Data? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws(TokenError) -> Answer {
        let (taken, options) = (try take(method, path, headers), timed(options))
        guard let token = taken.token() else { return try answer(taken, nil, options) }
        return try answer(taken, await verifier.resultAsync(token, certificate, CheckOptions(taken, options.now)), options)
    }

    /// The resource's metadata as JSON text, for its clients (RFC 9728, section 2): publish it at
    /// ``metadataPath``, as `application/json`, for everyone. Nil without
    /// ``ResourceOptions/resource``.
    ///
    /// ```swift
    /// struct Metadata: Decodable { let authorization_servers: [String] }
    ///
    /// let options = ResourceOptions(resource: "https://api.example/", authorizationServers: ["https://issuer.example"])
    /// let api = try ProtectedResource(Verifier(keys: Key.generate(.ES256)), options: options)
    /// let metadata = try JSONDecoder().decode(Metadata.self, from: Data((api.metadata ?? "").utf8))
    /// metadata.authorization_servers // => ["https://issuer.example"]
    /// ```
    public var metadata: String? { native.metadata() }

    /// The path at which to publish the metadata (RFC 9728, section 3.1); nil without
    /// ``ResourceOptions/resource``.
    public var metadataPath: String? { native.metadataPath() }

    /// The URL at which clients look for the metadata, which challenges name; nil without
    /// ``ResourceOptions/resource``.
    public var metadataURL: String? { native.metadataUrl() }

    /// The value that a request must have in the header `X-CSRF-Token` if its token came in the
    /// cookie and its method is not GET, HEAD or OPTIONS. Give it to the pages of the service, in
    /// an answer that no other origin can read, or in a cookie that scripts can read.
    ///
    /// - Parameter token: The token, as it appears in the cookie: another token has another value.
    /// - Returns: The value.
    /// - Throws: `ERR_OPTION_INVALID` without ``ResourceOptions/cookie`` and `csrfKey`.
    ///
    /// ```swift
    /// let (key, csrfKey) = (try Key.generate(.ES256), try Key.generate(.HS256))
    /// let options = ResourceOptions(cookie: "__Host-session")
    /// let api = try ProtectedResource(Verifier(keys: key.publicKey), csrfKey: csrfKey, options: options)
    /// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "15m"))
    /// let cookie = (name: "Cookie", value: "__Host-session=\(token)")
    /// try api.check("GET", "/", headers: [cookie]).isAllowed // => true
    /// try api.check("POST", "/", headers: [cookie]).status // => 403
    /// try api.check("POST", "/", headers: [cookie, ("X-CSRF-Token", api.csrfToken(token))]).isAllowed // => true
    /// ```
    public func csrfToken(_ token: String) throws(TokenError) -> String {
        try crossing { try native.csrfToken(token: token) }
    }

    private func take(_ method: String, _ path: String, _ headers: [(name: String, value: String)]) throws(TokenError) -> NativeTaken {
        let headers = headers.map { NativeHeader(name: $0.name, value: $0.value) }
        return try crossing { try native.take(method: method, path: path, headers: headers) }
    }

    /// The same options, with the time of the verifier's clock if it has one.
    private func timed(_ options: RequestOptions) -> RequestOptions {
        var options = options
        options.now = options.now ?? verifier.now
        return options
    }

    private func answer(_ taken: NativeTaken, _ result: Result<Token, TokenError>?, _ options: RequestOptions) throws(TokenError) -> Answer {
        let json = try crossing { try native.answer(taken: taken, token: NativeRequestToken(result), given: options.json) }
        return try Answer(json, result)
    }
}

extension CheckOptions {
    /// What came with a token.
    fileprivate init(_ taken: NativeTaken, _ now: Date?) {
        guard let proof = taken.proof() else {
            self.init(now: now)
            return
        }
        self.init(now: now, proof: proof, method: taken.method(), url: taken.url())
    }
}

extension NativeRequestToken {
    /// The outcome of a token's check; nil if there was none to check.
    fileprivate init(_ result: Result<Token, TokenError>?) {
        switch result {
        case nil: self = .nothing
        case .success(let token): self.init(token)
        case .failure(let error): self = .refused(code: error.code.rawValue)
        }
    }
}

extension ProtectedResource: Printed {
    /// Its name.
    public var description: String { "ProtectedResource" }
}
