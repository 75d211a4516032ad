package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Clock
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import dev.tokenseal.ffi.changesOfEvents
import dev.tokenseal.ffi.RevocationChange as NativeChange
import dev.tokenseal.ffi.Revocations as NativeRevocations

/**
 * A list of revocations: of single tokens, sessions, keys, and all that was issued to a subject or
 * by an issuer before a time.
 *
 * A [Verifier] that is given the list refuses what is on it with `ERR_JWT_REVOKED`, from its next
 * check on. The list is in memory: it applies to this process and is gone with it, unless you keep
 * a [snapshot]. A list that several processes share is in a [file], or in Redis or Valkey
 * ([redis]). It holds no ids of tokens, sessions or subjects, only keyed hashes of them. Any number
 * of threads may use it at once; checks never wait for a lock.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val revocations = Revocations()
 * val verifier = Verifier(key.public(), revocations = revocations)
 *
 * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 15.minutes))
 * val entry = revocations.revoke(verifier.verify(token)) // she logs out
 * val error = runCatching { verifier.verify(token) }.exceptionOrNull() as TokenException
 * check(error.code == ErrorCode.ERR_JWT_REVOKED && error.status == 401)
 *
 * revocations.withdraw(entry)
 * check(verifier.verify(token).text("sub") == "alice")
 * ```
 *
 * In Java:
 *
 * ```java
 * Key key = Key.generate(SignatureAlgorithm.ES256);
 * Revocations revocations = new Revocations(RevocationsOptions.builder().longestLifetime("15m").build());
 * Verifier verifier = new Verifier(key.publicKey(), null, VerifyOptions.builder().build(), revocations);
 * Token token = verifier.verify(Jwt.sign(Map.of("sub", "alice"), key, TokenOptions.builder().expiresIn("15m").build()));
 * revocations.revoke(token, RevokeOptions.builder().reason("log-out").build());
 * ```
 *
 * You need not close a list: it is freed when nothing refers to it.
 *
 * @param options how long tokens live, and whether its entries can be listed.
 * @param clock tells the time for every call that is not given `now`; the system clock if omitted.
 * Whatever it throws is passed on.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option.
 */
public class Revocations private constructor(native: NativeRevocations, private val clock: Clock?, driver: Driver? = null) : AutoCloseable {
    @JvmOverloads
    public constructor(options: RevocationsOptions = RevocationsOptions(), clock: Clock? = null) :
        this(native { NativeRevocations(options.given.text) }, clock)

    internal val handle = NativeHandle(native)

    /** The carrier of a list in a store; null for others. */
    internal val carrier: Carrier? = driver?.let { Carrier(native { native.followed()!! }, it) }

    /**
     * Revokes one token until it expires: by its `jti`, or by its content if it has none.
     *
     * @param token a token that any verifier has checked.
     * @param options who revokes it, and why.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for a token that lives longer than the list's
     * `longestLifetime`, or an option that belongs to other calls.
     */
    @JvmOverloads
    public fun revoke(token: Token, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.revoke(token.headerJson, token.claimsJson, it) }

    /**
     * Revokes the token with this `jti`, for when you do not have the token itself.
     *
     * ```kotlin
     * import java.time.Instant
     *
     * val revocations = Revocations()
     * val entry = revocations.revokeId("https://issuer.example", "t-1", RevokeOptions(until = Instant.parse("2030-01-01T00:15:00Z")))
     * check(entry.ends == Instant.parse("2030-01-01T01:15:00Z")) // no verifier's leeway is longer than an hour
     * ```
     *
     * @param issuer the `iss` of the token; null for one that has none.
     * @param tokenId its `jti`.
     * @param options `until` is its `exp`: without it, the entry lasts for the list's
     * `longestLifetime`, or forever.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for an empty id, an `until` beyond the list's
     * `longestLifetime`, or an option that belongs to other calls.
     */
    @JvmOverloads
    public fun revokeId(issuer: String?, tokenId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.revokeId(issuer, tokenId, it) }

    /**
     * Revokes all tokens of a session, by the claim `sid`, no matter when they were or will be
     * issued.
     *
     * @param issuer the `iss` of its tokens; null if they have none.
     * @param sessionId their `sid`.
     * @param options `until` is when the last of them has expired: without it, the entry lasts for
     * the list's `longestLifetime`, or forever.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` as [revokeId].
     */
    @JvmOverloads
    public fun revokeSession(issuer: String?, sessionId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.revokeSession(issuer, sessionId, it) }

    /**
     * Revokes all tokens that a key verifies.
     *
     * @param issuer the issuer of the tokens; null for every issuer.
     * @param keyId the [Token.keyId] of the tokens.
     * @param options `until` is when the last of them has expired: without it, the entry never
     * ends.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` as [revokeId].
     */
    @JvmOverloads
    public fun revokeKey(issuer: String?, keyId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.revokeKey(issuer, keyId, it) }

    /**
     * Revokes the tokens that were issued to a subject before a time: all sessions of a user, who
     * can log in again.
     *
     * A token that does not say when it was issued is refused as well, and so is one issued in the
     * future.
     *
     * @param issuer the `iss` of the tokens; null if they have none.
     * @param subject their `sub`.
     * @param options `before` is that time; the end of this second if not given.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for an empty subject, or an option that belongs
     * to other calls.
     */
    @JvmOverloads
    public fun revokeSubject(issuer: String?, subject: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.revokeSubject(issuer, subject, it) }

    /**
     * Revokes all tokens that an issuer issued before a time, as [revokeSubject] does for a
     * subject.
     *
     * @param issuer their `iss`.
     * @param options `before` is that time; the end of this second if not given.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for an empty issuer, or an option that belongs to
     * other calls.
     */
    @JvmOverloads
    public fun revokeIssuer(issuer: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.revokeIssuer(issuer, it) }

    /**
     * Withdraws a revocation, along with every other one of the same thing so far. It can be
     * revoked again.
     *
     * @param entry an entry that revoking returned, or that [entries] lists.
     * @param options who withdraws it, and why.
     * @return the entry, with how it was withdrawn.
     * @throws TokenException `ERR_OPTION_INVALID` if the list has no such entry, or the entry was
     * already withdrawn or has expired.
     */
    @JvmOverloads
    public fun withdraw(entry: RevocationEntry, options: RevokeOptions = RevokeOptions()): RevocationEntry = withdraw(entry.id, options)

    /** The same by the [id][RevocationEntry.id] of the entry. */
    @JvmOverloads
    public fun withdraw(entryId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        changed(options) { NativeChange.withdraw(entryId, it) }

    /**
     * Revokes what a security event (RFC 8417) or a logout token ends: a session, or everything
     * that a user had until then.
     *
     * It acts on CAEP's `session-revoked` and on OpenID's back-channel logout. Check the token
     * first, with a [Verifier] that has the profile [Profile.SECURITY_EVENT] or
     * [Profile.LOGOUT_TOKEN]. Applied twice, it revokes the same thing twice.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.ES256)
     * val made = IssuerOptions(issuer = "https://issuer.example", audience = "api", profile = Profile.LOGOUT_TOKEN, lifetime = 2.minutes)
     * val expected = VerifyOptions(issuer = "https://issuer.example", audience = "api", profile = Profile.LOGOUT_TOKEN)
     * val events = mapOf("http://schemas.openid.net/event/backchannel-logout" to emptyMap<String, String>())
     *
     * val token = Issuer(key, options = made).issue(mapOf("sid" to "phone", "events" to events))
     * val entries = Revocations().applyEvents(Verifier(key.public(), options = expected).verify(token))
     * check(entries.single().kind == RevocationKind.SESSION)
     * ```
     *
     * @param token a token that was checked.
     * @param options issuers whose subjects the event may name besides its own issuer's; who
     * revokes, and why: the issuer and the event if omitted.
     * @return the entries; none if no event ends anything.
     * @throws TokenException `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID` or
     * `ERR_JWT_CLAIM_MISMATCH` if the token is not such a token, if it names something that tokens
     * do not name, or a subject of another issuer that `subjectIssuers` does not list;
     * `ERR_OPTION_INVALID`.
     */
    @JvmOverloads
    public fun applyEvents(token: Token, options: EventOptions = EventOptions()): List<RevocationEntry> {
        val given = options.given.textAt(clock)
        return native { changesOfEvents(token.headerJson, token.claimsJson, given) }.map { it.use(::made) }
    }

    /**
     * Does what [revoke] does, without waiting for a store.
     *
     * ```kotlin
     * val revocations = Revocations()
     * val entry = revocations.revokeIdAsync("https://issuer.example", "t-1").get()
     * check(revocations.withdrawAsync(entry).get().withdrawn != null)
     * ```
     *
     * @return completed with the entry when the store has it, or with the [TokenException] that
     * [revoke] would throw. Cancelling it ends the wait: the change may or may not be made.
     */
    @JvmOverloads
    public fun revokeAsync(token: Token, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.revoke(token.headerJson, token.claimsJson, it) }

    /** Does what [revokeId] does, as [revokeAsync]. */
    @JvmOverloads
    public fun revokeIdAsync(issuer: String?, tokenId: String, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.revokeId(issuer, tokenId, it) }

    /** Does what [revokeSession] does, as [revokeAsync]. */
    @JvmOverloads
    public fun revokeSessionAsync(issuer: String?, sessionId: String, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.revokeSession(issuer, sessionId, it) }

    /** Does what [revokeKey] does, as [revokeAsync]. */
    @JvmOverloads
    public fun revokeKeyAsync(issuer: String?, keyId: String, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.revokeKey(issuer, keyId, it) }

    /** Does what [revokeSubject] does, as [revokeAsync]. */
    @JvmOverloads
    public fun revokeSubjectAsync(issuer: String?, subject: String, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.revokeSubject(issuer, subject, it) }

    /** Does what [revokeIssuer] does, as [revokeAsync]. */
    @JvmOverloads
    public fun revokeIssuerAsync(issuer: String, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.revokeIssuer(issuer, it) }

    /** Does what [withdraw] does, as [revokeAsync]. */
    @JvmOverloads
    public fun withdrawAsync(entry: RevocationEntry, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        withdrawAsync(entry.id, options)

    /** The same by the [id][RevocationEntry.id] of the entry. */
    @JvmOverloads
    public fun withdrawAsync(entryId: String, options: RevokeOptions = RevokeOptions()): CompletableFuture<RevocationEntry> =
        changedLater(options) { NativeChange.withdraw(entryId, it) }

    /** Does what [applyEvents] does, as [revokeAsync]. */
    @JvmOverloads
    public fun applyEventsAsync(token: Token, options: EventOptions = EventOptions()): CompletableFuture<List<RevocationEntry>> = futureOf {
        val given = options.given.textAt(clock)
        madeInTurn(native { changesOfEvents(token.headerJson, token.claimsJson, given) })
    }

    /**
     * Lists the revocations that have not expired, including withdrawn ones.
     *
     * ```kotlin
     * val revocations = Revocations(RevocationsOptions(audit = true))
     * revocations.revokeSubject("https://issuer.example", "alice", RevokeOptions(by = "support", reason = "lost phone"))
     * val entry = revocations.entries(EntriesOptions(issuer = "https://issuer.example", subject = "alice")).single()
     * check(entry.kind == RevocationKind.SUBJECT && entry.reason == "lost phone")
     * ```
     *
     * @param options what to list; everything if it names nothing.
     * @return the entries, in the order in which they were made. They show hashes of what was
     * revoked: to find an id, ask for it. A list in a store is read page by page; `by` and `reason`
     * are null in entries that a store had lost and a service wrote back.
     * @throws TokenException `ERR_OPTION_INVALID` if the list was not made with `audit`;
     * `ERR_JWT_REVOCATION_UNAVAILABLE` if it cannot be read.
     */
    @JvmOverloads
    public fun entries(options: EntriesOptions = EntriesOptions()): List<RevocationEntry> {
        val given = options.given.textAt(clock)
        // On a thread that must not wait, the core refuses the call.
        val carrier = carrier.takeUnless { MainThread.isCurrent() } ?: return handle.with { it.entries(given) }.map(::RevocationEntry)
        handle.with { it.beginEntries(given, carrier.times()) }.use { return carrier.listed(it) }
    }

    /**
     * Does what [entries] does, without waiting for a store.
     *
     * ```kotlin
     * val revocations = Revocations(RevocationsOptions(audit = true))
     * revocations.revokeKey(null, "k-1", RevokeOptions(by = "ops"))
     * check(revocations.entriesAsync(EntriesOptions(keyId = "k-1")).get().single().by == "ops")
     * ```
     *
     * @return completed with the entries, or with the [TokenException] that [entries] would throw.
     * Cancelling it ends the wait.
     */
    @JvmOverloads
    public fun entriesAsync(options: EntriesOptions = EntriesOptions()): CompletableFuture<List<RevocationEntry>> = futureOf {
        val given = options.given.textAt(clock)
        val carrier = carrier ?: return CompletableFuture.completedFuture(handle.with { it.entries(given) }.map(::RevocationEntry))
        carrier.listedLater(handle.with { it.beginEntries(given, carrier.times()) })
    }

    /**
     * The list as bytes, which [fromSnapshot] and [merge] take: to save it, or for another process.
     *
     * They are protected against damage, not against forgery, and hold the key with which ids can
     * be recognised in them. Keep them where nobody else can read or write.
     *
     * @return the bytes.
     */
    public fun snapshot(): ByteArray = handle.with { it.snapshot() }

    /**
     * Adds the content of another list that was made from a snapshot of this one, or from which
     * this one was made: what is revoked in either is revoked, and of a revocation and a withdrawal
     * the later one applies.
     *
     * ```kotlin
     * val revocations = Revocations()
     * val other = Revocations.fromSnapshot(revocations.snapshot())
     * other.revokeKey(null, "k-1")
     * revocations.merge(other.snapshot())
     * check("$revocations" == "Revocations(1 entries)")
     * ```
     *
     * @param snapshot what the other list's [snapshot][Revocations.snapshot] returned.
     * @throws TokenException `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version
     * made it; `ERR_OPTION_INVALID` if it comes from a list whose entries this one cannot
     * recognise.
     */
    public fun merge(snapshot: ByteArray): Unit = handle.with { it.merge(snapshot) }

    /**
     * The state of the list: how many entries of each kind there are, how many bytes they take, and
     * why it cannot be used, if so.
     */
    public fun status(): JsonObject = json(handle.with { it.status() })

    /** Makes later calls fail. Verifiers and rings that were given the list go on using it. */
    override fun close(): Unit = handle.close()

    /** Says how many entries there are, but nothing about what they name. */
    override fun toString(): String = if (handle.isOpen) handle.with { it.toString() } else "Revocations(closed)"

    /**
     * Makes a change, and waits for the store if there is one. The clock is read before the core is
     * called.
     */
    private inline fun changed(options: RevokeOptions, make: (String) -> NativeChange): RevocationEntry {
        val given = options.given.textAt(clock)
        return native { make(given) }.use(::made)
    }

    /** The same without waiting. */
    private inline fun changedLater(options: RevokeOptions, make: (String) -> NativeChange): CompletableFuture<RevocationEntry> = futureOf {
        val given = options.given.textAt(clock)
        native { make(given) }.use(::madeLater)
    }

    private fun made(change: NativeChange): RevocationEntry {
        // On a thread that must not wait, the core refuses the call.
        val carrier = carrier.takeUnless { MainThread.isCurrent() } ?: return RevocationEntry(handle.with { it.change(change) })
        return handle.with { it.begin(change, carrier.times()) }.use(carrier::finished)
    }

    private fun madeLater(change: NativeChange): CompletableFuture<RevocationEntry> {
        val carrier = carrier ?: return CompletableFuture.completedFuture(RevocationEntry(handle.with { it.change(change) }))
        return carrier.finishedLater(handle.with { it.begin(change, carrier.times()) })
    }

    /**
     * Makes changes one after the other. Cancelling ends the wait for the current one; the rest are
     * not started.
     */
    private fun madeInTurn(changes: List<NativeChange>, entries: List<RevocationEntry> = emptyList()): CompletableFuture<List<RevocationEntry>> {
        val change = changes.firstOrNull() ?: return CompletableFuture.completedFuture(entries)
        val first = change.use(::madeLater)
        return first.thenCompose { madeInTurn(changes.drop(1), entries + it) }.also { all -> all.whenComplete { _, _ -> first.cancel(false) } }
    }

    public companion object {
        /**
         * A list that starts with the content of a snapshot, and can be merged with the list that
         * the snapshot was taken from.
         *
         * ```kotlin
         * val revocations = Revocations()
         * val entry = revocations.revokeId(null, "t-1")
         * val copy = Revocations.fromSnapshot(revocations.snapshot())
         * copy.withdraw(entry)
         * ```
         *
         * @param snapshot what [snapshot][Revocations.snapshot] returned.
         * @param audit keeps who revoked what, when and why, so that [entries] can list it.
         * @param clock as for a new list.
         * @throws TokenException `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer
         * version made it.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromSnapshot(snapshot: ByteArray, audit: Boolean = false, clock: Clock? = null): Revocations =
            Revocations(native { NativeRevocations.fromSnapshot(snapshot, audit) }, clock)

        /**
         * Opens the list in a file, and follows it: a change is on disk when the call returns, and
         * other processes on the machine see it with their next check, at most 0.2 seconds later.
         *
         * ```kotlin
         * val path = java.nio.file.Files.createTempDirectory("tokenseal").resolve("revoked.log").toString()
         * val revocations = Revocations.file(path, FileOptions(create = true, longestLifetime = 15.minutes))
         * revocations.revokeSession("https://issuer.example", "s-1", RevokeOptions(by = "support", reason = "lost phone"))
         *
         * val same = Revocations.file(path) // in another process
         * check(same.entries().single().reason == "lost phone")
         * ```
         *
         * In Java:
         *
         * ```java
         * String path = System.getProperty("java.io.tmpdir") + "/revoked-" + java.util.UUID.randomUUID() + ".log";
         * Revocations revocations = Revocations.file(path, FileOptions.builder().create().longestLifetime("15m").build());
         * ```
         *
         * @param path the file.
         * @param options `create` makes the file if there is none.
         * @param clock tells the time for every call that is not given `now`; the system clock if
         * omitted.
         * @throws TokenException `ERR_JWT_REVOCATION_UNAVAILABLE` if the file does not exist and
         * `create` is not given, if it is damaged or cannot be trusted, or cannot be created: an
         * empty list never takes its place. `ERR_OPTION_INVALID` for a wrong option, or a
         * `longestLifetime` other than the one that it was made with.
         */
        @JvmStatic
        @JvmOverloads
        public fun file(path: String, options: FileOptions = FileOptions(), clock: Clock? = null): Revocations =
            Revocations(native { NativeRevocations.openFile(path, options.given.text) }, clock)

        /**
         * A list that several servers share through Redis or Valkey, and follow there. This call
         * reads nothing yet.
         *
         * A change waits until the store has it, and the other servers see it within
         * `maxStaleness`. Checks read the list in memory, and wait for the store only if that copy
         * is older than that and was not renewed in the meantime; until the list has been read, and
         * whenever it cannot be, they throw `ERR_JWT_REVOCATION_UNAVAILABLE`. [Verifier.ready]
         * waits for the first reading.
         *
         * ```kotlin
         * import dev.tokenseal.redis.JedisStore
         * import redis.clients.jedis.HostAndPort
         *
         * val store = JedisStore(HostAndPort("redis.internal", 6379))
         * val revocations = Revocations.redis(store, StoreOptions(namespace = "sessions"))
         * val verifier = Verifier(Key.generate(SignatureAlgorithm.ES256), revocations = revocations)
         * check(verifier.toString() == "Verifier") // nothing is read yet: `ready` or the first check does that
         * ```
         *
         * On Android's main thread a change is refused with `ERR_OPTION_INVALID`, since it would
         * wait: call [revokeAsync] there.
         *
         * @param store sends the commands over a connection of its own.
         * @param options `namespace` is required; `create` makes the list if there is none.
         * @param clock a clock for tests, by which the list also ages; the system's clocks if
         * omitted.
         * @param onEvent receives what happens to the list, on the thread of the request.
         * @throws TokenException `ERR_OPTION_INVALID` for a wrong option.
         */
        @JvmStatic
        @JvmOverloads
        public fun redis(store: RevocationStore, options: StoreOptions, clock: Clock? = null, onEvent: Consumer<Event>? = null): Revocations =
            Revocations(native { NativeRevocations.inStore(options.given.text) }, clock, Driver(store, clock, onEvent))
    }
}
