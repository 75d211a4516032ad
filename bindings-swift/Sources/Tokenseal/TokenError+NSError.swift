import Foundation

// Objective-C code, crash reporters and everything else that knows errors by number sees a
// `TokenError` as an `NSError`.

extension TokenError: CustomNSError {
    /// The domain of the package's errors as `NSError`s.
    public static let errorDomain = "dev.tokenseal.TokenError"

    /// The key in `userInfo` of the code as a string: `ERR_JWT_EXPIRED`.
    public static let codeKey = "code"

    /// The key in `userInfo` of the claim that was refused, if one was.
    public static let claimKey = "claim"

    /// The number of the code: ``Code/number``.
    public var errorCode: Int { code.number }

    /// The message, the code and the claim, and the cause if there is one.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// do {
    ///     _ = try verify(sign(["aud": "app"], with: key, options: SignOptions(expiresIn: 60)), with: key)
    /// } catch {
    ///     let bridged = error as NSError
    ///     bridged.domain // => TokenError.errorDomain
    ///     bridged.code // => TokenError.Code.jwtClaimMismatch.number
    ///     bridged.userInfo[TokenError.codeKey] as? String // => "ERR_JWT_CLAIM_MISMATCH"
    ///     bridged.userInfo[TokenError.claimKey] as? String // => "aud"
    /// }
    /// ```
    public var errorUserInfo: [String: Any] {
        var info: [String: Any] = [NSLocalizedDescriptionKey: message]
        info[TokenError.codeKey] = code.rawValue
        info[TokenError.claimKey] = claim
        info[NSUnderlyingErrorKey] = cause
        return info
    }
}

extension TokenError.Code {
    /// The code with a number, or nil if none has it.
    ///
    /// - Parameter number: The `code` of an `NSError` of the domain ``TokenError/errorDomain``.
    ///
    /// ```swift
    /// TokenError.Code(number: TokenError.Code.jwtExpired.number) // => .jwtExpired
    /// TokenError.Code(number: 0) // => nil
    /// ```
    public init?(number: Int) {
        let code = TokenError.Code.allCases.first { $0.number == number }
        guard let code else { return nil }
        self = code
    }
}
