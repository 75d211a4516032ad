import Foundation
internal import TokensealNative

/// Checks tokens with keys and options that are compiled once: a service or an app makes one when
/// it starts, and uses it for every token.
///
/// With `keys` it accepts signed tokens, with `decryptionKeys` encrypted ones, with both only
/// nested ones; ``VerifierOptions/accept`` changes that. Any number of tasks can use it at once.
///
/// Keys may be at hand, fetched (``RemoteKeySet``), or those of a ``KeyRing``, which it follows.
/// Tokens that were accepted once and must no longer be, such as those of a user who has logged
/// out, are on a list of ``Revocations``.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let verifier = try Verifier(keys: key.publicKey, expecting: VerifierOptions(issuer: "https://issuer.example", leeway: "30s"))
/// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "15m", issuer: "https://issuer.example"))
/// try verifier.verify(token)["sub"] // => "alice"
/// ```
public struct Verifier: Sendable {
    let native: NativeVerifier
    private let clock: (@Sendable () -> Date)?
    /// Present if keys change with time, a list is in a store, or events are reported.
    let driven: Driven?

    /// Compiles keys and options.
    ///
    /// If keys are fetched, ``verifyAsync(_:now:)`` waits for them when a token needs them.
    /// ``verify(_:now:)`` never waits: await ``ready(timeout:)`` once, when the service or the app
    /// starts, and it has keys from then on.
    ///
    /// - Parameters:
    ///   - keys: The key that verifies signatures, or several.
    ///   - decryptionKeys: The key that decrypts, or several.
    ///   - options: What every token must have, and what it need not have.
    ///   - revocations: The revoked tokens, which are refused.
    ///   - statusLists: The lists in which a token's status is looked up.
    ///   - replays: Remembers which DPoP proofs were used; the verifier has a cache of its own if
    ///     omitted.
    ///   - nonceKey: The HMAC key for nonces, which all instances of a service share. With it, a
    ///     DPoP proof must have a nonce that is at most ten minutes old.
    ///   - clock: Tells the time by which tokens are judged, for every check that is not given
    ///     `now`; the system clock if omitted. Keys change by their own `clock`.
    ///   - onEvent: Is called when a token is refused, or accepted with keys that could not be
    ///     renewed, on the thread of the check.
    /// - Throws: `ERR_OPTION_INVALID` for a wrong option, or a kind of token for which there are no
    ///   keys, for `replays` and `nonceKey` without ``VerifierOptions/publicOrigins``, and for a
    ///   `nonceKey` that is not for HMAC.
    ///
    /// ```swift
    /// let key = try Key.generate(.A256GCMKW)
    /// let verifier = try Verifier(decryptionKeys: key, expecting: VerifierOptions(audience: ["https://api.example", "https://old.example"]))
    /// let token = try encrypt([String: String](), to: key, options: EncryptOptions(expiresIn: "15m", audience: "https://api.example"))
    /// try verifier.verify(token).kind // => .encrypted
    /// try Verifier(keys: key, expecting: VerifierOptions(accept: [.nested])) // throws .optionInvalid
    ///
    /// let later = try Verifier(
    ///     decryptionKeys: key, expecting: VerifierOptions(audience: "https://api.example"), clock: { Date(timeIntervalSinceNow: 3600) })
    /// try later.verify(token) // throws .jwtExpired
    ///
    /// let keys = try RemoteKeySet(url: "https://issuer.example/jwks.json")
    /// let remote = try Verifier(keys: keys, expecting: VerifierOptions(issuer: "https://issuer.example", audience: "https://api.example"))
    /// try remote.verify("no token") // throws .jwtInvalid
    /// ```
    public init(
        keys: (any VerificationKeys)? = nil, decryptionKeys: (any DecryptionKeys)? = nil, expecting options: VerifierOptions = VerifierOptions(),
        revocations: Revocations? = nil, statusLists: StatusLists? = nil, replays: ReplayCache? = nil, nonceKey: Key? = nil,
        clock: (@Sendable () -> Date)? = nil, onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws(TokenError) {
        let sources = (keys: keys?.keySource, decryption: decryptionKeys?.keySource)
        let native = try crossing {
            try NativeVerifier(
                keys: sources.keys?.keys, decryptionKeys: sources.decryption?.keys, given: options.json, revocations: revocations?.native,
                replays: replays?.native, nonceKey: nonceKey?.native, statusLists: statusLists?.native)
        }
        let timed = [sources.keys, sources.decryption, statusLists?.keySource].compactMap(\.self).filter(\.isTimed)
        let stores = [revocations?.carrier, replays?.carrier].compactMap(\.self)
        guard !timed.isEmpty || !stores.isEmpty || statusLists != nil || onEvent != nil else {
            self.init(native, clock: clock, driven: nil)
            return
        }
        let carriers = timed.compactMap(\.carrier) + stores
        let times = timed.lazy.compactMap(\.clock).first ?? stores.lazy.compactMap(\.clock).first ?? statusLists?.carriers.clock
        let lists = [statusLists?.carriers].compactMap(\.self)
        let driven = Driven(native, carriers, lists: lists, clock: times, onEvent: onEvent)
        self.init(native, clock: clock, driven: driven)
    }

    init(_ native: NativeVerifier, clock: (@Sendable () -> Date)?, driven: Driven?) {
        self.native = native
        self.clock = clock
        self.driven = driven
    }

    /// Checks a signed, encrypted or nested token. It never waits: if keys must be fetched first,
    /// use ``verifyAsync(_:now:)``.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: The token, with its claims.
    /// - Throws: What ``verify(_:with:expecting:)``, ``decrypt(_:with:expecting:)`` and
    ///   ``unseal(_:decryptWith:verifyWith:expecting:)`` throw, but `ERR_OPTION_INVALID` only for
    ///   an invalid time, and for a list of revocations with ``StoreOptions/strict``;
    ///   `ERR_JWT_REVOKED`; `ERR_JWKS_UNAVAILABLE` if keys are fetched and there are none yet, and
    ///   `ERR_JWT_REVOCATION_UNAVAILABLE` if a list of revocations in a store must be read first.
    ///   Fetching or reading has then begun.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let verifier = try Verifier(keys: key)
    /// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: 60))
    /// try verifier.verify(token).kind // => .signed
    /// try verifier.verify(token, now: Date(timeIntervalSinceNow: 3600)) // throws .jwtExpired
    /// ```
    public func verify(_ token: String, now: Date? = nil) throws(TokenError) -> Token {
        if let driven { return try driven.verify(token, now: seconds(now)) }
        return try Token(packed: crossing { try native.checkPacked(token: token, now: seconds(now)) })
    }

    /// Checks a token as ``verify(_:now:)`` does, and reads its claims as a type.
    ///
    /// - Parameters:
    ///   - token: The token, in the compact serialization.
    ///   - type: The type: a struct of your own, or `[String: JSONValue]`.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: The claims.
    /// - Throws: As ``verify(_:now:)``, and `ERR_JWT_CLAIM_INVALID` if the type cannot hold the
    ///   claims.
    ///
    /// ```swift
    /// struct Claims: Codable { let sub: String; let admin: Bool }
    ///
    /// let key = try Key.generate(.HS256)
    /// let token = try sign(Claims(sub: "alice", admin: true), with: key, options: SignOptions(expiresIn: 60))
    /// try Verifier(keys: key).verify(token, as: Claims.self).admin // => true
    /// ```
    public func verify<Claims: Decodable>(_ token: String, as type: Claims.Type, now: Date? = nil) throws(TokenError) -> Claims {
        try verify(token, now: now).claims(as: type)
    }

    /// Checks many tokens on all cores, and waits for them.
    ///
    /// - Parameters:
    ///   - tokens: The tokens, in the compact serialization.
    ///   - now: The time; the clock's if omitted.
    /// - Returns: For each token, in order, what ``verify(_:now:)`` would return or throw.
    /// - Throws: `ERR_INTERNAL` only.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let results = try Verifier(keys: key).verifyMany([sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: 60)), "no token"])
    /// try results[0].get()["sub"] // => "alice"
    /// try results[1].get() // throws .jwtInvalid
    /// ```
    public func verifyMany(_ tokens: [String], now: Date? = nil) throws(TokenError) -> [Result<Token, TokenError>] {
        if let driven { return try driven.verifyMany(tokens, now: seconds(now)) }
        let checked = try crossing { try native.checkMany(tokens: tokens, now: seconds(now)) }
        return checked.map { one in
            switch one {
            case .token(let token): Result { () throws(TokenError) in try Token(token) }
            case .refused(let error): .failure(TokenError(error))
            }
        }
    }

    /// The time of a check, in seconds since the epoch; nil for the system's.
    func seconds(_ now: Date?) -> Double? {
        (now ?? self.now)?.timeIntervalSince1970
    }

    /// The clock's time; nil for the system's.
    var now: Date? { clock?() }
}

extension Verifier: Printed {
    /// Its name.
    public var description: String { "Verifier" }
}
