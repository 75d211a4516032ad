import Foundation
internal import TokensealNative

/// The hash of a thumbprint.
public enum ThumbprintHash: String, CaseIterable, Codable, Sendable {
    /// SHA-256, what everybody uses.
    case sha256
    /// SHA-384
    case sha384
    /// SHA-512
    case sha512
}

extension Key {
    /// Gives the key as the text of a JWK (RFC 7517).
    ///
    /// - Parameter options: Whether to give the private half as well. A shared secret is only given with it.
    /// - Returns: The JSON text.
    /// - Throws: `ERR_KEY_MISMATCH` for a private key that the key lacks, or a shared secret without ``ExportOptions/private``.
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

    /// Gives the key as PEM: SPKI, or PKCS#8.
    ///
    /// - Parameter options: Whether to give the private key, as PKCS#8.
    /// - Returns: The text.
    /// - Throws: `ERR_KEY_MISMATCH` for a private key that the key lacks, or for a shared secret.
    ///
    /// ```swift
    /// try Key.generate(.ES256).pem().hasPrefix("-----BEGIN PUBLIC KEY-----") // => true
    /// ```
    public func pem(options: ExportOptions = ExportOptions()) throws(TokenError) -> String {
        try crossing { try native.pem(given: options.json) }
    }

    /// Gives the key as DER: SPKI, or PKCS#8.
    ///
    /// - Parameter options: Whether to give the private key, as PKCS#8.
    /// - Returns: The bytes.
    /// - Throws: `ERR_KEY_MISMATCH` for a private key that the key lacks, or for a shared secret.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try Key(der: key.der(), algorithm: .ES256, options: KeyOptions(keyID: key.keyID)) == key.publicKey // => true
    /// ```
    public func der(options: ExportOptions = ExportOptions()) throws(TokenError) -> Data {
        try crossing { try native.der(given: options.json) }
    }

    /// Gives the JWK thumbprint (RFC 7638).
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

    /// Gives the JWK thumbprint as a URI (RFC 9278).
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
}
