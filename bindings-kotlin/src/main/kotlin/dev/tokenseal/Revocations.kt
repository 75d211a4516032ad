package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Clock
import dev.tokenseal.ffi.RevocationEntry as NativeRevocationEntry
import dev.tokenseal.ffi.Revocations as NativeRevocations

/**
 * A list of what was revoked: single tokens, sessions, keys, and whatever a subject or an issuer had issued before a time.
 *
 * A [Verifier] that is given the list refuses what is on it as `ERR_JWT_REVOKED`, from its next check on. The list is in memory: it holds for this
 * process, and is gone with it, unless a [snapshot] is kept. It holds no ids of tokens, sessions or subjects, only keyed hashes of them. Any number of
 * threads may use it at a time; checks never wait for a lock.
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
 * Nobody has to close a list: it is freed when nothing refers to it.
 *
 * @param options how long tokens live, and whether the list can be listed.
 * @param clock tells the time for every call that is not given `now`; the system's if not given. What it throws is thrown.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option.
 */
public class Revocations private constructor(native: NativeRevocations, private val clock: Clock?) : AutoCloseable {
    @JvmOverloads
    public constructor(options: RevocationsOptions = RevocationsOptions(), clock: Clock? = null) :
        this(native { NativeRevocations(options.given.text) }, clock)

    internal val handle = NativeHandle(native)

    /**
     * Revokes one token until it expires: by its `jti`, or by what it says if it has none.
     *
     * @param token a token that was checked, by whatever verifier.
     * @param options who revokes it, and why.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for a token that lives longer than the list's `longestLifetime`, or an option of other calls.
     */
    @JvmOverloads
    public fun revoke(token: Token, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.revoke(token.headerJson, token.claimsJson, given) }

    /**
     * Revokes the token that has this `jti`, for whoever does not have the token itself.
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
     * @param options `until` is its `exp`: without it, the entry lasts for the list's `longestLifetime`, or for ever.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for an empty id, an `until` beyond the list's `longestLifetime`, or an option of other calls.
     */
    @JvmOverloads
    public fun revokeId(issuer: String?, tokenId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.revokeId(issuer, tokenId, given) }

    /**
     * Revokes all tokens of a session, by the claim `sid`, whenever they were or will be issued.
     *
     * @param issuer the `iss` of its tokens; null if they have none.
     * @param sessionId their `sid`.
     * @param options `until` is when the last of them has expired: without it, the entry lasts for the list's `longestLifetime`, or for ever.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` as [revokeId].
     */
    @JvmOverloads
    public fun revokeSession(issuer: String?, sessionId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.revokeSession(issuer, sessionId, given) }

    /**
     * Revokes all tokens that a key verifies.
     *
     * @param issuer whose tokens; null: those of every issuer.
     * @param keyId the [Token.keyId] of such tokens.
     * @param options `until` is when the last of them has expired: without it, the entry never ends.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` as [revokeId].
     */
    @JvmOverloads
    public fun revokeKey(issuer: String?, keyId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.revokeKey(issuer, keyId, given) }

    /**
     * Revokes the tokens that were issued to a subject before a time: those of all sessions of a user, who can log in again.
     *
     * A token that does not say when it was issued is refused as well, and so is one of the future.
     *
     * @param issuer the `iss` of the tokens; null if they have none.
     * @param subject their `sub`.
     * @param options `before` is that time; the end of this second if not given.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for an empty subject, or an option of other calls.
     */
    @JvmOverloads
    public fun revokeSubject(issuer: String?, subject: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.revokeSubject(issuer, subject, given) }

    /**
     * Revokes all tokens that an issuer issued before a time, as [revokeSubject] does for a subject.
     *
     * @param issuer their `iss`.
     * @param options `before` is that time; the end of this second if not given.
     * @return the entry, which [withdraw] takes.
     * @throws TokenException `ERR_OPTION_INVALID` for an empty issuer, or an option of other calls.
     */
    @JvmOverloads
    public fun revokeIssuer(issuer: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.revokeIssuer(issuer, given) }

    /**
     * Takes a revocation back, and with it whatever else revoked the same until now. It can be revoked again.
     *
     * @param entry what revoking gave, or [entries] lists.
     * @param options who takes it back, and why.
     * @return the entry, with how it was withdrawn.
     * @throws TokenException `ERR_OPTION_INVALID` if the list has no such entry, it was withdrawn already or has ended.
     */
    @JvmOverloads
    public fun withdraw(entry: RevocationEntry, options: RevokeOptions = RevokeOptions()): RevocationEntry = withdraw(entry.id, options)

    /** The same by the [id][RevocationEntry.id] of the entry. */
    @JvmOverloads
    public fun withdraw(entryId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
        revoked(options) { revocations, given -> revocations.withdraw(entryId, given) }

    /**
     * Lists what was revoked and has not ended, what was withdrawn included.
     *
     * ```kotlin
     * val revocations = Revocations(RevocationsOptions(audit = true))
     * revocations.revokeSubject("https://issuer.example", "alice", RevokeOptions(by = "support", reason = "lost phone"))
     * val entry = revocations.entries(EntriesOptions(issuer = "https://issuer.example", subject = "alice")).single()
     * check(entry.kind == RevocationKind.SUBJECT && entry.reason == "lost phone")
     * ```
     *
     * @param options what to list; everything if nothing is named.
     * @return the entries, in the order in which they were made. They show hashes of what was revoked: ids are found by asking for them.
     * @throws TokenException `ERR_OPTION_INVALID` if the list was not made with `audit`.
     */
    @JvmOverloads
    public fun entries(options: EntriesOptions = EntriesOptions()): List<RevocationEntry> {
        val given = options.given.textAt(clock)
        return handle.with { it.entries(given) }.map(::RevocationEntry)
    }

    /**
     * The list as bytes, which [fromSnapshot] and [merge] take: to keep it, or for another process.
     *
     * They are protected against damage, not against whoever makes others, and hold the key by which ids can be recognised in them. Keep them where
     * nobody else can read or write.
     *
     * @return the bytes.
     */
    public fun snapshot(): ByteArray = handle.with { it.snapshot() }

    /**
     * Adds what another list holds, which was made from a snapshot of this one or of which this one was made: what is revoked in either is revoked,
     * and of a revocation and a withdrawal the later one holds.
     *
     * ```kotlin
     * val revocations = Revocations()
     * val other = Revocations.fromSnapshot(revocations.snapshot())
     * other.revokeKey(null, "k-1")
     * revocations.merge(other.snapshot())
     * check("$revocations" == "Revocations(1 entries)")
     * ```
     *
     * @param snapshot what [snapshot][Revocations.snapshot] of the other gave.
     * @throws TokenException `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version made it; `ERR_OPTION_INVALID` if it is of a list in
     * which this one could recognise nothing.
     */
    public fun merge(snapshot: ByteArray): Unit = handle.with { it.merge(snapshot) }

    /** How the list is: how many entries there are of each kind, how many bytes they take, and why it cannot be used, if so. */
    public fun status(): JsonObject = json(handle.with { it.status() })

    /** Refuses later calls. Verifiers and rings that were given the list go on using it. */
    override fun close(): Unit = handle.close()

    /** Says how many entries there are, and nothing of what they name. */
    override fun toString(): String = if (handle.isOpen) handle.with { it.toString() } else "Revocations(closed)"

    /** Calls the core with options, the time among them. The clock is asked before the core is called. */
    private inline fun revoked(options: RevokeOptions, work: (NativeRevocations, String) -> NativeRevocationEntry): RevocationEntry {
        val given = options.given.textAt(clock)
        return RevocationEntry(handle.with { work(it, given) })
    }

    public companion object {
        /**
         * A list that begins with what a snapshot holds, and can be merged with the one that it was taken of.
         *
         * ```kotlin
         * val revocations = Revocations()
         * val entry = revocations.revokeId(null, "t-1")
         * val copy = Revocations.fromSnapshot(revocations.snapshot())
         * copy.withdraw(entry)
         * ```
         *
         * @param snapshot what [snapshot][Revocations.snapshot] gave.
         * @param audit keep who revoked what, when and why, so that [entries] can list it.
         * @param clock as of a new list.
         * @throws TokenException `ERR_JWT_REVOCATION_UNAVAILABLE` if it is damaged, or a newer version made it.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromSnapshot(snapshot: ByteArray, audit: Boolean = false, clock: Clock? = null): Revocations =
            Revocations(native { NativeRevocations.fromSnapshot(snapshot, audit) }, clock)
    }
}
