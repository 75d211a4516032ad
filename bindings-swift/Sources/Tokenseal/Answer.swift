extension ProtectedResource {
    /// How to answer a request: let it pass, or refuse it with this status, these headers and this
    /// body.
    ///
    /// ```swift
    /// let api = try ProtectedResource(Verifier(keys: Key.generate(.HS256)))
    /// let answer = try api.check("GET", "/orders", headers: [])
    /// answer.isAllowed // => false
    /// answer.status // => 401
    /// answer.headers.first?.name // => "WWW-Authenticate"
    /// answer.body.hasPrefix(#"{"error":"missing_token","#) // => true
    /// answer.error?.code // => .jwtAccessDenied
    /// ```
    public struct Answer: Sendable {
        /// Whether to let the request pass.
        public let isAllowed: Bool
        /// The status to refuse it with: 400 for a malformed request, 401 for one that needs a
        /// token or a different one, 403 for an insufficient token, 500 and 503 for what is not the
        /// client's fault. 200 if it passes: the service sets its own.
        public let status: Int
        /// The headers of the answer. Add each of them to the headers already there: to the
        /// service's own answer, if the request passes.
        public let headers: [(name: String, value: String)]
        /// The body to refuse it with: JSON text with `error`, `error_description` and `code`.
        /// Empty if the request passes.
        public let body: String
        /// The token, if the request passes and has a good one.
        public let token: Token?
        /// Why it is refused, for logs: what the check of its token threw, or
        /// `ERR_JWT_ACCESS_DENIED` with the decision. Nil if it passes.
        public let error: TokenError?
        /// What the rules, or the scopes of the call, decided. Nil if neither was consulted.
        public let decision: AccessRules.Decision?
    }
}

extension ProtectedResource.Answer {
    /// The core's answer for a token whose check had this result. An error keeps what the core was
    /// not told about it.
    init(_ json: String, _ result: Result<Token, TokenError>?) throws(TokenError) {
        let said = try told(json, as: Said.self)
        (isAllowed, status, body, decision) = (said.allowed, said.status, said.body, said.decision)
        headers = try pairs(said.headers)
        token = said.allowed ? (try? result?.get()) : nil
        if case .failure(let refused) = result, refused.code.rawValue == said.code {
            error = refused
        } else {
            error = said.error
        }
    }

    private struct Said: Decodable {
        let allowed: Bool
        let status: Int
        let headers: [[String]]
        let body: String
        let code, fault, message, claim, dpopNonce: String?
        let decision: AccessRules.Decision?

        var error: TokenError? {
            guard let code else { return nil }
            let known = TokenError.Code(rawValue: code) ?? .internal
            let error = TokenError(code: known, message: spelled(message ?? ""), claim: claim, dpopNonce: dpopNonce)
            guard known == .jwtAccessDenied, let decision else { return error }
            return error.deciding(decision, fault.flatMap(TokenError.Fault.init(rawValue:)) ?? .program)
        }
    }
}

extension ProtectedResource.Answer: Printed {
    /// The status and the code, but nothing of the token.
    public var description: String {
        shown("Answer", [("status", "\(status)"), ("code", error?.code.rawValue)])
    }
}
