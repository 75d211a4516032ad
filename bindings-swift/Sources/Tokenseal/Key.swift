import Foundation
internal import TokensealNative

/// A key, with what it may do: made once, bound to its algorithm, immutable and safe to share
/// between tasks.
///
/// A token can never choose more than the key permits. No description of a key shows its secret,
/// and keys are compared in constant time. The bytes of a key are erased from the core's memory
/// when it is no longer used. Those that Swift holds are not: pass secrets as `Data`, which is
/// never copied on the way, and erase it (`resetBytes(in:)`). A `String` cannot be erased, nor can
/// the copies of it that cross to the core.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: .minutes(15)))
/// try verify(token, with: key.publicKey)["sub"] // => "alice"
/// ```
public struct Key: Sendable {
    let native: NativeKey

    init(_ native: NativeKey) {
        self.native = native
    }

    /// Makes a new key.
    ///
    /// - Parameters:
    ///   - algorithm: The algorithm that the key is for.
    ///   - options: What the algorithm leaves open, and the key's `kid`.
    /// - Returns: The key; the private one if there are two halves.
    /// - Throws: `ERR_OPTION_INVALID` for an option that does not fit the algorithm.
    ///
    /// ```swift
    /// try Key.generate(.EdDSA).keyType // => "OKP"
    /// try Key.generate(.dir, options: GenerateOptions(enc: .A256GCM)).contentEncryption // => .A256GCM
    /// try Key.generate(.ECDH_ES, options: GenerateOptions(curve: .X25519, keyID: "mine")).keyID // => "mine"
    /// try Key.generate(.RS256, options: GenerateOptions(bits: 1024)) // throws .optionInvalid
    /// ```
    public static func generate(_ algorithm: Algorithm, options: GenerateOptions = GenerateOptions()) throws(TokenError) -> Key {
        try made { try .generate(algorithm: algorithm.rawValue, given: options.json) }
    }

    /// The algorithm that the key is bound to. A key without one verifies and decrypts with every
    /// algorithm of its family, and cannot sign or encrypt.
    public var algorithm: Algorithm? { native.algorithm().flatMap { Algorithm(rawValue: $0) } }

    /// The content encryption that a `dir` key is bound to.
    public var contentEncryption: ContentEncryption? { native.contentEncryption().flatMap { ContentEncryption(rawValue: $0) } }

    /// The key's `kid`: it is written into the tokens that the key makes, and selects the key for
    /// the tokens that it checks.
    public var keyID: String? { native.keyId() }

    /// The `kty` of RFC 7517: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    public var keyType: String { native.keyType() }

    /// The `use` of RFC 7517, `sig` or `enc`, if the key says so.
    public var use: String? { native.keyUse() }

    /// Whether the key holds something that must be kept secret. True for every shared secret.
    public var isPrivate: Bool { native.isPrivate() }

    /// The public half, which may be handed out.
    ///
    /// - Throws: `ERR_KEY_MISMATCH` for a shared secret, which has none.
    ///
    /// ```swift
    /// try Key.generate(.ES256).publicKey.isPrivate // => false
    /// try Key.generate(.HS256).publicKey // throws .keyMismatch
    /// ```
    public var publicKey: Key {
        get throws(TokenError) { try Key.made { try native.publicKey() } }
    }

    /// The same key with another `kid`, or without one: the JWK in the header of an ACME request
    /// (RFC 8555, section 6.2), for example, must have none.
    ///
    /// - Parameter keyID: The other `kid`.
    /// - Returns: The key with that `kid`.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// key.withKeyID("2026-11").keyID // => "2026-11"
    /// try key.withKeyID(nil).jwk().contains("kid") // => false
    /// ```
    public func withKeyID(_ keyID: String?) -> Key { Key(native.withKeyId(keyId: keyID)) }

    static func made(_ make: () throws -> NativeKey) throws(TokenError) -> Key {
        Key(try crossing(make))
    }
}

extension Key: Hashable {
    /// Whether they are the same key for the same use, compared in constant time.
    public static func == (one: Key, other: Key) -> Bool { one.native == other.native }

    /// Uses only what is public about the key.
    public func hash(into hasher: inout Hasher) { native.hash(into: &hasher) }
}

extension Key: Printed {
    /// What the key is for and its `kid`, but nothing of its secret:
    /// `Key(keyType=EC, algorithm=ES256, keyID="k", isPrivate=true)`.
    public var description: String {
        shown("Key", [
            ("keyType", keyType), ("algorithm", algorithm?.rawValue), ("keyID", quoted(keyID)),
            ("isPrivate", "\(isPrivate)"),
        ])
    }
}
