package dev.tokenseal

import dev.tokenseal.ffi.Checked
import kotlinx.serialization.DeserializationStrategy
import java.time.Clock
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.function.Supplier
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import dev.tokenseal.ffi.TokenException as NativeException
import dev.tokenseal.ffi.Verifier as NativeVerifier
import java.time.Duration as JavaDuration

/**
 * Checks tokens with keys and options that are compiled once: what a service or an app makes at its start, and uses for every token.
 *
 * With [keys] it accepts signed tokens, with [decryptionKeys] encrypted ones, with both nested ones only; `accept` says otherwise. It is
 * immutable and safe to share between threads. Nobody has to close it: it is freed when nothing refers to it.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val verifier = Verifier(key.public(), options = VerifyOptions(issuer = "https://issuer.example", leeway = 30.seconds))
 * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(issuer = "https://issuer.example", expiresIn = 15.minutes))
 * check(verifier.verify(token).text("sub") == "alice")
 * ```
 *
 * In Java, and where a length is text, options are built one at a time:
 *
 * ```kotlin
 * val options = VerifyOptions.builder().issuer("https://issuer.example").leeway("30s").build()
 * Verifier(Key.generate(SignatureAlgorithm.HS256), null, options)
 * ```
 *
 * Keys that an issuer publishes and changes are a [RemoteKeySet], or fetched by [forIssuer]; [byIssuer] makes one verifier of several issuers'. A
 * service that checks its own tokens gives its [KeyRing]. What was accepted once and must not be any more, such as a token after its user has logged
 * out, is on a list of [Revocations].
 *
 * @param keys the keys that verify signatures.
 * @param decryptionKeys the keys that decrypt.
 * @param options what is expected of every token; `now` is not among it.
 * @param revocations what was revoked, and is refused.
 * @param clock tells the time for every check that is not given `now`; the system's if not given. What it throws is thrown.
 * @param onEvent is told what happens in checks, on the thread of the check.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, or a kind of token that there are no keys for.
 */
public class Verifier private constructor(
    native: NativeVerifier,
    private val clock: Clock?,
    carriers: Collection<Carrier>,
    /** A test's clock, by which the keys of a ring change. */
    ringClock: Clock?,
    /** Whether keys change with the time: the core is told the time that `now` does not touch. */
    isTimed: Boolean,
    onEvent: Consumer<Event>?,
) : AutoCloseable {
    @JvmOverloads
    public constructor(
        keys: VerificationKeys? = null,
        decryptionKeys: DecryptionKeys? = null,
        options: VerifyOptions = VerifyOptions(),
        revocations: Revocations? = null,
        clock: Clock? = null,
        onEvent: Consumer<Event>? = null,
    ) : this(
        keys.verifying { verifying ->
            decryptionKeys.decrypting { decrypting -> revocations.orNone { NativeVerifier(verifying, decrypting, options.given.text, it) } }
        },
        clock,
        listOfNotNull((keys as? RemoteKeySet)?.open(), (keys as? KeyRing)?.carrier, (decryptionKeys as? KeyRing)?.carrier, revocations?.carrier),
        (keys as? KeyRing)?.clock ?: (decryptionKeys as? KeyRing)?.clock,
        isTimed = keys is RemoteKeySet || keys is KeyRing || decryptionKeys is KeyRing || revocations?.carrier != null,
        onEvent,
    )

    internal val handle = NativeHandle(native)
    private val address = handle.with { it.address() }.toLong()

    /** For keys that change with the time, a list in a store, or a check that is watched; a plain check has none of it, and costs nothing more. */
    internal val checks: Checks? = if (isTimed || onEvent != null) Checks(handle, carriers, ringClock, onEvent) else null

    /**
     * Checks a token, signed, encrypted or nested.
     *
     * If keys have to be fetched first, or a list of revocations has to be read in its store, it waits for that: at most as long as `timeout` of their
     * options, and a second more. On Android's main thread it never waits: it begins to fetch, and throws.
     *
     * @param token the token, in the compact serialization.
     * @param now the time; the clock's if not given.
     * @throws TokenException `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
     * `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`,
     * `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`, `ERR_JWT_CLAIM_MISSING`,
     * `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_JWT_REVOKED`,
     * `ERR_JWKS_UNAVAILABLE` for keys that could not be fetched, and `ERR_JWT_REVOCATION_UNAVAILABLE` for a list of revocations that cannot be used.
     */
    @JvmOverloads
    public fun verify(token: String, now: Instant? = null): Token {
        val seconds = timeOf(now)?.inSeconds() ?: Double.NaN
        return checks?.verify(token, seconds) ?: handle.with { verifyPacked(address, token, seconds) }
    }

    /**
     * Checks a token as [verify] does, and never waits: if keys have to be fetched first, the future is completed when they are there.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.ES256)
     * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))
     * val published = KeySet(key).toJwks().encodeToByteArray()
     * val keys = RemoteKeySet("https://issuer.example/jwks.json", http = { HttpAnswer(200, emptyMap(), published) })
     * check(Verifier(keys).verifyAsync(token).get().text("sub") == "alice")
     * ```
     *
     * @return completed with the token, or with the [TokenException] that [verify] would throw. Cancelling it ends the wait, and not the request,
     * which others may wait for.
     */
    @JvmOverloads
    public fun verifyAsync(token: String, now: Instant? = null): CompletableFuture<Token> {
        val checks = checks
        return futureOf { checks?.verifyAsync(token, timeOf(now)?.inSeconds() ?: Double.NaN) ?: CompletableFuture.completedFuture(verify(token, now)) }
    }

    /** Checks a token as the other [verify] does, and gives its claims as an instance of a serializable class. */
    @JvmOverloads
    public fun <T> verify(token: String, deserializer: DeserializationStrategy<T>, now: Instant? = null): T = verify(token, now).claims(deserializer)

    /** Checks a token as the other [verify] does, and gives its claims as an instance of a serializable class: `verify<Session>(token)`. */
    @JvmName("verifyAs")
    public inline fun <reified T> verify(token: String, now: Instant? = null): T = verify(token, now).claims<T>()

    /**
     * Checks many tokens on all cores, in one crossing of the boundary. Keys that several of them need are fetched once.
     *
     * @return for each token, in its place, what [verify] would give or throw: the [Token], or a failure with its [TokenException].
     */
    @JvmSynthetic
    public fun verifyMany(tokens: List<String>, now: Instant? = null): List<Result<Token>> {
        val seconds = timeOf(now)?.inSeconds()
        checks?.let { return it.verifyMany(tokens, seconds) }
        return handle.with { it.checkMany(tokens.map(::unpaired), seconds) }.map { checked ->
            when (checked) {
                is Checked.Token -> Result.success(Token(checked.token))
                is Checked.Refused -> Result.failure((checked.error as NativeException.Refused).let { refused(it.code, it.reason, it.claim) })
            }
        }
    }

    /**
     * Adds the verifier of one more issuer to one [byIssuer], while it is used.
     *
     * @throws TokenException `ERR_OPTION_INVALID` as [byIssuer], and if this is no verifier of several issuers.
     */
    public fun add(verifier: Verifier) {
        checks?.add(verifier.handle, verifier.checks) ?: handle.with { own -> verifier.handle.with { own.add(it) } }
    }

    /**
     * Removes the verifier of an issuer, by that issuer or its template, as it was given; its aliases go with it.
     *
     * @return false if there is none.
     * @throws TokenException `ERR_OPTION_INVALID` if this is no verifier of several issuers.
     */
    public fun remove(issuer: String): Boolean = if (checks != null) checks.remove(issuer) else handle.with { it.remove(issuer) }

    /**
     * Fetches the keys of all its key sets, unless they have some that may be used, reads its lists of revocations in stores, and waits for that: for the
     * start of a service.
     *
     * @throws TokenException `ERR_JWKS_UNAVAILABLE`, as [RemoteKeySet.ready]; `ERR_JWT_REVOCATION_UNAVAILABLE` with what went wrong last.
     */
    @JvmSynthetic
    public fun ready(timeout: Duration): Unit = ready(timeout.toJavaDuration())

    /** The same for Java. */
    public fun ready(timeout: JavaDuration): Unit = carriers.ready(timeout)

    /** Waits at most 10 seconds. */
    public fun ready(): Unit = ready(READY)

    /** Does what [ready] does, without waiting. */
    @JvmOverloads
    public fun readyAsync(timeout: JavaDuration = READY): CompletableFuture<Void> = carriers.readyAsync(timeout)

    private val carriers: Collection<Carrier> get() = checks?.carriers.orEmpty()

    /** The time of a check: what the caller gave, else what the clock tells, else none. It is told before the core is called. */
    private fun timeOf(now: Instant?) = now ?: clock?.tell()

    /** Frees the verifier at once, or when the calls that are under way have ended. Calls that come later are refused. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Verifier"

    public companion object {
        /**
         * A verifier of an issuer's tokens by the keys that its metadata names (OpenID Connect Discovery, RFC 8414): discovery, keys and `iss` in one.
         *
         * ```kotlin
         * val verifier = Verifier.forIssuer("https://tenant.example/", options = VerifyOptions(audience = "https://api.example"))
         * check(verifier.toString() == "Verifier") // nothing is fetched yet: `ready` or the first check does that
         * ```
         *
         * In Java:
         *
         * ```java
         * VerifyOptions options = VerifyOptions.builder().audience("https://api.example").build();
         * Verifier verifier = Verifier.forIssuer("https://tenant.example/", null, options);
         * ```
         *
         * @param issuer the issuer, exactly as its tokens name it.
         * @param revocations what was revoked, and is refused.
         * @param headers as of [RemoteKeySet].
         * @param clock tells the time of every check, by which keys age as well.
         * @param onEvent is told what happens in checks and to the keys.
         * @param http makes the requests.
         * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, and if the options name an issuer as well.
         */
        @JvmStatic
        @JvmOverloads
        public fun forIssuer(
            issuer: String,
            decryptionKeys: DecryptionKeys? = null,
            options: VerifyOptions = VerifyOptions(),
            revocations: Revocations? = null,
            headers: Supplier<Map<String, String>>? = null,
            clock: Clock? = null,
            onEvent: Consumer<Event>? = null,
            http: HttpCarrier = UrlConnectionCarrier(),
        ): Verifier {
            val native = decryptionKeys.decrypting { keys ->
                revocations.orNone { NativeVerifier.forIssuer(issuer, keys, options.given.text, it) }
            }
            val carriers = native { native.remotes() }.map { set -> Carrier(set.use { it.followed() }, Driver(http, headers, clock, onEvent)) }
            return Verifier(native, clock, carriers + listOfNotNull((decryptionKeys as? KeyRing)?.carrier, revocations?.carrier), (decryptionKeys as? KeyRing)?.clock, isTimed = true, onEvent)
        }

        /**
         * A verifier of several issuers: each of [verifiers] has one, and the token's exact `iss` chooses which is asked. Nothing else is tried.
         *
         * ```kotlin
         * val (a, b) = List(2) { Key.generate(SignatureAlgorithm.ES256) }
         * val verifier = Verifier.byIssuer(
         *     listOf(
         *         Verifier(a.public(), options = VerifyOptions(issuer = "https://a.example")),
         *         Verifier(b.public(), options = VerifyOptions(issuer = "https://b.example")),
         *     ),
         * )
         * val token = sign(mapOf("sub" to "alice"), b, TokenOptions(issuer = "https://b.example", expiresIn = 5.minutes))
         * check(verifier.verify(token).text("sub") == "alice")
         * ```
         *
         * Verifiers can be added and removed while it is used, and may share one [RemoteKeySet]. Each keeps its own [Revocations], or shares them.
         *
         * @param decryptionKeys with them it accepts nested tokens, and no others; the signed token inside chooses.
         * @throws TokenException `ERR_OPTION_INVALID` if one of them expects no issuer, has decryption keys of its own, or is itself of several
         * issuers, and if two are of the same issuer.
         */
        @JvmStatic
        @JvmOverloads
        public fun byIssuer(
            verifiers: Iterable<Verifier>,
            decryptionKeys: DecryptionKeys? = null,
            clock: Clock? = null,
            onEvent: Consumer<Event>? = null,
        ): Verifier {
            val all = verifiers.toList()
            val native = decryptionKeys.decrypting { keys -> withAll(all.map { it.handle }) { NativeVerifier.byIssuer(it, keys) } }
            val ringClock = (decryptionKeys as? KeyRing)?.clock ?: all.firstNotNullOfOrNull { it.checks?.ringClock }
            return Verifier(native, clock, all.flatMap { it.carriers } + listOfNotNull((decryptionKeys as? KeyRing)?.carrier), ringClock, isTimed = true, onEvent)
        }
    }
}
