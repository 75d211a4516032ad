// The functions for one token, as methods of the key: the same calls, and the same checks.

extension Key {
    /// Signs claims with this key: ``Tokenseal/sign(_:with:options:)``.
    ///
    /// - Parameters:
    ///   - claims: The claims: any value that is encoded as a JSON object, or ``JSONText``.
    ///   - options: What else the token contains. It needs an expiry: ``SignOptions/expiresIn``,
    ///     unless the claims have `exp`.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: As the function: `ERR_KEY_MISMATCH` for an unsuitable key, and others.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let token = try key.sign(["sub": "alice"], options: SignOptions(expiresIn: "15m"))
    /// try key.publicKey.verify(token).subject // => "alice"
    /// try key.publicKey.sign(["sub": "alice"]) // throws .keyMismatch
    /// ```
    public func sign(
        _ claims: some Encodable, options: SignOptions = SignOptions()
    ) throws(TokenError) -> String {
        try Tokenseal.sign(claims, with: self, options: options)
    }

    /// Encrypts claims to this key: ``Tokenseal/encrypt(_:to:options:)``.
    ///
    /// - Parameters:
    ///   - claims: The claims: any value that is encoded as a JSON object, or ``JSONText``.
    ///   - options: What else the token contains. It needs an expiry: ``EncryptOptions/expiresIn``,
    ///     unless the claims have `exp`.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: As the function: `ERR_KEY_MISMATCH` for an unsuitable key, and others.
    ///
    /// ```swift
    /// let key = try Key.generate(.A256GCMKW)
    /// let token = try key.encrypt(["sub": "alice"], options: EncryptOptions(expiresIn: "15m"))
    /// try key.decrypt(token).subject // => "alice"
    /// ```
    public func encrypt(
        _ claims: some Encodable, options: EncryptOptions = EncryptOptions()
    ) throws(TokenError) -> String {
        try Tokenseal.encrypt(claims, to: self, options: options)
    }
}

extension Keys {
    /// Verifies a signed token with this key or these keys, and checks its claims:
    /// ``Tokenseal/verify(_:with:expecting:)``.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - options: What the token must have, and what it need not have.
    /// - Returns: The token, with its claims.
    /// - Throws: As the function.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let keys = try KeySet(jwks: KeySet([key]).jwks())
    /// let token = try key.sign(["sub": "alice"], options: SignOptions(expiresIn: "15m"))
    /// try keys.verify(token)["sub"] // => "alice"
    /// try keys.verify("no token") // throws .jwtInvalid
    /// ```
    public func verify(
        _ token: String, expecting options: VerifyOptions = VerifyOptions()
    ) throws(TokenError) -> Token {
        try Tokenseal.verify(token, with: self, expecting: options)
    }

    /// Decrypts an encrypted token with this key or these keys, and checks its claims:
    /// ``Tokenseal/decrypt(_:with:expecting:)``.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - options: What the token must have, and what it need not have.
    /// - Returns: The token, with its claims.
    /// - Throws: As the function.
    ///
    /// ```swift
    /// let key = try Key.generate(.dir, options: GenerateOptions(enc: .A256GCM))
    /// let token = try key.encrypt(["sub": "alice"], options: EncryptOptions(expiresIn: "15m"))
    /// try key.decrypt(token)["sub"] // => "alice"
    /// ```
    public func decrypt(
        _ token: String, expecting options: DecryptOptions = DecryptOptions()
    ) throws(TokenError) -> Token {
        try Tokenseal.decrypt(token, with: self, expecting: options)
    }
}
