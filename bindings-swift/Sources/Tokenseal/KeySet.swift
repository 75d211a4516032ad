internal import TokensealNative

/// Anything that can be given where keys are expected: a ``Key``, an array of keys, or a
/// ``KeySet``.
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

/// An immutable set of keys, in order. A token's `kid` and algorithm select one of them.
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
        /// Its index in the set's `keys`, counted from 0.
        public let index: Int
        /// Its `kid`, if it has one.
        public let keyID: String?
        /// Why it was set aside, for programs.
        public let code: TokenError.Code
        /// Why it was set aside, for people.
        public let message: String
    }

    let native: NativeKeySet
    private let keys: [Key]

    /// A set of these keys.
    ///
    /// - Parameter keys: The keys, in the order in which they are tried.
    public init(_ keys: [Key]) {
        native = NativeKeySet(keys: keys.map(\.native))
        self.keys = keys
    }

    /// Reads the text of a JWK Set (RFC 7517, section 5). A malformed key is set aside; with
    /// ``JWKSOptions/publicOnly``, symmetric and private keys are, too.
    ///
    /// - Parameters:
    ///   - jwks: The JSON text.
    ///   - options: Whether one malformed key fails the whole set, and which keys it may hold.
    /// - Throws: `ERR_JWKS_INVALID` for anything but a set, or with ``JWKSOptions/strict`` for one
    ///   from which a key would be set aside; `ERR_JOSE_LIMIT_EXCEEDED` for more than 1 MiB or 1000
    ///   keys.
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

    /// Returns the set as the text of a JWK Set, to be published.
    ///
    /// - Parameter options: Whether to return every key in full. Without it only the public halves
    ///   are returned, and no shared secrets.
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

    /// How many keys there are, not counting the rejected ones.
    public var endIndex: Int { keys.endIndex }

    /// The key at this index.
    public subscript(position: Int) -> Key { keys[position] }
}

extension KeySet: Printed {
    /// What the keys are for and their `kid`s, but nothing of their secrets.
    public var description: String {
        let rejected = native.rejected().count
        let keys = "[\(keys.map(\.description).joined(separator: ", "))]"
        return rejected == 0 ? "KeySet(\(keys))" : "KeySet(\(keys), rejected=\(rejected))"
    }

    /// The keys, which show no secrets.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: keys, displayStyle: .collection) }
}

extension KeySet.Rejected: Printed {
    /// Which key it was, and the code.
    public var description: String {
        shown("RejectedKey", [
            ("index", "\(index)"), ("keyID", quoted(keyID)), ("code", code.rawValue),
        ])
    }
}
