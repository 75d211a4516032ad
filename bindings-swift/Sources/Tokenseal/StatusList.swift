import Foundation
internal import TokensealNative

/// A list that says for each of many tokens whether it is still valid, as kept by their issuer
/// (draft-ietf-oauth-status-list-21).
///
/// The issuer gives each token an index in the list, and publishes the list, signed and compressed,
/// where anyone can fetch it: one status costs one bit. Services that check the tokens use
/// ``StatusLists``. Save the ``state()`` whenever it has changed: nothing else knows which indexes
/// were allocated.
///
/// Any number of tasks can use it at once.
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
    /// The token is revoked, forever.
    public static let invalid: UInt8 = 1
    /// The token is temporarily invalid.
    public static let suspended: UInt8 = 2

    private let native: NativeStatusList

    /// An empty list.
    ///
    /// - Parameters:
    ///   - capacity: How many tokens it is for, rounded up to a multiple of eight.
    ///   - bits: How many bits the status of each has: 1, 2, 4 or 8. One bit tells valid from
    ///     invalid; suspending takes two.
    /// - Throws: `ERR_OPTION_INVALID` for another number of bits, a capacity of 0, and one that
    ///   takes more than 16 MiB, which is the most that others read by default: a hundred and
    ///   thirty-four million at one bit.
    ///
    /// ```swift
    /// try StatusList(capacity: 1_001, bits: 2).capacity // => 1008
    /// try StatusList(capacity: 1_000, bits: 3) // throws .optionInvalid
    /// ```
    public init(capacity: Int, bits: Int) throws(TokenError) {
        // The core refuses values that are out of range.
        native = try crossing {
            try NativeStatusList(capacity: UInt64(exactly: capacity) ?? .max, bits: UInt32(exactly: bits) ?? .max)
        }
    }

    /// The list that ``state()`` wrote.
    ///
    /// - Parameter state: The text. Nothing protects it: anyone who can change it decides which
    ///   tokens are valid.
    /// - Throws: `ERR_OPTION_INVALID` if it is truncated, damaged, or from a newer version.
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

    /// How many indexes are still free.
    public var free: Int { Int(clamping: native.free()) }

    /// Returns a free index, drawn at random, so that nobody can tell from it when a token was
    /// made.
    ///
    /// - Returns: The index.
    /// - Throws: `ERR_OPTION_INVALID` if the list is full: make another one, with an address of its
    ///   own.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 8, bits: 1)
    /// try Set((0..<8).map { _ in try list.allocate() }).count // => 8
    /// try list.allocate() // throws .optionInvalid
    /// ```
    public func allocate() throws(TokenError) -> Int {
        Int(clamping: try crossing { try native.allocate() })
    }

    /// Sets the status of the token with an index.
    ///
    /// - Parameters:
    ///   - status: ``valid``, ``invalid``, ``suspended``, or a status of your own. Checks accept
    ///     none but ``valid``.
    ///   - index: The index.
    /// - Throws: `ERR_OPTION_INVALID` if the index was not allocated, or the status needs more
    ///   bits.
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

    /// The status of the token with an index.
    ///
    /// - Parameter index: The index.
    /// - Returns: The status, such as ``valid``.
    /// - Throws: `ERR_OPTION_INVALID` if the index was not allocated.
    ///
    /// ```swift
    /// let list = try StatusList(capacity: 1_000, bits: 1)
    /// try list.status(at: list.allocate()) // => 0
    /// try list.status(at: -1) // throws .optionInvalid
    /// ```
    public func status(at index: Int) throws(TokenError) -> UInt8 {
        try crossing { try native.getStatus(index: place(index)) }
    }

    /// The `status` claim for the token with an index.
    ///
    /// - Parameters:
    ///   - uri: The address at which the list is published.
    ///   - index: The index.
    /// - Returns: The claim.
    /// - Throws: `ERR_OPTION_INVALID` if the index was not allocated, or the address is not an http
    ///   or https one.
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

    /// The signed token of the list as it is now, to be served at `uri` as
    /// `application/statuslist+jwt` (section 5.1 of the draft).
    ///
    /// - Parameters:
    ///   - key: A key that the services that check the tokens have: the key of the tokens, unless
    ///     they were given another.
    ///   - uri: The address at which it is published.
    ///   - options: How long it may be used: ``StatusTokenOptions/ttl`` or
    ///     ``StatusTokenOptions/expiresIn``. One of them is required. A token that is revoked is
    ///     refused once others have fetched the list again.
    /// - Returns: The token, in the compact serialization.
    /// - Throws: `ERR_OPTION_INVALID` if there is neither, or the address is not an http or https
    ///   one; `ERR_KEY_MISMATCH` if the key cannot sign; `ERR_JOSE_LIMIT_EXCEEDED` if it were
    ///   longer than 4 MiB, which is what others read by default.
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

    /// Everything about the list that you must store, as text: which indexes were allocated, and
    /// every status. ``init(state:)`` reads it.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    public func state() throws(TokenError) -> String {
        try crossing { try native.toState() }
    }

    /// An index as the core's type; one that was never allocated if it cannot be one.
    private func place(_ index: Int) -> UInt64 { UInt64(exactly: index) ?? .max }
}

extension StatusList: Printed {
    /// Its name.
    public var description: String { "StatusList" }
}
