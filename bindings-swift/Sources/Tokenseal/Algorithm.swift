// The names themselves are generated, in AlgorithmNames.swift.

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
    public init(named name: String) throws(TokenError) { self = try known(name, as: "algorithm") }
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
    public init(named name: String) throws(TokenError) { self = try known(name, as: "signature algorithm") }
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
    public init(named name: String) throws(TokenError) { self = try known(name, as: "key management algorithm") }
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
    public init(named name: String) throws(TokenError) { self = try known(name, as: "content encryption algorithm") }
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
    public init(named name: String) throws(TokenError) { self = try known(name, as: "curve") }
}

/// The value of this name. What is generated has every name of the core.
private func known<Name: RawRepresentable<String>>(_ name: String, as what: String) throws(TokenError) -> Name {
    guard let known = Name(rawValue: name) else { throw TokenError(code: .joseNotSupported, message: "this \(what) is not supported") }
    return known
}
