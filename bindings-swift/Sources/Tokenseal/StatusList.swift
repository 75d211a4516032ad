import Foundation
internal import TokensealNative

/// A list that says of each of many tokens whether it still counts, as its issuer keeps it (draft-ietf-oauth-status-list-21).
///
/// The issuer gives each token an index of the list, and publishes the list, signed and compressed, where everybody can fetch it: one status costs a
/// bit. Whoever checks the tokens does so with ``StatusLists``. Keep the ``state()`` whenever it has changed: nothing else knows which indexes were given.
///
/// Any number of tasks can use it at a time.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let list = try StatusList(capacity: 100_000, bits: 1)
/// let uri = "https://issuer.example/statuses/1"
///
/// let index = try list.allocate()
/// let claims: JSONValue = ["sub": "alice", "status": try list.claim(uri: uri, index: index)]
/// let token = try sign(claims, with: key, options: SignOptions(expiresIn: "30d"))
///
/// try list.set(StatusList.invalid, at: index) // the token is revoked
/// let published = try list.jwt(signingWith: key, uri: uri, options: StatusTokenOptions(ttl: "5m", expiresIn: "1d"))
/// try inspectUnverified(published).headerJSON.contains("statuslist+jwt") // => true
/// try inspectUnverified(token).claimsJSON?.contains(uri) // => true
/// ```
public struct StatusList: Sendable {
    /// The token is valid.
    public static let valid: UInt8 = 0
    /// The token is revoked, for ever.
    public static let invalid: UInt8 = 1
    /// The token does not count for now.
    public static let suspended: UInt8 = 2

    private let native: NativeStatusList

    /// An empty list.
    ///
    /// - Parameters:
    ///   - capacity: For how many tokens, rounded up to a multiple of eight.
    ///   - bits: How many bits the status of each has: 1, 2, 4 or 8. One tells valid from invalid; to suspend takes two.
    /// - Throws: `ERR_OPTION_INVALID` for another number of bits, a capacity of 0, and one that takes more than 16 MiB, which is what others read by
    ///   default: a hundred and thirty-four million at one bit.
    ///
    /// ```swift
    /// try StatusList(capacity: 1_001, bits: 2).capacity // => 1008
    /// try StatusList(capacity: 1_000, bits: 3) // throws .optionInvalid
    /// ```
    public init(capacity: Int, bits: Int) throws(TokenError) {
        // What is out of range, the core refuses.
        native = try crossing {
            try NativeStatusList(capacity: UInt64(exactly: capacity) ?? .max, bits: UInt32(exactly: bits) ?? .max)
        }
    }

    /// The list that ``state()`` wrote down.
    ///
    /// - Parameter state: The text. Nothing protects it: whoever can change it decides which tokens are valid.
    /// - Throws: `ERR_OPTION_INVALID` if it is cut off, damaged, or of a newer version.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 1_000, bits: 2)
    /// let index = try list.allocate()
    /// try list.set(StatusList.suspended, at: index)
    /// let again = try StatusList(state: list.state())
    /// try again.status(at: index) // => 2
    /// again.free // => 999
    /// try StatusList(state: "{}") // throws .optionInvalid
    /// ```
    public init(state: String) throws(TokenError) {
        native = try crossing { try NativeStatusList.fromState(state: state) }
    }

    /// How many tokens the list is for.
    public var capacity: Int { Int(clamping: native.capacity()) }

    /// How many bits a status has.
    public var bits: Int { Int(native.bits()) }

    /// How many indexes have not been given to a token.
    public var free: Int { Int(clamping: native.free()) }

    /// Gives an index that no token has, drawn from all of those by chance, so that nobody can tell from it when a token was made.
    ///
    /// - Returns: The index.
    /// - Throws: `ERR_OPTION_INVALID` if the list is full: make another one, with an address of its own.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 8, bits: 1)
    /// try Set((0..<8).map { _ in try list.allocate() }).count // => 8
    /// try list.allocate() // throws .optionInvalid
    /// ```
    public func allocate() throws(TokenError) -> Int {
        Int(clamping: try crossing { try native.allocate() })
    }

    /// Sets the status of the token that was given an index.
    ///
    /// - Parameters:
    ///   - status: ``valid``, ``invalid``, ``suspended``, or a status of your own. Whoever checks accepts none but ``valid``.
    ///   - index: The index.
    /// - Throws: `ERR_OPTION_INVALID` if no token was given the index, or the status needs more bits.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 1_000, bits: 1)
    /// let index = try list.allocate()
    /// try list.set(StatusList.invalid, at: index)
    /// try list.set(StatusList.suspended, at: index) // throws .optionInvalid
    /// ```
    public func set(_ status: UInt8, at index: Int) throws(TokenError) {
        try crossing { try native.setStatus(index: place(index), status: status) }
    }

    /// The status of the token that was given an index.
    ///
    /// - Parameter index: The index.
    /// - Returns: The status, such as ``valid``.
    /// - Throws: `ERR_OPTION_INVALID` if no token was given the index.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 1_000, bits: 1)
    /// try list.status(at: list.allocate()) // => 0
    /// try list.status(at: -1) // throws .optionInvalid
    /// ```
    public func status(at index: Int) throws(TokenError) -> UInt8 {
        try crossing { try native.getStatus(index: place(index)) }
    }

    /// The `status` claim of the token that was given an index.
    ///
    /// - Parameters:
    ///   - uri: The address at which the list is published.
    ///   - index: The index.
    /// - Returns: The claim.
    /// - Throws: `ERR_OPTION_INVALID` if no token was given the index, or the address is not one of http or https.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 1_000, bits: 1)
    /// let index = try list.allocate()
    /// try list.claim(uri: "https://issuer.example/statuses/1", index: index)["status_list"]?["idx"] == .integer(index) // => true
    /// ```
    public func claim(uri: String, index: Int) throws(TokenError) -> JSONValue {
        let text = try crossing { try native.claim(uri: uri, index: place(index)) }
        guard let claim = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else { throw TokenError.defect }
        return claim
    }

    /// The signed token of the list as it is now, to be served at `uri` as `application/statuslist+jwt` (section 5.1 of the draft).
    ///
    /// - Parameters:
    ///   - key: A key that those who check the tokens have: that of the tokens, unless they were told otherwise.
    ///   - uri: The address at which it is published.
    ///   - options: How long it holds: ``StatusTokenOptions/ttl`` or ``StatusTokenOptions/expiresIn``. A token that is revoked is refused once others
    ///     have fetched the list again.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: `ERR_OPTION_INVALID` if there is neither, or the address is not one of http or https; `ERR_KEY_MISMATCH` if the key cannot sign;
    ///   `ERR_JOSE_LIMIT_EXCEEDED` if it were longer than 4 MiB, which is what others read by default.
    ///
    /// ```swift
    /// let (list, key) = (try StatusList(capacity: 1_000, bits: 1), try Key.generate(.ES256))
    /// let options = StatusTokenOptions(ttl: "5m")
    /// try list.jwt(signingWith: key, uri: "https://issuer.example/statuses/1", options: options).split(separator: ".").count // => 3
    /// try list.jwt(signingWith: key, uri: "https://issuer.example/statuses/1", options: StatusTokenOptions()) // throws .optionInvalid
    /// ```
    public func jwt(signingWith key: any SigningKey, uri: String, options: StatusTokenOptions) throws(TokenError) -> String {
        let signing = try key.keySource.signingKey()
        return try crossing { try native.toJwt(key: signing, uri: uri, given: options.json) }
    }

    /// All that there is to keep of the list, as text: which indexes were given, and every status. ``init(state:)`` reads it.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    public func state() throws(TokenError) -> String {
        try crossing { try native.toState() }
    }

    /// One that no token was given, where there is none.
    private func place(_ index: Int) -> UInt64 { UInt64(exactly: index) ?? .max }
}

extension StatusList: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many indexes were given, and none of the statuses.
    public var description: String { native.debugDescription }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
