import Foundation
internal import TokensealNative

/// The hash of a thumbprint.
public enum ThumbprintHash: String, CaseIterable, Codable, Sendable {
    /// SHA-256, which everyone uses.
    case sha256
    /// SHA-384
    case sha384
    /// SHA-512
    case sha512
}

extension Key {
    /// Returns the key as the text of a JWK (RFC 7517).
    ///
    /// - Parameter options: Whether to return the private half as well. A shared secret is only
    ///   returned with it.
    /// - Returns: The JSON text.
    /// - Throws: `ERR_KEY_MISMATCH` for a private half that the key does not have, or a shared
    ///   secret without ``ExportOptions/private``.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try Key(jwk: key.jwk(options: .private)) == key // => true
    /// try Key(jwk: key.jwk()).isPrivate // => false
    /// try Key.generate(.HS256).jwk() // throws .keyMismatch
    /// ```
    public func jwk(options: ExportOptions = ExportOptions()) throws(TokenError) -> String {
        try crossing { try native.jwkText(given: options.json) }
    }

    /// Returns the key as the bytes of a JWK (RFC 7517), of which the core keeps no copy: the
    /// caller can erase them, unlike a `String`.
    ///
    /// - Parameter options: Whether to return the private half as well. A shared secret is only
    ///   returned with it.
    /// - Returns: The JSON text in UTF-8.
    /// - Throws: As ``jwk(options:)``.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// var bytes = try key.jwkData(options: .private)
    /// defer { bytes.resetBytes(in: bytes.indices) }
    /// try Key(jwk: bytes) == key // => true
    /// ```
    public func jwkData(options: ExportOptions = ExportOptions()) throws(TokenError) -> Data {
        try lending("jwk", options)
    }

    /// Returns the key as PEM: SPKI, or PKCS#8.
    ///
    /// - Parameter options: Whether to return the private key, as PKCS#8.
    /// - Returns: The text.
    /// - Throws: `ERR_KEY_MISMATCH` for a private half that the key does not have, or for a shared
    ///   secret.
    ///
    /// ```swift
    /// try Key.generate(.ES256).pem().hasPrefix("-----BEGIN PUBLIC KEY-----") // => true
    /// ```
    public func pem(options: ExportOptions = ExportOptions()) throws(TokenError) -> String {
        try crossing { try native.pem(given: options.json) }
    }

    /// Returns the key as the bytes of PEM, of which the core keeps no copy.
    ///
    /// - Parameter options: Whether to return the private key, as PKCS#8.
    /// - Returns: The text in ASCII.
    /// - Throws: As ``pem(options:)``.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try key.pemData() == Data(key.pem().utf8) // => true
    /// ```
    public func pemData(options: ExportOptions = ExportOptions()) throws(TokenError) -> Data {
        try lending("pem", options)
    }

    /// Returns the key as DER: SPKI, or PKCS#8.
    ///
    /// - Parameter options: Whether to return the private key, as PKCS#8.
    /// - Returns: The bytes.
    /// - Throws: `ERR_KEY_MISMATCH` for a private half that the key does not have, or for a shared
    ///   secret.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try Key(der: key.der(), algorithm: .ES256, options: KeyOptions(keyID: key.keyID)) == key.publicKey // => true
    /// ```
    public func der(options: ExportOptions = ExportOptions()) throws(TokenError) -> Data {
        try lending("der", options)
    }

    /// Returns the JWK thumbprint (RFC 7638).
    ///
    /// - Parameter hash: The hash function.
    /// - Returns: The thumbprint in base64url.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try key.thumbprint() == key.keyID // => true
    /// ```
    public func thumbprint(_ hash: ThumbprintHash = .sha256) throws(TokenError) -> String {
        try crossing { try native.thumbprint(hash: hash.rawValue) }
    }

    /// Returns the JWK thumbprint as a URI (RFC 9278).
    ///
    /// - Parameter hash: The hash function.
    /// - Returns: The URI, such as `urn:ietf:params:oauth:jwk-thumbprint:sha-256:…`.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// try Key.generate(.ES256).thumbprintURI(.sha512).hasPrefix("urn:ietf:params:oauth:jwk-thumbprint:sha-512:") // => true
    /// ```
    public func thumbprintURI(_ hash: ThumbprintHash = .sha256) throws(TokenError) -> String {
        try crossing { try native.thumbprintUri(hash: hash.rawValue) }
    }

    /// Bytes that the core writes directly to their destination.
    private func lending(_ form: String, _ options: ExportOptions) throws(TokenError) -> Data {
        try Data.lending { room in try native.lend(form: form, room: room, given: options.json) }
    }
}
