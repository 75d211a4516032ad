import Foundation
internal import TokensealNative

/// Answers to senders of events: pushed security events (RFC 8935) and logouts (OpenID Connect
/// Back-Channel Logout 1.0).
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let options = VerifierOptions(issuer: "https://login.example", audience: "orders", profile: .logoutToken)
/// let logouts = try Verifier(keys: key, expecting: options)
/// let revocations = try Revocations(options: RevocationsOptions(longestLifetime: "15m"))
///
/// func backChannelLogout(_ body: String) throws -> HTTP.Response {
///     do {
///         try revocations.applyEvents(logouts.verify(HTTP.logoutToken(body)))
///         return try HTTP.logoutAnswer()
///     } catch {
///         return try HTTP.logoutAnswer(error)
///     }
/// }
/// try backChannelLogout("logout_token=a.b.c").status // => 400
/// ```
public enum HTTP {
    /// An HTTP answer, for every framework.
    public struct Response: Sendable {
        /// The status, such as 202.
        public let status: Int
        /// The headers. Add each of them to those already there.
        public let headers: [(name: String, value: String)]
        /// The body; empty if there is none.
        public let body: String
    }

    /// The answer to a pushed security event (RFC 8935, sections 2.2 to 2.4): 202, or 400 and why.
    /// What is not the event's fault is 500 or 503, after which it is pushed again.
    ///
    /// - Parameter error: What checking or applying the event threw; nil if it was applied.
    /// - Returns: Status, headers and body.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// try HTTP.eventAnswer().status // => 202
    /// try HTTP.eventAnswer(TokenError(code: .jwtExpired, message: "late")).status // => 400
    /// try HTTP.eventAnswer(CancellationError()).status // => 500
    /// ```
    public static func eventAnswer(_ error: (any Error)? = nil) throws(TokenError) -> Response {
        try answer(isLogout: false, error)
    }

    /// The answer to a back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.8):
    /// 200, or 400 if the logout token is no good or the logout failed.
    ///
    /// - Parameter error: What taking, checking or applying the token threw; nil if it was applied.
    /// - Returns: Status, headers and body.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// try HTTP.logoutAnswer().status // => 200
    /// try HTTP.logoutAnswer().headers.map(\.value) // => ["no-store"]
    /// ```
    public static func logoutAnswer(_ error: (any Error)? = nil) throws(TokenError) -> Response {
        try answer(isLogout: true, error)
    }

    /// The logout token in the body of a back-channel logout, which is a form (OpenID Connect
    /// Back-Channel Logout 1.0, section 2.5).
    ///
    /// - Parameter body: The body, as text.
    /// - Returns: The logout token, which nobody has checked yet.
    /// - Throws: `ERR_REQUEST_INVALID` if the body is not a form, or has no such token, or several.
    ///
    /// ```swift
    /// try HTTP.logoutToken("logout_token=a.b.c") // => "a.b.c"
    /// try HTTP.logoutToken("token=a.b.c") // throws .requestInvalid
    /// ```
    public static func logoutToken(_ body: String) throws(TokenError) -> String {
        try crossing { try TokensealNative.logoutToken(body: body) }
    }

    /// An error from elsewhere is no verdict on a token, and has no code here.
    private static func answer(isLogout: Bool, _ error: (any Error)?) throws(TokenError) -> Response {
        let known = error as? TokenError
        let code = error.map { _ in known?.code.rawValue ?? "" }
        let said = try told(TokensealNative.eventAnswer(isLogout: isLogout, code: code, claim: known?.claim), as: Said.self)
        return Response(status: said.status, headers: try pairs(said.headers), body: said.body)
    }

    private struct Said: Decodable {
        let status: Int
        let headers: [[String]]
        let body: String
    }
}

/// Headers as the core writes them.
func pairs(_ headers: [[String]]) throws(TokenError) -> [(name: String, value: String)] {
    guard headers.allSatisfy({ $0.count == 2 }) else { throw TokenError.defect }
    return headers.map { (name: $0[0], value: $0[1]) }
}
