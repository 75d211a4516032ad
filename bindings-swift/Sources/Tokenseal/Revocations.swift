import Foundation
internal import TokensealNative

/// A list of what was revoked: single tokens, sessions, keys, and whatever a subject or an issuer had issued before a time.
///
/// A ``Verifier`` that is given the list refuses what is on it as `ERR_JWT_REVOKED`, from its next check on. The list is in memory: it holds for
/// this process, and is gone with it, unless a ``snapshot()`` is kept. One that several processes share is in a file
/// (``file(_:options:clock:)``), or in Redis or Valkey (``redis(_:options:clock:onEvent:)``). It holds no ids of tokens, sessions or subjects, only keyed hashes of them.
/// Any number of tasks can use it at a time; checks never wait for a lock.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let revocations = try Revocations()
/// let verifier = try Verifier(keys: key.publicKey, revocations: revocations)
///
/// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "15m"))
/// let entry = try revocations.revoke(verifier.verify(token)) // she logs out
/// try verifier.verify(token) // throws .jwtRevoked
///
/// try revocations.withdraw(entry)
/// try verifier.verify(token)["sub"] // => "alice"
/// ```
public struct Revocations: Sendable {
    let native: NativeRevocations
    private let clock: (@Sendable () -> Date)?
    /// What carries a list in a store.
    let carrier: Carrier?

    /// Makes an empty list.
    ///
    /// - Parameters:
    ///   - options: How long tokens live, and whether the list can be listed.
    ///   - clock: Tells the time for every call that is not given `now`; the system's clock if not given.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option.
    ///
    /// ```swift
    /// let revocations = try Revocations(options: RevocationsOptions(longestLifetime: "15m", audit: true))
    /// try revocations.entries().count // => 0
    /// try Revocations(options: RevocationsOptions(longestLifetime: "soon")) // throws .optionInvalid
    /// ```
    public init(options: RevocationsOptions = RevocationsOptions(), clock: (@Sendable () -> Date)? = nil) throws(TokenError) {
        self.init(try crossing { try NativeRevocations(given: options.json) }, clock: clock)
    }

    /// Makes a list that begins with what a snapshot holds, and can be merged with the one that it was taken of.
    ///
    /// - Parameters:
    ///   - snapshot: What ``snapshot()`` gave.
    ///   - audit: Keep who revoked what, when and why, so that ``entries(options:)`` can list it.
    ///   - clock: Tells the time for every call that is not given `now`; the system's clock if not given.
    /// - Throws: `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version made it.
    ///
    /// ```swift
    /// let revocations = try Revocations()
    /// let entry = try revocations.revokeID("t-1", issuer: nil)
    /// let copy = try Revocations(snapshot: revocations.snapshot())
    /// try copy.withdraw(entry).kind // => .token
    /// try Revocations(snapshot: Data()) // throws .jwtRevocationUnavailable
    /// ```
    public init(snapshot: Data, audit: Bool = false, clock: (@Sendable () -> Date)? = nil) throws(TokenError) {
        self.init(try crossing { try NativeRevocations.fromSnapshot(snapshot: snapshot, audit: audit) }, clock: clock)
    }

    init(_ native: NativeRevocations, clock: (@Sendable () -> Date)?, carrier: Carrier? = nil) {
        self.native = native
        self.clock = clock
        self.carrier = carrier
    }

    /// Revokes one token until it expires: by its `jti`, or by what it says if it has none.
    ///
    /// - Parameters:
    ///   - token: A token that was checked, by whatever verifier.
    ///   - options: Who revokes it, and why.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for a token that lives longer than ``RevocationsOptions/longestLifetime``, or an option of other calls.
    @discardableResult
    public func revoke(_ token: Token, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revoke(header: token.headerJSON, claims: token.claimsJSON, given: $0) }
    }

    /// Revokes the token that has this `jti`, for whoever does not have the token itself.
    ///
    /// - Parameters:
    ///   - tokenID: Its `jti`.
    ///   - issuer: Its `iss`; nil for a token that has none.
    ///   - options: `until` is its `exp`: without it, the entry lasts for ``RevocationsOptions/longestLifetime``, or for ever.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for an empty id, an `until` beyond ``RevocationsOptions/longestLifetime``, or an option of other calls.
    ///
    /// ```swift
    /// let until = Date(timeIntervalSince1970: 1_900_000_000)
    /// let entry = try Revocations().revokeID("t-1", issuer: "https://issuer.example", options: RevokeOptions(until: until))
    /// entry.ends // => until + 3600
    /// try Revocations().revokeID("", issuer: "https://issuer.example") // throws .optionInvalid
    /// ```
    @discardableResult
    public func revokeID(_ tokenID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeId(issuer: issuer, tokenId: tokenID, given: $0) }
    }

    /// Revokes all tokens of a session, by the claim `sid`, whenever they were or will be issued.
    ///
    /// - Parameters:
    ///   - sessionID: Their `sid`.
    ///   - issuer: Their `iss`; nil if they have none.
    ///   - options: `until` is when the last of them has expired: without it, the entry lasts for ``RevocationsOptions/longestLifetime``, or for
    ///     ever.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID`, as ``revokeID(_:issuer:options:)``.
    @discardableResult
    public func revokeSession(_ sessionID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeSession(issuer: issuer, sessionId: sessionID, given: $0) }
    }

    /// Revokes all tokens that a key verifies.
    ///
    /// - Parameters:
    ///   - keyID: The ``Token/keyID`` of such tokens.
    ///   - issuer: Whose tokens; nil: those of every issuer.
    ///   - options: `until` is when the last of them has expired: without it, the entry never ends.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID`, as ``revokeID(_:issuer:options:)``.
    @discardableResult
    public func revokeKey(_ keyID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeKey(issuer: issuer, keyId: keyID, given: $0) }
    }

    /// Revokes the tokens that were issued to a subject before a time: those of all sessions of a user, who can log in again.
    ///
    /// A token that does not say when it was issued is refused as well, and so is one of the future.
    ///
    /// - Parameters:
    ///   - subject: Their `sub`.
    ///   - issuer: Their `iss`; nil if they have none.
    ///   - options: `before` is that time; the end of this second if not given.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for an empty subject, or an option of other calls.
    @discardableResult
    public func revokeSubject(_ subject: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeSubject(issuer: issuer, subject: subject, given: $0) }
    }

    /// Revokes all tokens that an issuer issued before a time, as ``revokeSubject(_:issuer:options:)`` does for a subject.
    ///
    /// - Parameters:
    ///   - issuer: Their `iss`.
    ///   - options: `before` is that time; the end of this second if not given.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for an empty issuer, or an option of other calls.
    @discardableResult
    public func revokeIssuer(_ issuer: String, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeIssuer(issuer: issuer, given: $0) }
    }

    /// Takes a revocation back, and with it whatever else revoked the same until now. It can be revoked again.
    ///
    /// - Parameters:
    ///   - entry: What revoking gave, or ``entries(options:)`` lists.
    ///   - options: Who takes it back, and why.
    /// - Returns: The entry, with how it was withdrawn.
    /// - Throws: `ERR_OPTION_INVALID` if the list has no such entry, it was withdrawn already or has ended.
    @discardableResult
    public func withdraw(_ entry: Entry, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try withdraw(id: entry.id, options: options)
    }

    /// Takes a revocation back, as the other `withdraw` does, by the id of its entry.
    ///
    /// - Parameters:
    ///   - id: The ``Entry/id``.
    ///   - options: Who takes it back, and why.
    /// - Returns: The entry, with how it was withdrawn.
    /// - Throws: `ERR_OPTION_INVALID` as the other, and for what is no id of an entry.
    @discardableResult
    public func withdraw(id: String, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.withdraw(entryId: id, given: $0) }
    }

    /// Revokes what a security event (RFC 8417) or a logout token says is over: a session, or all that a user had until then.
    ///
    /// By CAEP's `session-revoked` and by OpenID's back-channel logout. Check the token first, with a ``Verifier`` that has the profile
    /// ``Profile/securityEvent`` or ``Profile/logoutToken``. Applied twice, it revokes the same twice.
    ///
    /// - Parameters:
    ///   - token: A token that was checked.
    ///   - options: Whose subjects the event may name besides its issuer's own; who revokes, and why: the issuer and the event if not given.
    /// - Returns: The entries; none if no event says anything of the kind.
    /// - Throws: `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID` or `ERR_JWT_CLAIM_MISMATCH` if the token is no such token, if what it names is not
    ///   what tokens name, or is another issuer's that ``EventOptions/subjectIssuers`` does not list; `ERR_OPTION_INVALID`.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let expected = VerifierOptions(issuer: "https://issuer.example", audience: "api", profile: .logoutToken)
    /// let made = SignOptions(expiresIn: "2m", issuer: "https://issuer.example", audience: "api", profile: .logoutToken)
    /// let claims: [String: JSONValue] = ["sid": "phone", "events": ["http://schemas.openid.net/event/backchannel-logout": [:]]]
    ///
    /// let token = try Verifier(keys: key.publicKey, expecting: expected).verify(sign(claims, with: key, options: made))
    /// try Revocations().applyEvents(token).map(\.kind) // => [.session]
    /// ```
    @discardableResult
    public func applyEvents(_ token: Token, options: EventOptions = EventOptions()) throws(TokenError) -> [Entry] {
        try changes(of: token, options).map { (change) throws(TokenError) in try made(change) }
    }

    /// Lists what was revoked and has not ended, what was withdrawn included.
    ///
    /// - Parameter options: What to list; everything if nothing is named.
    /// - Returns: The entries, in the order in which they were made. They show hashes of what was revoked: ids are found by asking for them.
    /// - Throws: `ERR_OPTION_INVALID` if the list was not made with ``RevocationsOptions/audit``, or is kept in a store, which
    ///   ``entriesAsync(options:)`` waits for.
    ///
    /// ```swift
    /// let revocations = try Revocations(options: RevocationsOptions(audit: true))
    /// try revocations.revokeSubject("alice", issuer: "https://issuer.example", options: RevokeOptions(by: "support", reason: "lost phone"))
    /// let entries = try revocations.entries(options: EntriesOptions(issuer: "https://issuer.example", subject: "alice"))
    /// entries.map(\.kind) // => [.subject]
    /// entries[0].reason // => "lost phone"
    /// try Revocations().entries() // throws .optionInvalid
    /// ```
    public func entries(options: EntriesOptions = EntriesOptions()) throws(TokenError) -> [Entry] {
        let given = timed(options)
        return try crossing { try native.entries(given: given) }.map { (entry) throws(TokenError) in try Entry(entry) }
    }

    /// Gives the list as bytes, which ``init(snapshot:audit:clock:)`` and ``merge(_:)`` take: to keep it, or for another process.
    ///
    /// They are protected against damage, not against whoever makes others, and hold the key by which ids can be recognised in them. Keep them
    /// where nobody else can read or write.
    ///
    /// - Returns: The bytes.
    /// - Throws: `ERR_INTERNAL` only.
    public func snapshot() throws(TokenError) -> Data {
        try crossing { try native.snapshot() }
    }

    /// Adds what another list holds, which was made from a snapshot of this one or of which this one was made: what is revoked in either is
    /// revoked, and of a revocation and a withdrawal the later one holds.
    ///
    /// - Parameter snapshot: What ``snapshot()`` of the other gave.
    /// - Throws: `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version made it; `ERR_OPTION_INVALID` if it is of a list in which
    ///   this one could recognise nothing.
    ///
    /// ```swift
    /// let revocations = try Revocations()
    /// let other = try Revocations(snapshot: revocations.snapshot())
    /// try other.revokeKey("k-1", issuer: nil)
    /// try revocations.merge(other.snapshot())
    /// "\(revocations)" // => "Revocations(1 entries)"
    /// try revocations.merge(Revocations().snapshot()) // throws .optionInvalid
    /// ```
    public func merge(_ snapshot: Data) throws(TokenError) {
        try crossing { try native.merge(snapshot: snapshot) }
    }

    /// How the list is: how many entries there are of each kind, how many bytes they take, and why it cannot be used, if so.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// try Revocations().status()["kept"] // => "memory"
    /// ```
    public func status() throws(TokenError) -> [String: JSONValue] {
        let text = try crossing { try native.status() }
        guard let status = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else { throw TokenError.defect }
        return status
    }

    /// Makes a change of a list that is at hand.
    private func changed(_ given: RevokeOptions, _ make: (String) throws -> NativeRevocationChange) throws(TokenError) -> Entry {
        try made(crossing { try make(timed(given)) })
    }

    private func made(_ change: NativeRevocationChange) throws(TokenError) -> Entry {
        try Entry(crossing { try native.change(change: change) })
    }

    /// Makes a change of any list, and waits for the store of one that has a store.
    func changedAsync(_ given: RevokeOptions, _ make: (String) throws -> NativeRevocationChange) async throws(TokenError) -> Entry {
        try await madeAsync(crossing { try make(timed(given)) })
    }

    func madeAsync(_ change: NativeRevocationChange) async throws(TokenError) -> Entry {
        guard let carrier else { return try made(change) }
        let pending = try crossing { try native.begin(change: change, at: carrier.times) }
        await carrier.settle(pending)
        do throws(TokenError) {
            return try Entry(crossing { try pending.finish() })
        } catch {
            throw await carrier.explained(error)
        }
    }

    /// What the events of a token change, in order.
    func changes(of token: Token, _ given: EventOptions) throws(TokenError) -> [NativeRevocationChange] {
        var options = given
        if let clock, options.now == nil { options.now = clock() }
        return try crossing { try TokensealNative.changesOfEvents(header: token.headerJSON, claims: token.claimsJSON, given: options.json) }
    }

    /// What crosses to the core, the time of a test's clock among it.
    func timed(_ given: EntriesOptions) -> String {
        var options = given
        if let clock, options.now == nil { options.now = clock() }
        return options.json
    }

    /// The same.
    private func timed(_ given: RevokeOptions) -> String {
        var options = given
        if let clock, options.now == nil { options.now = clock() }
        return options.json
    }
}

extension Revocations: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many entries there are, and nothing of what they name.
    public var description: String { native.debugDescription }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
