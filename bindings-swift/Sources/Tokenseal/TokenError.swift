import Foundation
internal import TokensealNative

/// Why a token, a key or an option was refused: the only error that this package throws.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "5m"))
/// do {
///     _ = try verify(token, with: key, expecting: VerifyOptions(now: .distantFuture))
/// } catch {
///     error.code // => .jwtExpired
///     error.claim // => "exp"
///     error.fault // => .token
///     error.status // => 401
/// }
/// ```
public struct TokenError: Error, Hashable, Sendable {
    /// What happened, as one of the stable codes.
    public let code: Code
    /// What happened, for people. It never holds secrets, claim values or parts of the token, and
    /// it may change.
    public let message: String
    /// The claim (or `typ`) that was refused, if one was.
    public let claim: String?
    /// With `ERR_DPOP_NONCE_REQUIRED`, the nonce that a DPoP proof must have: for the answer's
    /// header `DPoP-Nonce` (RFC 9449, section 9).
    public let dpopNonce: String?
    /// With `ERR_JWT_ACCESS_DENIED`, what access rules decided.
    public private(set) var decision: AccessRules.Decision?
    /// Whose fault that is, which the code alone does not say.
    private var faultOfDecision: Fault?
    /// What a function of your own threw (``RemoteKeySet/Headers``, ``RemoteKeySet/Client``,
    /// ``RevocationStore/send(_:)``, ``ExternalKey/signature(for:)``), if that is why keys could
    /// not be fetched, a store did not answer, or there is no signature. It is ignored when errors
    /// are compared.
    public private(set) var cause: (any Error)?

    /// Who must act when the check of a token failed: only ``Fault/token`` is an answer to the
    /// client that sent it.
    public var fault: Fault { faultOfDecision ?? code.fault }
    /// The HTTP status to answer with when the check of a token failed.
    public var status: Int { decision?.status ?? code.status }

    /// Makes an error: for tests, and for code that reports its own failures in these terms.
    ///
    /// - Parameters:
    ///   - code: What happened.
    ///   - message: What happened, for people.
    ///   - claim: The claim that was refused.
    ///   - dpopNonce: The nonce that a DPoP proof must have.
    ///
    /// ```swift
    /// TokenError(code: .jwtExpired, message: "expired").code.rawValue // => "ERR_JWT_EXPIRED"
    /// ```
    public init(code: Code, message: String, claim: String? = nil, dpopNonce: String? = nil) {
        self.code = code
        self.message = message
        self.claim = claim
        self.dpopNonce = dpopNonce
    }

    /// The same error, with what caused it.
    func caused(by cause: any Error) -> TokenError {
        var error = self
        error.cause = cause
        return error
    }

    /// The same error, with the decision that it reports.
    func deciding(_ decision: AccessRules.Decision, _ fault: Fault) -> TokenError {
        var error = self
        (error.decision, error.faultOfDecision) = (decision, fault)
        return error
    }

    /// What should never happen, in the words of the bridge.
    static let defect = TokenError(code: .internal, message: "a defect of the library was caught")

    init(_ error: NativeError) {
        switch error {
        case .Refused(let code, let reason, let claim, let dpopNonce):
            self.init(code: Code(rawValue: code) ?? .internal, message: spelled(reason), claim: claim, dpopNonce: dpopNonce)
        }
    }
}

extension TokenError {
    /// Whether code, message, claim, nonce and decision are the same.
    public static func == (one: TokenError, other: TokenError) -> Bool {
        one.code == other.code && one.message == other.message && one.claim == other.claim && one.dpopNonce == other.dpopNonce
            && one.decision == other.decision
    }

    /// Code, message, claim, nonce and decision.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
        hasher.combine(claim)
        hasher.combine(dpopNonce)
        hasher.combine(decision)
    }
}

extension TokenError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}

extension TokenError: LocalizedError {
    /// The message, for people.
    public var errorDescription: String? { message }
}

/// A message of the core, with the names of options and functions as they are spelled here.
func spelled(_ reason: String) -> String {
    guard reason.contains("_") else { return reason }
    var text = ""
    var rest = Substring(reason)
    while let start = rest.firstIndex(where: isInName) {
        text += rest[..<start]
        let word = String(rest[start...].prefix(while: isInName))
        rest = rest[start...].dropFirst(word.count)
        if let call = functionNames[word] {
            // `KeySet.from_jwks` is `KeySet(jwks:)`.
            let type = call.prefix { $0 != "(" } + "."
            if text.hasSuffix(type) { text.removeLast(type.count) }
            text += call
        } else {
            text += optionNames[word] ?? word
        }
    }
    return text + rest
}

private func isInName(_ letter: Character) -> Bool { letter == "_" || letter.isLetter || letter.isNumber }

/// Calls the core. It throws nothing but a `TokenError`; an error of UniFFI's own means that
/// something is broken.
func crossing<Result>(_ call: () throws -> Result) throws(TokenError) -> Result {
    do {
        return try call()
    } catch let error as NativeError {
        throw TokenError(error)
    } catch let error as TokenError {
        throw error
    } catch {
        throw TokenError.defect
    }
}
