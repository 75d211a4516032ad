import Foundation
internal import TokensealNative

/// Checks tokens with keys and options that are compiled once: what a service or an app makes at its start, and uses for every token.
///
/// With `keys` it accepts signed tokens, with `decryptionKeys` encrypted ones, with both nested ones only; `accept` says otherwise.
/// Any number of tasks can use it at a time.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let verifier = try Verifier(keys: key.publicKey, issuer: "https://issuer.example", leeway: "30s")
/// let token = try sign(["sub": "alice"], with: key, expiresIn: "15m", issuer: "https://issuer.example")
/// try verifier.verify(token)["sub"] // => "alice"
/// ```
public struct Verifier: Sendable {
    private let native: NativeVerifier

    /// Compiles keys and options.
    ///
    /// - Parameters:
    ///   - keys: The key that verifies signatures, or several.
    ///   - decryptionKeys: The key that decrypts, or several.
    ///   - issuer: The `iss` that the token must have, or several of which any will do.
    ///   - audience: The `aud` that the token must have or list, or several of which any will do.
    ///   - subject: The `sub` that the token must have.
    ///   - type: The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`.
    ///   - requiredClaims: Claims that the token must have.
    ///   - maxAge: The greatest age of the token, by its `iat`.
    ///   - leeway: How far clocks may be apart: not at all, if not given.
    ///   - critical: Names that may stand in `crit` because the caller understands them.
    ///   - allowMissingExp: Accepts tokens without `exp`.
    ///   - allowAnyAudience: Accepts any `aud`, where none is expected.
    ///   - allowAnyIssuer: Accepts any `iss`, where none is expected.
    ///   - allowAnyType: Accepts any `typ`, where none is expected.
    ///   - profile: A profile that the token must follow.
    ///   - nonce: The `nonce` that an ID token must have.
    ///   - azp: The `azp` (authorized party) that an ID token must have.
    ///   - algorithms: The only signature algorithms to accept, of those that the keys allow.
    ///   - keyManagement: The only key management algorithms to accept, of those that the keys allow.
    ///   - contentEncryption: The only content encryption algorithms to accept.
    ///   - allowUnsigned: Accepts tokens that are encrypted to a public key and not signed: anybody could have made them.
    ///   - accept: The kinds of token that are accepted. If not given, the one that the keys are for.
    ///   - maxTokenBytes: The longest token, in bytes; 256 KiB if not given.
    ///   - maxHeaderBytes: The longest header, in bytes; 16 KiB if not given.
    ///   - maxJSONDepth: The deepest nesting of JSON, 1 to 100; 32 if not given.
    ///   - maxInflatedBytes: The most bytes that compressed claims may inflate to; 256 KiB if not given.
    ///   - maxAttempts: The most keys that may be tried on a token; 16 if not given.
    ///   - maxPBES2Iterations: The most PBES2 iterations that a token may cost; 1,000,000 if not given.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, or a kind of token that there are no keys for.
    ///
    /// ```swift
    /// let key = try Key.generate(.A256GCMKW)
    /// let verifier = try Verifier(decryptionKeys: key, audience: ["https://api.example", "https://old.example"])
    /// try verifier.verify(encrypt([String: String](), to: key, expiresIn: "15m", audience: "https://api.example")).kind // => .encrypted
    /// try Verifier(keys: key, accept: [.nested]) // throws .optionInvalid
    /// ```
    public init(
        keys: (any Keys)? = nil, decryptionKeys: (any Keys)? = nil, issuer: (any OneOrMany)? = nil, audience: (any OneOrMany)? = nil,
        subject: String? = nil, type: (any OneOrMany)? = nil, requiredClaims: [String]? = nil, maxAge: Length? = nil, leeway: Length? = nil,
        critical: [String]? = nil, allowMissingExp: Bool = false, allowAnyAudience: Bool = false, allowAnyIssuer: Bool = false,
        allowAnyType: Bool = false, profile: Profile? = nil, nonce: String? = nil, azp: String? = nil, algorithms: [SignatureAlgorithm]? = nil,
        keyManagement: [KeyManagement]? = nil, contentEncryption: [ContentEncryption]? = nil, allowUnsigned: Bool = false, accept: [TokenKind]? = nil,
        maxTokenBytes: Int? = nil, maxHeaderBytes: Int? = nil, maxJSONDepth: Int? = nil, maxInflatedBytes: Int? = nil, maxAttempts: Int? = nil,
        maxPBES2Iterations: Int? = nil
    ) throws(TokenError) {
        native = try crossing {
            let options = VerifyOptions(
                algorithms: try lowered(algorithms), keyManagement: try lowered(keyManagement), contentEncryption: try lowered(contentEncryption),
                issuer: lowered(issuer), audience: lowered(audience), subject: subject, tokenType: lowered(type), requiredClaims: requiredClaims,
                maxAge: maxAge?.native, leeway: leeway?.native, critical: critical, allowMissingExp: allowMissingExp, allowAnyAudience: allowAnyAudience,
                allowAnyIssuer: allowAnyIssuer, allowAnyType: allowAnyType, allowUnsigned: allowUnsigned, accept: accept?.map(\.native),
                profile: profile?.native, nonce: nonce, azp: azp, maxTokenBytes: lowered(maxTokenBytes), maxHeaderBytes: lowered(maxHeaderBytes),
                maxJsonDepth: lowered(maxJSONDepth), maxInflatedBytes: lowered(maxInflatedBytes), maxAttempts: lowered(maxAttempts),
                maxPbes2Iterations: lowered(maxPBES2Iterations))
            return try NativeVerifier(keys: keys?.keySet.native, decryptionKeys: decryptionKeys?.keySet.native, options: options)
        }
    }

    /// Checks a token, signed, encrypted or nested.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - now: The time; this moment, if not given.
    /// - Returns: The token, with its claims.
    /// - Throws: What ``verify(_:with:)``, ``decrypt(_:with:)`` and ``unseal(_:decryptWith:verifyWith:)`` throw, but no `ERR_OPTION_INVALID` other than for a
    ///   time that is none.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let verifier = try Verifier(keys: key)
    /// let token = try sign(["sub": "alice"], with: key, expiresIn: 60)
    /// try verifier.verify(token).kind // => .signed
    /// try verifier.verify(token, now: Date(timeIntervalSinceNow: 3600)) // throws .jwtExpired
    /// ```
    public func verify(_ token: String, now: Date? = nil) throws(TokenError) -> Token {
        try Token(packed: crossing { try native.checkPacked(token: token, now: lowered(now)) })
    }

    /// Checks a token as ``verify(_:now:)`` does, and reads its claims as a type.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - type: The type: a struct of your own, or `[String: JSONValue]`.
    ///   - now: The time; this moment, if not given.
    /// - Returns: The claims.
    /// - Throws: As ``verify(_:now:)``, and `ERR_JWT_CLAIM_INVALID` if the type cannot hold the claims.
    ///
    /// ```swift
    /// struct Claims: Codable { let sub: String; let admin: Bool }
    ///
    /// let key = try Key.generate(.HS256)
    /// let token = try sign(Claims(sub: "alice", admin: true), with: key, expiresIn: 60)
    /// try Verifier(keys: key).verify(token, as: Claims.self).admin // => true
    /// ```
    public func verify<Claims: Decodable>(_ token: String, as type: Claims.Type, now: Date? = nil) throws(TokenError) -> Claims {
        try verify(token, now: now).claims(as: type)
    }

    /// Checks many tokens on all cores, and waits for them.
    ///
    /// - Parameters:
    ///   - tokens: The tokens, in the compact serialization.
    ///   - now: The time; this moment, if not given.
    /// - Returns: For each token, in its place, what ``verify(_:now:)`` would return or throw.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let results = try Verifier(keys: key).verifyMany([sign(["sub": "alice"], with: key, expiresIn: 60), "no token"])
    /// try results[0].get()["sub"] // => "alice"
    /// try results[1].get() // throws .jwtInvalid
    /// ```
    public func verifyMany(_ tokens: [String], now: Date? = nil) throws(TokenError) -> [Result<Token, TokenError>] {
        let checked = try crossing { try native.checkMany(tokens: tokens, now: lowered(now)) }
        return checked.map { one in
            switch one {
            case .token(let token): .success(Token(token))
            case .refused(let error): .failure(TokenError(error))
            }
        }
    }
}

extension Verifier: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Its name.
    public var description: String { "Verifier" }

    /// Its name.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
