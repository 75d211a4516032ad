import Foundation
internal import TokensealNative

/// Rules that say who may do what, from a JSON file that every language and the gateway read in the
/// same way.
///
/// A request is allowed if a rule that matches its method and path allows it and no matching rule
/// denies it; a request that no rule matches is denied. A path that programs read in different ways
/// is denied before any rule is consulted. Any number of tasks can use the rules at once.
///
/// ```swift
/// let rules = try AccessRules(json: """
///     { "rules": [
///       { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
///       { "name": "own profile", "methods": ["GET", "PUT"], "path": "/users/{user}",
///         "require": { "claims": [ { "path": ["sub"], "equals_parameter": "user" } ] } },
///       { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }
///     """)
///
/// let key = try Key.generate(.ES256)
/// let text = try sign(["sub": "alice", "scope": "orders:read"], with: key, options: SignOptions(expiresIn: "5m"))
/// let token = try verify(text, with: key.publicKey)
/// try rules.check(token, "GET", "/orders/7").isAllowed // => true
/// try rules.check(token, "PUT", "/users/alice").isAllowed // => true
/// try rules.check(nil, "GET", "/health").isAllowed // => true
///
/// let decision = try rules.check(token, "GET", "/users/bob")
/// decision.status // => 403
/// decision.reason // => .insufficient
/// ```
public struct AccessRules: Sendable {
    let native: NativeAccessRules

    /// Reads rules.
    ///
    /// - Parameter json: The JSON text of a file of rules.
    /// - Throws: `ERR_OPTION_INVALID` if the text is not one strict JSON object, or if anything in
    ///   it is unknown, malformed, or could not do what it appears to do; the message names the
    ///   rule.
    ///
    /// ```swift
    /// let text = #"{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "scopes": ["read"] } } ] }"#
    /// do {
    ///     _ = try AccessRules(json: text)
    /// } catch {
    ///     error.message // => "rule 1 has a require with a member that it cannot have: scopes"
    /// }
    /// ```
    public init(json: String) throws(TokenError) {
        native = try crossing { try NativeAccessRules.fromJson(json: json) }
    }

    /// Whether decisions are only reported.
    public var isReportOnly: Bool { native.isReportOnly() }

    /// The JSON Schema (2020-12) for a file of rules, for editors.
    public static var schema: String { accessRulesSchema() }

    /// Decides about a request.
    ///
    /// - Parameters:
    ///   - token: The checked token that came with it; nil if none came.
    ///   - method: Its method, such as `GET`.
    ///   - path: Its path. A query is ignored.
    ///   - options: How the path is given, and what the router ignores.
    /// - Returns: The decision.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    ///
    /// ```swift
    /// let rules = try AccessRules(json: """
    ///     { "rules": [ { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } } ] }
    ///     """)
    /// let decision = try rules.check(nil, "GET", "/orders")
    /// decision.status // => 401
    /// decision.challenges // => [#"Bearer scope="orders:read""#]
    /// decision.needed?.scope // => ["orders:read"]
    /// try rules.check(nil, "GET", "/a%2fb").reason // => .badPath
    /// ```
    public func check(
        _ token: Token?, _ method: String, _ path: String, options: AccessOptions = AccessOptions()
    ) throws(TokenError) -> Decision {
        try check(NativeRequestToken(token), method, path, options)
    }

    /// Decides about a request whose token was refused.
    ///
    /// - Parameters:
    ///   - error: What the check of its token threw.
    ///   - method: Its method.
    ///   - path: Its path.
    ///   - options: As for the other form.
    /// - Returns: The decision.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    ///
    /// ```swift
    /// let rules = try AccessRules(json: #"{ "rules": [ { "methods": ["GET"], "path": "/health", "public": true } ] }"#)
    /// let error = TokenError(code: .jwtExpired, message: "expired")
    /// try rules.check(error, "GET", "/health").status // => 401
    /// try rules.check(TokenError(code: .jwksUnavailable, message: "down"), "GET", "/health").status // => 503
    /// ```
    public func check(
        _ error: TokenError, _ method: String, _ path: String, options: AccessOptions = AccessOptions()
    ) throws(TokenError) -> Decision {
        try check(.refused(code: error.code.rawValue), method, path, options)
    }

    /// Decides as ``check(_:_:_:options:)`` does, for callers that want an error.
    ///
    /// - Parameters:
    ///   - token: The checked token that came with it; nil if none came.
    ///   - method: Its method.
    ///   - path: Its path.
    ///   - options: As for that call.
    /// - Returns: The decision, if the request is allowed.
    /// - Throws: `ERR_JWT_ACCESS_DENIED` if it is not: ``TokenError/decision`` is the decision, and
    ///   ``TokenError/status`` its status. `ERR_OPTION_INVALID` as that call.
    ///
    /// ```swift
    /// let rules = try AccessRules(json: #"{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "acr": ["mfa"] } } ] }"#)
    /// let key = try Key.generate(.HS256)
    /// let token = try verify(sign(["acr": "password"], with: key, options: SignOptions(expiresIn: "5m")), with: key)
    /// do {
    ///     _ = try rules.require(token, "GET", "/orders")
    /// } catch {
    ///     error.code // => .jwtAccessDenied
    ///     error.status // => 401
    ///     error.decision?.needed?.acr // => ["mfa"]
    /// }
    /// ```
    @discardableResult
    public func require(
        _ token: Token?, _ method: String, _ path: String, options: AccessOptions = AccessOptions()
    ) throws(TokenError) -> Decision {
        try require(NativeRequestToken(token), method, path, options)
    }

    /// The same for a request whose token was refused.
    ///
    /// - Parameters:
    ///   - error: What the check of its token threw.
    ///   - method: Its method.
    ///   - path: Its path.
    ///   - options: As for ``check(_:_:_:options:)``.
    /// - Returns: The decision, if the request is allowed nevertheless.
    /// - Throws: As the other form.
    @discardableResult
    public func require(
        _ error: TokenError, _ method: String, _ path: String, options: AccessOptions = AccessOptions()
    ) throws(TokenError) -> Decision {
        try require(.refused(code: error.code.rawValue), method, path, options)
    }

    /// What each rule says about a request, for people who wonder about a decision: the rules for
    /// its path, in order, and those that would match if case and a trailing slash were ignored.
    ///
    /// - Parameters:
    ///   - token: The checked token that came with it; nil if none came.
    ///   - method: Its method.
    ///   - path: Its path.
    ///   - options: As for ``check(_:_:_:options:)``.
    /// - Returns: An explanation for each rule; none if programs read the path in different ways,
    ///   since no rule is consulted then.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    ///
    /// ```swift
    /// let rules = try AccessRules(json: """
    ///     { "rules": [
    ///       { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } },
    ///       { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }
    ///     """)
    /// let explained = try rules.explain(nil, "POST", "/orders/")
    /// explained.map(\.rule) // => ["orders"]
    /// explained[0].fits // => false
    /// explained[0].missing?.scope // => ["orders:read"]
    /// ```
    public func explain(
        _ token: Token?, _ method: String, _ path: String, options: AccessOptions = AccessOptions()
    ) throws(TokenError) -> [Explanation] {
        try explain(NativeRequestToken(token), method, path, options)
    }

    /// The same for a request whose token was refused.
    ///
    /// - Parameters:
    ///   - error: What the check of its token threw.
    ///   - method: Its method.
    ///   - path: Its path.
    ///   - options: As for ``check(_:_:_:options:)``.
    /// - Returns: An explanation for each rule.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    public func explain(
        _ error: TokenError, _ method: String, _ path: String, options: AccessOptions = AccessOptions()
    ) throws(TokenError) -> [Explanation] {
        try explain(.refused(code: error.code.rawValue), method, path, options)
    }

    /// What looks wrong in the rules: requirements that contradict each other, and rules that
    /// another rule blocks or makes redundant. The combined effect of several rules is not
    /// examined.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let rules = try AccessRules(json: """
    ///     { "rules": [
    ///       { "name": "all", "methods": ["GET"], "path": "/{*rest}", "require": { "scope": ["read"] } },
    ///       { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["read", "orders"] } } ] }
    ///     """)
    /// try rules.lint().map(\.fault) // => [.redundant]
    /// try rules.lint()[0].by // => "all"
    /// ```
    public func lint() throws(TokenError) -> [Finding] {
        try told(crossing { try native.lint() }, as: [Finding].self)
    }

    /// The same rules in Cedar's language, against which they are tested: each rule is one policy.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let rules = try AccessRules(json: #"{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }"#)
    /// try rules.cedar().hasPrefix("@id(\"health\")\npermit(") // => true
    /// ```
    public func cedar() throws(TokenError) -> String {
        try crossing { try native.toCedar() }
    }

    private func check(_ token: NativeRequestToken, _ method: String, _ path: String, _ options: AccessOptions) throws(TokenError) -> Decision {
        try told(crossing { try native.check(token: token, method: method, path: path, given: options.json) }, as: Decision.self)
    }

    private func require(_ token: NativeRequestToken, _ method: String, _ path: String, _ options: AccessOptions) throws(TokenError) -> Decision {
        let required = try crossing { try native.require(token: token, method: method, path: path, given: options.json) }
        let decision = try told(required.decision, as: Decision.self)
        guard let denied = required.denied else { return decision }
        throw TokenError(denied.error).deciding(decision, TokenError.Fault(rawValue: denied.fault) ?? .program)
    }

    private func explain(
        _ token: NativeRequestToken, _ method: String, _ path: String, _ options: AccessOptions
    ) throws(TokenError) -> [Explanation] {
        try told(crossing { try native.explain(token: token, method: method, path: path, given: options.json) }, as: [Explanation].self)
    }
}

extension NativeRequestToken {
    /// A checked token, or none.
    init(_ token: Token?) {
        self = token.map { .checked(claims: $0.claimsJSON, provenBy: $0.provenBy?.rawValue) } ?? .nothing
    }
}

extension AccessRules: Printed {
    /// Its name.
    public var description: String { "AccessRules" }
}
