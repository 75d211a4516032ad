internal import TokensealNative

/// What can be given where keys are wanted: a ``Key``, an array of keys, or a ``KeySet``.
public protocol Keys: VerificationKeys, DecryptionKeys {
    /// The keys as a set.
    var keySet: KeySet { get }
}

extension Key: Keys {
    /// This one key.
    public var keySet: KeySet { KeySet([self]) }
}

extension [Key]: Keys, VerificationKeys, DecryptionKeys, KeySourced {
    /// These keys.
    public var keySet: KeySet { KeySet(self) }
}

/// Keys in their order, immutable. Which of them fits a token, its `kid` and its algorithm say.
///
/// ```swift
/// let old = try Key.generate(.ES256, options: GenerateOptions(keyID: "old"))
/// let new = try Key.generate(.ES256, options: GenerateOptions(keyID: "new"))
/// let published = try KeySet([old, new]).jwks()
/// let set = try KeySet(jwks: published)
/// try verify(sign(["sub": "alice"], with: new, options: SignOptions(expiresIn: "5m")), with: set).keyID // => "new"
/// ```
public struct KeySet: Keys {
    /// A key of a set that was set aside when the set was read.
    public struct Rejected: Hashable, Sendable {
        /// Its place in the `keys` of the set, counted from 0.
        public let index: Int
        /// Its `kid`, if it has one.
        public let keyID: String?
        /// Why, for programs.
        public let code: TokenError.Code
        /// Why, for people.
        public let message: String
    }

    let native: NativeKeySet
    private let keys: [Key]

    /// A set of keys that are at hand.
    ///
    /// - Parameter keys: The keys, in the order in which they are tried.
    public init(_ keys: [Key]) {
        native = NativeKeySet(keys: keys.map(\.native))
        self.keys = keys
    }

    /// Reads the text of a JWK Set (RFC 7517, section 5). A malformed key is set aside; with ``JWKSOptions/publicOnly``,
    /// so are symmetric and private keys.
    ///
    /// - Parameters:
    ///   - jwks: The JSON text.
    ///   - options: Whether one malformed key fails the whole set, and which keys may stand in it.
    /// - Throws: `ERR_JWKS_INVALID` for what is no set, or with ``JWKSOptions/strict`` one of which a key would be set aside;
    ///   `ERR_JOSE_LIMIT_EXCEEDED` for more than 1 MiB or 1000 keys.
    ///
    /// ```swift
    /// let set = try KeySet(jwks: #"{"keys":[{"kty":"oct","kid":"short","alg":"HS256","k":"AA"}]}"#)
    /// set.rejected.first?.keyID // => "short"
    /// set.rejected.first?.code // => .keyWeak
    /// try KeySet(jwks: "[]") // throws .jwksInvalid
    /// ```
    public init(jwks: String, options: JWKSOptions = JWKSOptions()) throws(TokenError) {
        self.init(try crossing { try .fromJwksText(jwks: jwks, given: options.json) })
    }

    init(_ native: NativeKeySet) {
        self.native = native
        keys = native.keys().map { Key($0) }
    }

    /// The set itself.
    public var keySet: KeySet { self }

    /// The keys that were set aside.
    public var rejected: [Rejected] {
        native.rejected().map { one in
            let code = TokenError.Code(rawValue: one.code) ?? .internal
            return Rejected(index: Int(clamping: one.index), keyID: one.keyId, code: code, message: spelled(one.reason))
        }
    }

    /// The first key with this `kid`.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256, options: GenerateOptions(keyID: "mine"))
    /// KeySet([key])[keyID: "mine"] == key // => true
    /// KeySet([key])[keyID: "other"] == nil // => true
    /// ```
    public subscript(keyID keyID: String) -> Key? { native.key(keyId: keyID).map { Key($0) } }

    /// Gives the set as the text of a JWK Set: what is published.
    ///
    /// - Parameter options: Whether to give every key whole. Without it only the public halves are given, and no shared secrets.
    /// - Returns: The JSON text.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// try KeySet([Key.generate(.HS256)]).jwks() // => #"{"keys":[]}"#
    /// ```
    public func jwks(options: ExportOptions = ExportOptions()) throws(TokenError) -> String {
        try crossing { try native.jwksText(given: options.json) }
    }
}

extension KeySet: RandomAccessCollection {
    /// 0
    public var startIndex: Int { keys.startIndex }

    /// How many keys there are, without the rejected ones.
    public var endIndex: Int { keys.endIndex }

    /// The key at this place.
    public subscript(position: Int) -> Key { keys[position] }
}

extension KeySet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What the keys are for and their `kid`s, and nothing of their secrets.
    public var description: String { native.debugDescription }

    /// The same.
    public var debugDescription: String { description }

    /// The keys, which show no secrets.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: keys, displayStyle: .collection) }
}
