import Foundation
internal import TokensealNative

/// A key, with what it may do: made once, bound to its algorithm, immutable and safe to share between tasks.
///
/// A token never chooses more than the key permits. No description of a key shows its secret, and keys are compared in constant time. The
/// bytes that a key is made of are erased from the core's memory when it is no longer used; those that Swift holds, in a `Data` or `String`, and the
/// copies that cross are not.
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
    ///   - algorithm: What the key is for.
    ///   - options: What else the algorithm leaves open, and the key's `kid`.
    /// - Returns: The key, private where there are two halves.
    /// - Throws: `ERR_OPTION_INVALID` for what does not go with the algorithm.
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

    /// The algorithm that the key is bound to. A key without one verifies and decrypts with every algorithm of its
    /// family, and creates nothing.
    public var algorithm: Algorithm? { native.algorithm().flatMap { Algorithm(rawValue: $0) } }

    /// The content encryption that a `dir` key is bound to.
    public var contentEncryption: ContentEncryption? { native.contentEncryption().flatMap { ContentEncryption(rawValue: $0) } }

    /// The key's `kid`: written into tokens that it makes, and what selects it for tokens that it checks.
    public var keyID: String? { native.keyId() }

    /// The `kty` of RFC 7517: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    public var keyType: String { native.keyType() }

    /// The `use` of RFC 7517, `sig` or `enc`, if the key says so.
    public var use: String? { native.keyUse() }

    /// Whether the key holds what must be kept secret. True for every shared secret.
    public var isPrivate: Bool { native.isPrivate() }

    /// The public half: what may be handed out.
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

    /// The same key by another `kid`, or by none: the JWK in the header of an ACME request (RFC 8555, section 6.2), for one,
    /// must have none.
    ///
    /// - Parameter keyID: The other `kid`.
    /// - Returns: The key by that name.
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

    /// Goes by what is public of the key.
    public func hash(into hasher: inout Hasher) { native.hash(into: &hasher) }
}

extension Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What the key is for and its `kid`, and nothing of its secret.
    public var description: String { native.debugDescription }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
