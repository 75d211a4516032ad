import Foundation
internal import TokensealNative

/// An API that is protected by tokens: takes the token of a request, has it checked, and says what to answer (RFC 6750, RFC 9449, RFC 9470, RFC 9728).
///
/// Headers in, status and headers out, in every framework alike. A token comes in the header `Authorization`, as `Bearer` or with a DPoP proof, or in a
/// cookie where one is named. Without rules, a good token is enough. Any number of tasks can use it at a time.
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
/// try answer.token?["sub"] // => "alice"
/// answer.decision?.rule // => "read orders"
/// ```
public struct ProtectedResource: Sendable {
    private let native: NativeProtectedResource
    private let verifier: Verifier

    /// Compiles the options of a resource for which a good token is enough.
    ///
    /// - Parameters:
    ///   - verifier: What checks the tokens. With ``VerifierOptions/publicOrigins``, DPoP proofs are taken.
    ///   - csrfKey: The key of the values by which pages show that a request is theirs, an HMAC key that all instances of a service share; required with
    ///     ``ResourceOptions/cookie``.
    ///   - options: What the resource is called, where its tokens come, and how its paths are read.
    /// - Throws: `ERR_OPTION_INVALID` if an option is wrong, contradicts another or would do nothing: a cookie without `csrfKey`, or whose name does not
    ///   begin with `__Host-` without ``ResourceOptions/allowInsecureCookies``; metadata without ``ResourceOptions/resource``;
    ///   ``ResourceOptions/ignores`` without rules.
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
    ///   - verifier: What checks the tokens.
    ///   - rules: Who may do what.
    ///   - csrfKey: As of the other form.
    ///   - options: As of the other form.
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

    /// Checks a request. It never waits: without keys or a list that have to be fetched, it begins to fetch them and answers 503. Use
    /// ``checkAsync(_:_:headers:certificate:options:)`` in services.
    ///
    /// It is the answer, whatever is wrong with the request. Only a wrong call throws.
    ///
    /// - Parameters:
    ///   - method: The method, such as `GET`.
    ///   - path: The path as it came, percent-encoded, unless ``ResourceOptions/form`` says otherwise; a query is left out of account.
    ///   - headers: The headers, as they came: names in any case, and what came twice, twice.
    ///   - certificate: The certificate that the client has proven to hold in the TLS handshake, in DER or PEM. Never take one from a header that anybody
    ///     can send.
    ///   - options: Scopes that the route needs besides what rules ask, whether a token is optional, the time.
    /// - Returns: The answer.
    /// - Throws: `ERR_OPTION_INVALID` for a time that is none, and where a store has to be asked, since that has to be waited for.
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

    /// Checks a request as ``check(_:_:headers:certificate:options:)`` does, and waits where keys or a list have to be fetched first, or a store has to be
    /// asked.
    ///
    /// - Parameters:
    ///   - method: The method, such as `GET`.
    ///   - path: The path as it came.
    ///   - headers: The headers, as they came.
    ///   - certificate: The certificate that the client has proven to hold in the TLS handshake, in DER or PEM.
    ///   - options: As of that call.
    /// - Returns: The answer.
    /// - Throws: `ERR_OPTION_INVALID` for a time that is none.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let jwks = Data(try KeySet([key]).jwks().utf8)
    /// let keys = try RemoteKeySet(
    ///     url: "https://issuer.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: jwks) })
    /// let api = try ProtectedResource(Verifier(keys: keys))
    /// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "5m"))
    /// let answer = try await api.checkAsync("GET", "/", headers: [("Authorization", "Bearer \(token)")])
    /// try answer.token?["sub"] // => "alice"
    /// ```
    public func checkAsync(
        _ method: String, _ path: String, headers: [(name: String, value: String)], certificate: Data? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws(TokenError) -> Answer {
        let (taken, options) = (try take(method, path, headers), timed(options))
        guard let token = taken.token() else { return try answer(taken, nil, options) }
        return try answer(taken, await verifier.resultAsync(token, certificate, CheckOptions(taken, options.now)), options)
    }

    /// The metadata of the resource as JSON text, for its clients (RFC 9728, section 2): publish them at ``metadataPath``, as `application/json`, to
    /// everybody. Nil without ``ResourceOptions/resource``.
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

    /// The path at which the metadata are to be published (RFC 9728, section 3.1); nil without ``ResourceOptions/resource``.
    public var metadataPath: String? { native.metadataPath() }

    /// Where clients look for the metadata, which challenges name; nil without ``ResourceOptions/resource``.
    public var metadataURL: String? { native.metadataUrl() }

    /// The value that a request has to have in the header `X-CSRF-Token`, if its token came in the cookie and its method is neither GET, HEAD nor OPTIONS.
    /// Give it to the pages of the service, by an answer that no other origin can read, or in a cookie that scripts can.
    ///
    /// - Parameter token: The token, as it stands in the cookie: another token has another value.
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

    /// The same options, by the verifier's clock if it has one.
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
    /// What came of the check of a token; nil if there was none to check.
    fileprivate init(_ result: Result<Token, TokenError>?) {
        switch result {
        case nil: self = .nothing
        case .success(let token): self.init(token)
        case .failure(let error): self = .refused(code: error.code.rawValue)
        }
    }
}

extension ProtectedResource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where its metadata are.
    public var description: String { "ProtectedResource(\(metadataURL ?? ""))" }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
