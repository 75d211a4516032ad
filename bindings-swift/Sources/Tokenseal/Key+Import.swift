import Foundation
internal import TokensealNative

extension Key {
    /// Reads the text of a JWK (RFC 7517).
    ///
    /// - Parameters:
    ///   - jwk: The JSON text, public or private.
    ///   - options: What the JWK leaves open.
    /// - Throws: `ERR_JWK_INVALID` for a malformed key, `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH` if its
    ///   halves or its algorithm do not match, `ERR_JOSE_NOT_SUPPORTED`,
    ///   `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let text = #"{"kty":"oct","k":"c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldA","alg":"HS256"}"#
    /// try Key(jwk: text).algorithm // => .HS256
    /// try Key(jwk: "{}") // throws .jwkInvalid
    /// ```
    public init(jwk: String, options: JWKOptions = JWKOptions()) throws(TokenError) {
        self = try Key.made { try .fromJwkText(jwk: jwk, given: options.json) }
    }

    /// Reads the bytes of a JWK (RFC 7517), which the core copies nowhere: the caller can erase
    /// them, unlike a `String`.
    ///
    /// - Parameters:
    ///   - jwk: The JSON text in UTF-8, public or private.
    ///   - options: What the JWK leaves open.
    /// - Throws: As for text: `ERR_JWK_INVALID` and others.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// var bytes = try key.jwkData(options: .private)
    /// try Key(jwk: bytes) == key // => true
    /// bytes.resetBytes(in: bytes.indices)
    /// try Key(jwk: bytes) // throws .jwkInvalid
    /// ```
    public init(jwk: Data, options: JWKOptions = JWKOptions()) throws(TokenError) {
        self = try Key.lent("jwk", jwk, nil, nil, options.json)
    }

    /// Reads a JWK (RFC 7517).
    ///
    /// - Parameters:
    ///   - jwk: The members of the JWK, public or private.
    ///   - options: What the JWK leaves open.
    /// - Throws: As for text: `ERR_JWK_INVALID` and others.
    ///
    /// ```swift
    /// let jwk: [String: JSONValue] = ["kty": "oct", "k": "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldA"]
    /// try Key(jwk: jwk, options: JWKOptions(algorithm: .HS256)).keyType // => "oct"
    /// ```
    public init(jwk: [String: JSONValue], options: JWKOptions = JWKOptions()) throws(TokenError) {
        try self.init(jwk: json(jwk), options: options)
    }

    /// Reads a public or private key from PEM: PKCS#8 (encrypted or not), SPKI, PKCS#1 or SEC 1.
    ///
    /// - Parameters:
    ///   - pem: The text, with one key.
    ///   - algorithm: The algorithm that the key is for.
    ///   - password: The password of an encrypted key.
    ///   - options: The key's `kid`.
    /// - Throws: `ERR_JWK_INVALID` for anything but such a key, or for a wrong password,
    ///   `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try Key(pem: key.pem(), algorithm: .ES256, options: KeyOptions(keyID: key.keyID)) == key.publicKey // => true
    /// try Key(pem: "no key", algorithm: .ES256) // throws .jwkInvalid
    /// ```
    public init(pem: String, algorithm: Algorithm, password: Password? = nil, options: KeyOptions = KeyOptions()) throws(TokenError) {
        self = try Key.made { try .fromPem(pem: pem, algorithm: algorithm.rawValue, password: password?.bytes, given: options.json) }
    }

    /// Reads the bytes of a public or private key in PEM, which the core copies nowhere.
    ///
    /// - Parameters:
    ///   - pem: The text in ASCII, with one key.
    ///   - algorithm: The algorithm that the key is for.
    ///   - password: The password of an encrypted key.
    ///   - options: The key's `kid`.
    /// - Throws: As for text: `ERR_JWK_INVALID` and others.
    ///
    /// ```swift
    /// let key = try Key.generate(.EdDSA)
    /// let bytes = try key.pemData(options: .private)
    /// try Key(pem: bytes, algorithm: .EdDSA, options: KeyOptions(keyID: key.keyID)) == key // => true
    /// ```
    public init(
        pem: Data, algorithm: Algorithm, password: Password? = nil, options: KeyOptions = KeyOptions()
    ) throws(TokenError) {
        self = try Key.lent("pem", pem, algorithm, password, options.json)
    }

    /// Reads a public or private key from DER: PKCS#8 (encrypted or not), SPKI, PKCS#1 or SEC 1.
    ///
    /// - Parameters:
    ///   - der: The bytes.
    ///   - algorithm: The algorithm that the key is for.
    ///   - password: The password of an encrypted key.
    ///   - options: The key's `kid`.
    /// - Throws: As for PEM: `ERR_JWK_INVALID` and others.
    ///
    /// ```swift
    /// let key = try Key.generate(.EdDSA)
    /// try Key(der: key.der(options: .private), algorithm: .EdDSA, options: KeyOptions(keyID: key.keyID)) == key // => true
    /// ```
    public init(der: Data, algorithm: Algorithm, password: Password? = nil, options: KeyOptions = KeyOptions()) throws(TokenError) {
        self = try Key.lent("der", der, algorithm, password, options.json)
    }

    /// Reads the public key of an X.509 certificate. Whether to trust the certificate is for the
    /// caller to decide.
    ///
    /// - Parameters:
    ///   - certificate: PEM (the first of a chain counts) or DER.
    ///   - algorithm: The algorithm that the key is for.
    ///   - options: The key's `kid`.
    /// - Throws: As for PEM: `ERR_JWK_INVALID` and others.
    ///
    /// ```swift
    /// try Key(certificate: Data("no certificate".utf8), algorithm: .ES256) // throws .jwkInvalid
    /// ```
    public init(certificate: Data, algorithm: Algorithm, options: KeyOptions = KeyOptions()) throws(TokenError) {
        self = try Key.made { try .fromCertificate(certificate: certificate, algorithm: algorithm.rawValue, given: options.json) }
    }

    /// Makes a key from a shared secret.
    ///
    /// - Parameters:
    ///   - secret: The bytes, at least as many as the algorithm requires.
    ///   - algorithm: The algorithm that the key is for.
    ///   - options: The content encryption of a `dir` key, and the key's `kid`.
    /// - Throws: `ERR_KEY_WEAK` for a secret that is too short or too simple, `ERR_JWK_INVALID` for
    ///   one that is too long, `ERR_KEY_MISMATCH` for a public or private key given as a secret,
    ///   `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let secret = Data("thirty-two bytes of real entropy".utf8)
    /// try Key(secret: secret, algorithm: .HS256).isPrivate // => true
    /// try Key(secret: secret.prefix(9), algorithm: .HS256) // throws .keyWeak
    /// ```
    public init(secret: Data, algorithm: Algorithm, options: SecretOptions = SecretOptions()) throws(TokenError) {
        self = try Key.lent("secret", secret, algorithm, nil, options.json)
    }

    /// Makes a key from a shared secret that is text, as in settings and environment variables.
    ///
    /// - Parameters:
    ///   - secret: The text.
    ///   - algorithm: The algorithm that the key is for.
    ///   - options: How the text is encoded (`encoding`, which is required), the content encryption
    ///     of a `dir` key, and the key's `kid`.
    /// - Throws: `ERR_OPTION_INVALID` without `encoding`, or for a text that does not have that
    ///   encoding; otherwise as for bytes.
    ///
    /// ```swift
    /// let text = "dGhpcnR5LXR3byBieXRlcyBvZiByZWFsIGVudHJvcHk="
    /// let key = try Key(secret: text, algorithm: .HS256, options: SecretOptions(encoding: .base64))
    /// try key == Key(secret: Data("thirty-two bytes of real entropy".utf8), algorithm: .HS256) // => true
    /// try Key(secret: text, algorithm: .HS256, options: SecretOptions()) // throws .optionInvalid
    /// ```
    public init(secret: String, algorithm: Algorithm, options: SecretOptions) throws(TokenError) {
        self = try Key.made { try .fromSecretText(secret: secret, algorithm: algorithm.rawValue, given: options.json) }
    }

    /// Makes a key from a password, for encryption (PBES2; RFC 7518, section 4.8). It is slow on
    /// purpose.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - algorithm: `PBES2-HS512+A256KW` unless another PBES2 algorithm is named.
    ///   - options: The key's `kid`.
    /// - Throws: `ERR_KEY_WEAK` for a password that is too short, `ERR_KEY_MISMATCH`,
    ///   `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// try Key(password: "correct horse").algorithm // => .PBES2_HS512_A256KW
    /// ```
    public init(password: Password, algorithm: Algorithm? = nil, options: KeyOptions = KeyOptions()) throws(TokenError) {
        self = try Key.made { try .fromPassword(password: password.bytes, algorithm: algorithm?.rawValue, given: options.json) }
    }

    /// A key from bytes that the core reads in place.
    private static func lent(
        _ form: String, _ bytes: Data, _ algorithm: Algorithm?, _ password: Password?,
        _ given: String
    ) throws(TokenError) -> Key {
        let read = { (password: Lent?) in
            try bytes.lent { lent in
                try NativeKey.fromLent(
                    form: form, bytes: lent, algorithm: algorithm?.rawValue, password: password,
                    given: given)
            }
        }
        return Key(try crossing { try password.map { try $0.bytes.lent(read) } ?? read(nil) })
    }
}
