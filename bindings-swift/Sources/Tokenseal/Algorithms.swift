internal import TokensealNative

// The names themselves are generated, in AlgorithmNames.swift. The core reads them: that is how they cross.

extension Algorithm {
    /// The algorithm of this name, exactly as the RFCs write it.
    ///
    /// - Parameter name: The name, from a configuration, say.
    /// - Throws: `ERR_JOSE_NOT_SUPPORTED` for any that the library does not have.
    ///
    /// ```swift
    /// try Algorithm(named: "ECDH-ES+A256KW") // => .ECDH_ES_A256KW
    /// try Algorithm(named: "none") // throws .joseNotSupported
    /// ```
    public init(named name: String) throws(TokenError) { self = try known(name, parseAlgorithm) }

    init(_ native: TokensealNative.Algorithm) throws(TokenError) { try self.init(named: algorithmName(algorithm: native)) }
}

extension SignatureAlgorithm {
    /// The algorithm of this name, exactly as the RFCs write it.
    ///
    /// - Parameter name: The name, from a configuration, say.
    /// - Throws: `ERR_JOSE_NOT_SUPPORTED` for any that the library does not have.
    ///
    /// ```swift
    /// try SignatureAlgorithm(named: "ML-DSA-65") // => .ML_DSA_65
    /// ```
    public init(named name: String) throws(TokenError) { self = try known(name, parseSignatureAlgorithm) }
}

extension KeyManagement {
    /// The algorithm of this name, exactly as the RFCs write it.
    ///
    /// - Parameter name: The name, from a configuration, say.
    /// - Throws: `ERR_JOSE_NOT_SUPPORTED` for any that the library does not have.
    ///
    /// ```swift
    /// try KeyManagement(named: "dir") // => .dir
    /// ```
    public init(named name: String) throws(TokenError) { self = try known(name, parseKeyManagement) }
}

extension ContentEncryption {
    /// The algorithm of this name, exactly as the RFCs write it.
    ///
    /// - Parameter name: The name, from a configuration, say.
    /// - Throws: `ERR_JOSE_NOT_SUPPORTED` for any that the library does not have.
    ///
    /// ```swift
    /// try ContentEncryption(named: "A256GCM") // => .A256GCM
    /// ```
    public init(named name: String) throws(TokenError) { self = try known(name, parseContentEncryption) }
}

extension Curve {
    /// The curve of this name, exactly as the RFCs write it.
    ///
    /// - Parameter name: The name, from a configuration, say.
    /// - Throws: `ERR_JOSE_NOT_SUPPORTED` for any that the library does not have.
    ///
    /// ```swift
    /// try Curve(named: "P-256") // => .P256
    /// ```
    public init(named name: String) throws(TokenError) { self = try known(name, parseCurve) }
}

/// What is generated has every name of the core; the test of all names says so.
private func known<Name: RawRepresentable<String>>(_ name: String, _ parse: (String) throws -> some Any) throws(TokenError) -> Name {
    _ = try crossing { try parse(name) }
    guard let known = Name(rawValue: name) else { throw TokenError(code: .internal, message: "a name that the package does not have") }
    return known
}
