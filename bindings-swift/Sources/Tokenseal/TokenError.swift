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
    /// What happened, for people. It never holds secrets, claim values or parts of the token, and it may change.
    public let message: String
    /// The claim (or `typ`) that was refused, where one was.
    public let claim: String?
    /// The nonce that a DPoP proof must have, with `ERR_DPOP_NONCE_REQUIRED`: for the header `DPoP-Nonce` of the answer (RFC 9449, section 9).
    public let dpopNonce: String?
    /// What a function of your own threw (``RemoteKeySet/Headers``, ``RemoteKeySet/Client``, ``RevocationStore/send(_:)``,
    /// ``ExternalKey/signature(for:)``), where that is why keys could not be fetched, a store did not answer, or there is no signature. It does not
    /// count when errors are compared.
    public private(set) var cause: (any Error)?

    /// Who has to act when the check of a token failed: only ``Fault/token`` is an answer to the client that sent it.
    public var fault: Fault { code.fault }
    /// The HTTP status to answer with when a token was being checked.
    public var status: Int { code.status }

    /// Makes an error: for tests, and for those who report failures of their own in these terms.
    ///
    /// - Parameters:
    ///   - code: What happened.
    ///   - message: The same for people.
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

    /// What cannot happen, in the words of the bridge.
    static let defect = TokenError(code: .internal, message: "a defect of the library was caught")

    init(_ error: NativeError) {
        switch error {
        case .Refused(let code, let reason, let claim, let dpopNonce):
            self.init(code: Code(rawValue: code) ?? .internal, message: spelled(reason), claim: claim, dpopNonce: dpopNonce)
        }
    }
}

extension TokenError {
    /// Whether code, message, claim and nonce are the same.
    public static func == (one: TokenError, other: TokenError) -> Bool {
        one.code == other.code && one.message == other.message && one.claim == other.claim && one.dpopNonce == other.dpopNonce
    }

    /// Code, message, claim and nonce.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
        hasher.combine(claim)
        hasher.combine(dpopNonce)
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

/// A message of the core, with the names of options as they are spelt here.
func spelled(_ reason: String) -> String {
    guard reason.contains("_") else { return reason }
    var text = ""
    var rest = Substring(reason)
    while let start = rest.firstIndex(where: isInName) {
        text += rest[..<start]
        let word = rest[start...].prefix(while: isInName)
        text += optionNames[String(word)] ?? String(word)
        rest = rest[word.endIndex...]
    }
    return text + rest
}

private func isInName(_ letter: Character) -> Bool { letter == "_" || letter.isLetter || letter.isNumber }

/// Calls the core. Nothing but a `TokenError` comes out; that UniFFI has an error of its own means that something is broken.
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
