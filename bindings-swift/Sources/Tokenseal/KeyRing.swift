import Foundation
internal import TokensealNative

/// Keys that a service publishes and rotates by itself: the active ones, which sign or are
/// encrypted to; the upcoming ones; and those whose tokens may still be valid.
///
/// An ``Issuer`` and a ``Verifier`` take it where they take keys, and follow it. How long each key
/// is published ahead and kept afterwards is computed from ``KeyRingOptions``, so that no valid
/// token is ever refused. There is always a further key that everyone already knows, so that a key
/// can be revoked at any time.
///
/// ```swift
/// let ring = try KeyRing.create(.ES256, options: KeyRingOptions(rotateEvery: "7d", tokenLifetime: "15m"))
/// let issuer = try Issuer(signingKey: ring, options: IssuerOptions(lifetime: "15m"))
/// let token = try issuer.issue(["sub": "alice"])
/// try Verifier(keys: ring).verify(token)["sub"] // => "alice"
///
/// // What the service publishes, with this `Cache-Control`.
/// let published = try KeySet(jwks: ring.jwks())
/// try Verifier(keys: published).verify(token)["sub"] // => "alice"
/// try ring.cacheControl() // => "max-age=600"
/// ```
///
/// ``redis(_:protectWith:create:options:clock:onEvent:)`` shares one between servers, through Redis
/// or Valkey. ``save(_:protectWith:wrappedKey:)`` saves it in a file, which several processes may
/// share. Calls may read and write that file, and make keys: RSA keys take some tenths of a second.
public struct KeyRing: Sendable {
    let native: NativeKeyRing
    /// A test's clock.
    let clock: (@Sendable () -> Date)?
    /// The carrier of a ring in a store.
    let carrier: Carrier?
    /// The carriers of the ring and of the list that it uses, if they are in stores.
    let carriers: Carriers

    /// Makes a new ring with keys for these algorithms, the first of which sign at once.
    ///
    /// If verifiers already know a key, give it in `keys`: the first key of an algorithm is active
    /// at once, and the others follow. If you give a public key, its private half is elsewhere, in
    /// a KMS or an enclave: the ring plans its turn, and makes no keys for its algorithm.
    ///
    /// - Parameters:
    ///   - algorithms: The algorithms that the keys are for.
    ///   - keys: Keys to start with, in the order of their turns.
    ///   - options: How long keys sign, how long tokens live, and how soon others learn of a key.
    ///   - clock: Tells the time by which the ring lives, for tests; the system clock if omitted.
    ///   - now: The time; the clock's, if not given.
    /// - Returns: The ring.
    /// - Throws: `ERR_OPTION_INVALID` for options with which a valid token could be refused, naming
    ///   the smallest value with which none could; for no algorithm, an algorithm for which no keys
    ///   can be generated, or a key without an algorithm.
    ///
    /// ```swift
    /// let ring = try KeyRing.create(.ES256, .ECDH_ES_A256KW)
    /// let token = try Issuer(signingKey: ring, encryptionKey: ring, options: IssuerOptions(lifetime: "15m")).issue(["sub": "alice"])
    /// try Verifier(keys: ring, decryptionKeys: ring).verify(token).kind // => .nested
    /// try KeyRing.create(.ES256, options: KeyRingOptions(rotateEvery: "5m")) // throws .optionInvalid
    /// ```
    public static func create(
        _ algorithms: Algorithm..., keys: (any Keys)? = nil, options: KeyRingOptions = KeyRingOptions(),
        clock: (@Sendable () -> Date)? = nil, now: Date? = nil
    ) throws(TokenError) -> KeyRing {
        try create(algorithms, keys: keys, options: options, clock: clock, now: now)
    }

    /// Makes a new ring, as the other `create` does, from algorithms in an array.
    ///
    /// - Parameters:
    ///   - algorithms: The algorithms that the keys are for.
    ///   - keys: Keys to start with, in the order of their turns.
    ///   - options: How long keys sign, how long tokens live, and how soon others learn of a key.
    ///   - clock: Tells the time by which the ring lives, for tests; the system clock if omitted.
    ///   - now: The time; the clock's, if not given.
    /// - Returns: The ring.
    /// - Throws: `ERR_OPTION_INVALID`, as the other `create`.
    public static func create(
        _ algorithms: [Algorithm], keys: (any Keys)? = nil, options: KeyRingOptions = KeyRingOptions(),
        clock: (@Sendable () -> Date)? = nil, now: Date? = nil
    ) throws(TokenError) -> KeyRing {
        let seconds = (now ?? clock?())?.timeIntervalSince1970
        let native = try crossing {
            try NativeKeyRing.create(algorithms: algorithms.map(\.rawValue), keys: keys?.keySet.native, given: options.json, now: seconds)
        }
        return KeyRing(native: native, clock: clock)
    }

    /// Opens the ring in a file, and follows it: every change is saved there, and changes by other
    /// processes are seen.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - keys: The key that opens it, or several, one of which does.
    ///   - clock: Tells the time by which the ring lives, for tests; the system clock if omitted.
    /// - Returns: The ring.
    /// - Throws: `ERR_KEYRING_UNAVAILABLE` if the file does not exist, is damaged or cannot be
    ///   trusted, or another key protects it. No new ring is made in its place.
    ///   `ERR_OPTION_INVALID` for a key that cannot protect a ring.
    public static func open(
        _ path: String, protectWith keys: any Keys, clock: (@Sendable () -> Date)? = nil
    ) throws(TokenError) -> KeyRing {
        let seconds = clock?().timeIntervalSince1970
        let native = try crossing { try NativeKeyRing.openFile(path: path, protectWith: keys.keySet.native, now: seconds) }
        return KeyRing(native: native, clock: clock)
    }

    init(native: NativeKeyRing, clock: (@Sendable () -> Date)?, carrier: Carrier? = nil) {
        self.native = native
        self.clock = clock
        self.carrier = carrier
        carriers = Carriers([carrier].compactMap(\.self))
    }

    /// Opens a ring that ``jwe(protectWith:wrappedKey:)`` wrote.
    ///
    /// - Parameters:
    ///   - jwe: The text.
    ///   - keys: The key that opens it, or several, one of which does.
    ///   - clock: Tells the time by which the ring lives, for tests; the system clock if omitted.
    /// - Throws: `ERR_KEYRING_UNAVAILABLE` if it is damaged, another key protects it, or a newer
    ///   version wrote it.
    public init(jwe: String, protectWith keys: any Keys, clock: (@Sendable () -> Date)? = nil) throws(TokenError) {
        let seconds = clock?().timeIntervalSince1970
        self.init(native: try crossing { try NativeKeyRing.fromJwe(text: jwe, protectWith: keys.keySet.native, now: seconds) }, clock: clock)
    }

    /// Reads the key that protects the ring in a file, as wrapped by a KMS: have the KMS unwrap it
    /// before you open the ring.
    ///
    /// - Parameter path: The file.
    /// - Returns: The wrapped key, or nil if there is none.
    /// - Throws: `ERR_KEYRING_UNAVAILABLE` if the file does not exist, or is not a ring.
    public static func wrappedKey(_ path: String) throws(TokenError) -> Data? {
        try crossing { try TokensealNative.wrappedKey(path: path) }
    }

    /// Saves the ring in a new file, as one encrypted token. Every later change is saved there
    /// before anyone sees it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - key: A secret encryption key, which opens it.
    ///   - wrappedKey: That key as wrapped by a KMS, if one wrapped it: ``wrappedKey(_:)`` returns
    ///     it before the ring is opened.
    /// - Throws: `ERR_OPTION_INVALID` if the ring is already saved, the file already exists, or the
    ///   key is not a secret encryption key; `ERR_KEYRING_UNAVAILABLE` if the file cannot be
    ///   written. Nothing is overwritten.
    ///
    /// ```swift
    /// let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    /// try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    /// let path = folder.appendingPathComponent("keys.ring").path
    /// let wrapping = try Key.generate(.A256KW)
    /// let ring = try KeyRing.create(.ES256)
    /// try ring.save(path, protectWith: wrapping)
    ///
    /// let other = try KeyRing.open(path, protectWith: wrapping)
    /// try ring.revoke(ring.keys()[0].keyID)
    /// try other.keys()[0].state // => .revoked
    /// try KeyRing.open(path, protectWith: Key.generate(.A256KW)) // throws .keyringUnavailable
    /// ```
    public func save(_ path: String, protectWith key: Key, wrappedKey: Data? = nil) throws(TokenError) {
        try crossing { try native.save(path: path, protectWith: key.native, wrappedKey: wrappedKey) }
    }

    /// Returns the ring as one encrypted token (RFC 7516), to keep somewhere other than in a file.
    /// Later changes are not in it.
    ///
    /// - Parameters:
    ///   - key: A secret encryption key, which opens it.
    ///   - wrappedKey: That key as wrapped by a KMS, if one wrapped it. It becomes the header's
    ///     `wrapped_key`, in base64url.
    /// - Returns: The token.
    /// - Throws: `ERR_OPTION_INVALID` for a key that is public, private or for signatures.
    ///
    /// ```swift
    /// let wrapping = try Key.generate(.A256KW)
    /// let text = try KeyRing.create(.ES256).jwe(protectWith: wrapping)
    /// try KeyRing(jwe: text, protectWith: wrapping).keys().count // => 2
    /// ```
    public func jwe(protectWith key: Key, wrappedKey: Data? = nil) throws(TokenError) -> String {
        try crossing { try native.toJwe(protectWith: key.native, wrappedKey: wrappedKey) }
    }

    /// Protects the file with another key. Everyone who shares the ring needs that key before this
    /// is done.
    ///
    /// - Parameters:
    ///   - key: The new key.
    ///   - wrappedKey: That key as wrapped by a KMS, if one wrapped it.
    ///   - now: The time; the clock's, if not given.
    /// - Throws: `ERR_OPTION_INVALID` if the ring is not saved anywhere, can only be followed, or
    ///   the key is not a secret encryption key; `ERR_KEYRING_UNAVAILABLE` if the file could not be
    ///   changed.
    public func rewrap(protectWith key: Key, wrappedKey: Data? = nil, now: Date? = nil) throws(TokenError) {
        try atOnce()
        try crossing { try native.rewrap(protectWith: key.native, wrappedKey: wrappedKey, now: seconds(now)) }
    }

    /// Does what is due: makes and publishes keys, plans which key is next, erases keys that are no
    /// longer needed. From any state and at any time, even after a year asleep or with a clock that
    /// was set back, it leads to a sound state.
    ///
    /// ``Issuer/issue(_:confirm:options:)`` and ``jwks(now:)`` do this by themselves. To learn of
    /// changes, or to publish the keys elsewhere, call it whenever ``Advanced/next`` says that
    /// something will be due.
    ///
    /// - Parameter now: The time; the clock's, if not given.
    /// - Returns: The changes of keys, and when something will be due again.
    /// - Throws: `ERR_KEYRING_UNAVAILABLE` if it could not be saved, and `ERR_OPTION_INVALID` if
    ///   the ring can only be followed: nothing has changed.
    ///
    /// ```swift
    /// let start = Date(timeIntervalSince1970: 1_900_000_000)
    /// let ring = try KeyRing.create(.ES256, now: start)
    /// let published = try ring.advance(now: ring.advance(now: start).next) // another key, before anybody needs it
    /// published.changes.map(\.state) // => [.upcoming]
    /// try ring.advance(now: published.next).changes.map(\.state) // => [.verifyOnly, .active]
    /// ```
    @discardableResult
    public func advance(now: Date? = nil) throws(TokenError) -> Advanced {
        try atOnce()
        return try Advanced(crossing { try native.advance(now: seconds(now)) })
    }

    /// Refuses the tokens of one key from now on, and no others. If the key was active, the next
    /// one takes over, which everyone already knows. Those who fetch the keys still have it until
    /// they fetch them again.
    ///
    /// - Parameters:
    ///   - keyID: The key's `kid`.
    ///   - now: The time; the clock's, if not given.
    /// - Returns: The changes of keys.
    /// - Throws: `ERR_JWKS_NO_MATCHING_KEY` if the ring has no such key; otherwise as
    ///   ``advance(now:)``.
    ///
    /// ```swift
    /// let ring = try KeyRing.create(.ES256)
    /// let token = try Issuer(signingKey: ring, options: IssuerOptions(lifetime: "15m")).issue(["sub": "alice"])
    /// try ring.revoke(ring.keys()[0].keyID)
    /// try ring.keys().map(\.state) // => [.revoked, .active, .upcoming]
    /// try Verifier(keys: ring).verify(token) // throws .jwksNoMatchingKey
    /// ```
    @discardableResult
    public func revoke(_ keyID: String, now: Date? = nil) throws(TokenError) -> Advanced {
        if native.revokesInStore() { try crossing { try ringMustBeAwaited() } }
        return try Advanced(crossing { try native.revoke(keyId: keyID, now: seconds(now)) })
    }

    /// Makes ``revoke(_:now:)`` also write to a list of revocations, from now on: verifiers that
    /// use the list refuse the key's tokens even before they fetch the keys again.
    ///
    /// - Parameters:
    ///   - revocations: The list. If it cannot be written to, ``revoke(_:now:)`` changes nothing,
    ///     and throws `ERR_JWT_REVOCATION_UNAVAILABLE`.
    ///   - issuer: The `iss` of the tokens that the ring signs.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let ring = try KeyRing.create(.ES256)
    /// let revocations = try Revocations()
    /// try ring.useRevocations(revocations, issuer: "https://issuer.example")
    ///
    /// // Somebody who has fetched the keys, and has the list.
    /// let verifier = try Verifier(
    ///     keys: ring.keySet(), expecting: VerifierOptions(issuer: "https://issuer.example"), revocations: revocations)
    /// let issuer = try Issuer(signingKey: ring, options: IssuerOptions(issuer: "https://issuer.example", lifetime: "15m"))
    /// let token = try issuer.issue(["sub": "alice"])
    /// try ring.revoke(ring.keys()[0].keyID)
    /// try verifier.verify(token) // throws .jwtRevoked
    /// ```
    public func useRevocations(_ revocations: Revocations, issuer: String) throws(TokenError) {
        let followed = [revocations.carrier].compactMap(\.self)
        try crossing { try carriers.add(followed) { try native.useRevocations(revocations: revocations.native, issuer: issuer) } }
    }

    /// Adds a key, whose turn comes after the others of its algorithm: a key that was made
    /// elsewhere, or the public half of one whose private half is elsewhere.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - now: The time; the clock's, if not given.
    /// - Returns: The changes of keys.
    /// - Throws: `ERR_OPTION_INVALID` if the key is not bound to an algorithm, its `kid` is taken,
    ///   or the other keys of its algorithm are of the other kind; otherwise as ``advance(now:)``.
    @discardableResult
    public func add(_ key: Key, now: Date? = nil) throws(TokenError) -> Advanced {
        try atOnce()
        return try Advanced(crossing { try native.add(key: key.native, now: seconds(now)) })
    }

    /// Returns the keys that are published now, as the text of a JWK Set (RFC 7517, section 5):
    /// what a service serves, with ``cacheControl()``. Whatever is due is done first, if possible.
    ///
    /// - Parameter now: The time; the clock's, if not given.
    /// - Returns: The JSON text.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    public func jwks(now: Date? = nil) throws(TokenError) -> String {
        let published = try crossing { try native.jwksText(now: seconds(now)) }
        // A ring in a store is re-read, or what is due is done there, and published next time.
        carrier?.start()
        return published
    }

    /// Returns the `Cache-Control` that belongs to the published set (RFC 9111, section 5.2): a
    /// client that caches it longer would not learn of a key in time.
    ///
    /// - Throws: `ERR_INTERNAL` only.
    public func cacheControl() throws(TokenError) -> String {
        try crossing { try native.cacheControl() }
    }

    /// Returns the keys and their times, in the order of their turns.
    ///
    /// - Parameter now: The time; the clock's, if not given.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    public func keys(now: Date? = nil) throws(TokenError) -> [RingKey] {
        try crossing { try native.keys(now: seconds(now)) }.map { (key) throws(TokenError) in try RingKey(key) }
    }

    /// The state of the ring: its keys and times in seconds, its policy with what is computed from
    /// it, and why it could not last be read or changed, if so. It holds no private keys.
    ///
    /// - Parameter now: The time; the clock's, if not given.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    ///
    /// ```swift
    /// try KeyRing.create(.ES256).status()["published_ahead"] // => 1260
    /// ```
    public func status(now: Date? = nil) throws(TokenError) -> [String: JSONValue] {
        let text = try crossing { try native.status(now: seconds(now)) }
        guard let status = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else { throw TokenError.defect }
        return status
    }

    /// Returns the key that signs now: needed to ``prepare(_:for:options:)`` a token for a key
    /// whose private half is elsewhere.
    ///
    /// - Parameters:
    ///   - algorithm: One of the ring's algorithms; its first if omitted.
    ///   - now: The time; the clock's, if not given.
    /// - Returns: The key.
    /// - Throws: `ERR_JWKS_NO_MATCHING_KEY` if the ring has none.
    ///
    /// ```swift
    /// let enclave = try Key.generate(.ES256) // its private half would be elsewhere
    /// let ring = try KeyRing.create(keys: enclave.publicKey)
    /// let unsigned = try prepare(["sub": "alice"], for: ring.signingKey(), options: SignOptions(expiresIn: "15m"))
    /// String(decoding: unsigned.signingInput, as: UTF8.self).split(separator: ".").count // => 2
    /// ```
    public func signingKey(_ algorithm: SignatureAlgorithm? = nil, now: Date? = nil) throws(TokenError) -> Key {
        try Key(crossing { try native.signingKey(algorithm: algorithm?.rawValue, now: seconds(now)) })
    }

    /// Returns the keys that verify now, as a set that does not change.
    ///
    /// - Parameter now: The time; the clock's, if not given.
    /// - Throws: `ERR_OPTION_INVALID` for an invalid time.
    public func keySet(now: Date? = nil) throws(TokenError) -> KeySet {
        try KeySet(crossing { try native.keySet(now: seconds(now)) })
    }

    /// A ring in a store changes when the store says so.
    private func atOnce() throws(TokenError) {
        if carrier != nil { try crossing { try ringMustBeAwaited() } }
    }

    func seconds(_ now: Date?) -> Double? {
        (now ?? clock?())?.timeIntervalSince1970
    }
}

extension KeyRing: Printed {
    /// How many keys there are, but nothing about them.
    public var description: String { native.debugDescription }
}
