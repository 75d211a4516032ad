import Foundation
internal import TokensealNative

/// A list of revocations: of single tokens, sessions, keys, and all that was issued to a subject or
/// by an issuer before a time.
///
/// A ``Verifier`` that is given the list refuses what is on it with `ERR_JWT_REVOKED`, from its
/// next check on. The list is in memory: it applies to this process and is gone with it, unless you
/// keep a ``snapshot()``. A list that several processes share is in a file
/// (``file(_:options:clock:)``), or in Redis or Valkey (``redis(_:options:clock:onEvent:)``). It
/// holds no ids of tokens, sessions or subjects, only keyed hashes of them. Any number of tasks can
/// use it at once; checks never wait for a lock.
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
    /// The carrier of a list in a store.
    let carrier: Carrier?

    /// Makes an empty list.
    ///
    /// - Parameters:
    ///   - options: How long tokens live, and whether its entries can be listed.
    ///   - clock: Tells the time for every call that is not given `now`; the system clock if
    ///     omitted.
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

    /// Makes a list that starts with the content of a snapshot, and can be merged with the list
    /// that the snapshot was taken from.
    ///
    /// - Parameters:
    ///   - snapshot: What ``snapshot()`` returned.
    ///   - audit: Keeps who revoked what, when and why, so that ``entries(options:)`` can list it.
    ///   - clock: Tells the time for every call that is not given `now`; the system clock if
    ///     omitted.
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

    /// Revokes one token until it expires: by its `jti`, or by its content if it has none.
    ///
    /// - Parameters:
    ///   - token: A token that any verifier has checked.
    ///   - options: Who revokes it, and why.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for a token that lives longer than
    ///   ``RevocationsOptions/longestLifetime``, or an option that belongs to other calls.
    @discardableResult
    public func revoke(_ token: Token, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revoke(header: token.headerJSON, claims: token.claimsJSON, given: $0) }
    }

    /// Revokes the token with this `jti`, for when you do not have the token itself.
    ///
    /// - Parameters:
    ///   - tokenID: Its `jti`.
    ///   - issuer: Its `iss`; nil for a token that has none.
    ///   - options: `until` is its `exp`: without it, the entry lasts for
    ///     ``RevocationsOptions/longestLifetime``, or forever.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for an empty id, an `until` beyond
    ///   ``RevocationsOptions/longestLifetime``, or an option that belongs to other calls.
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

    /// Revokes all tokens of a session, by the claim `sid`, no matter when they were or will be
    /// issued.
    ///
    /// - Parameters:
    ///   - sessionID: Their `sid`.
    ///   - issuer: Their `iss`; nil if they have none.
    ///   - options: `until` is when the last of them has expired: without it, the entry lasts for
    ///     ``RevocationsOptions/longestLifetime``, or forever.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID`, as ``revokeID(_:issuer:options:)``.
    @discardableResult
    public func revokeSession(_ sessionID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeSession(issuer: issuer, sessionId: sessionID, given: $0) }
    }

    /// Revokes all tokens that a key verifies.
    ///
    /// - Parameters:
    ///   - keyID: The ``Token/keyID`` of the tokens.
    ///   - issuer: The issuer of the tokens; nil for every issuer.
    ///   - options: `until` is when the last of them has expired: without it, the entry never ends.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID`, as ``revokeID(_:issuer:options:)``.
    @discardableResult
    public func revokeKey(_ keyID: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeKey(issuer: issuer, keyId: keyID, given: $0) }
    }

    /// Revokes the tokens that were issued to a subject before a time: all sessions of a user, who
    /// can log in again.
    ///
    /// A token that does not say when it was issued is refused as well, and so is one issued in the
    /// future.
    ///
    /// - Parameters:
    ///   - subject: Their `sub`.
    ///   - issuer: Their `iss`; nil if they have none.
    ///   - options: `before` is that time; the end of this second if omitted.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for an empty subject, or an option that belongs to other
    ///   calls.
    @discardableResult
    public func revokeSubject(_ subject: String, issuer: String?, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeSubject(issuer: issuer, subject: subject, given: $0) }
    }

    /// Revokes all tokens that an issuer issued before a time, as
    /// ``revokeSubject(_:issuer:options:)`` does for a subject.
    ///
    /// - Parameters:
    ///   - issuer: Their `iss`.
    ///   - options: `before` is that time; the end of this second if omitted.
    /// - Returns: The entry, which ``withdraw(_:options:)`` takes.
    /// - Throws: `ERR_OPTION_INVALID` for an empty issuer, or an option that belongs to other
    ///   calls.
    @discardableResult
    public func revokeIssuer(_ issuer: String, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.revokeIssuer(issuer: issuer, given: $0) }
    }

    /// Withdraws a revocation, along with every other one of the same thing so far. It can be
    /// revoked again.
    ///
    /// - Parameters:
    ///   - entry: An entry that revoking returned, or that ``entries(options:)`` lists.
    ///   - options: Who withdraws it, and why.
    /// - Returns: The entry, with how it was withdrawn.
    /// - Throws: `ERR_OPTION_INVALID` if the list has no such entry, or the entry was already
    ///   withdrawn or has expired.
    @discardableResult
    public func withdraw(_ entry: Entry, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try withdraw(id: entry.id, options: options)
    }

    /// Withdraws a revocation, as the other `withdraw` does, by the id of its entry.
    ///
    /// - Parameters:
    ///   - id: The ``Entry/id``.
    ///   - options: Who withdraws it, and why.
    /// - Returns: The entry, with how it was withdrawn.
    /// - Throws: `ERR_OPTION_INVALID` as the other `withdraw`, and for anything but an entry's id.
    @discardableResult
    public func withdraw(id: String, options: RevokeOptions = RevokeOptions()) throws(TokenError) -> Entry {
        try changed(options) { try NativeRevocationChange.withdraw(entryId: id, given: $0) }
    }

    /// Revokes what a security event (RFC 8417) or a logout token ends: a session, or everything
    /// that a user had until then.
    ///
    /// It acts on CAEP's `session-revoked` and on OpenID's back-channel logout. Check the token
    /// first, with a ``Verifier`` that has the profile ``Profile/securityEvent`` or
    /// ``Profile/logoutToken``. Applied twice, it revokes the same thing twice.
    ///
    /// - Parameters:
    ///   - token: A checked token.
    ///   - options: Issuers whose subjects the event may name besides its own issuer's; who
    ///     revokes, and why: the issuer and the event if omitted.
    /// - Returns: The entries; none if no event ends anything.
    /// - Throws: `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID` or `ERR_JWT_CLAIM_MISMATCH` if
    ///   the token is not such a token, if it names something that tokens do not name, or a subject
    ///   of another issuer that ``EventOptions/subjectIssuers`` does not list;
    ///   `ERR_OPTION_INVALID`.
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

    /// Lists the revocations that have not expired, including withdrawn ones.
    ///
    /// - Parameter options: What to list; everything if it names nothing.
    /// - Returns: The entries, in the order in which they were made. They show hashes of what was
    ///   revoked: to find an id, ask for it.
    /// - Throws: `ERR_OPTION_INVALID` if the list was not made with ``RevocationsOptions/audit``,
    ///   or is in a store, for which ``entriesAsync(options:)`` waits.
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

    /// Returns the list as bytes, which ``init(snapshot:audit:clock:)`` and ``merge(_:)`` take: to
    /// save it, or for another process.
    ///
    /// They are protected against damage, not against forgery, and hold the key with which ids can
    /// be recognised in them. Keep them where nobody else can read or write.
    ///
    /// - Returns: The bytes.
    /// - Throws: `ERR_INTERNAL` only.
    public func snapshot() throws(TokenError) -> Data {
        try crossing { try native.snapshot() }
    }

    /// Adds the content of another list that was made from a snapshot of this one, or from which
    /// this one was made: what is revoked in either is revoked, and of a revocation and a
    /// withdrawal the later one applies.
    ///
    /// - Parameter snapshot: What the other list's ``snapshot()`` returned.
    /// - Throws: `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version made it;
    ///   `ERR_OPTION_INVALID` if it comes from a list whose entries this one cannot recognise.
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

    /// The state of the list: how many entries of each kind there are, how many bytes they take,
    /// and why it cannot be used, if so.
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

    /// Changes a list that is at hand.
    private func changed(_ given: RevokeOptions, _ make: (String) throws -> NativeRevocationChange) throws(TokenError) -> Entry {
        try made(crossing { try make(timed(given)) })
    }

    private func made(_ change: NativeRevocationChange) throws(TokenError) -> Entry {
        try Entry(crossing { try native.change(change: change) })
    }

    /// Changes any list, and waits for the store if it has one.
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

    /// What the core gets, including the time of a test's clock.
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

extension Revocations: Printed {
    /// How many entries there are, but nothing about what they name.
    public var description: String { native.debugDescription }
}
