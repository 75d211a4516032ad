package dev.tokenseal

import dev.tokenseal.ffi.Checked
import dev.tokenseal.ffi.Times
import kotlinx.serialization.DeserializationStrategy
import java.time.Clock
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.function.Supplier
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import dev.tokenseal.ffi.Key as NativeKey
import dev.tokenseal.ffi.ReplayCache as NativeReplayCache
import dev.tokenseal.ffi.Revocations as NativeRevocations
import dev.tokenseal.ffi.StatusLists as NativeStatusLists
import dev.tokenseal.ffi.Verifier as NativeVerifier
import java.time.Duration as JavaDuration

/**
 * Checks tokens with keys and options that are compiled once: a service or an app makes one when it
 * starts, and uses it for every token.
 *
 * With [keys] it accepts signed tokens, with [decryptionKeys] encrypted ones, with both only nested
 * ones; the option `accept` changes that. It is immutable and safe to share between threads. You
 * need not close it: it is freed when nothing refers to it.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val verifier = Verifier(key.public(), options = VerifyOptions(issuer = "https://issuer.example", leeway = 30.seconds))
 * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(issuer = "https://issuer.example", expiresIn = 15.minutes))
 * check(verifier.verify(token).text("sub") == "alice")
 * ```
 *
 * In Java, and for durations given as text, options have a builder:
 *
 * ```kotlin
 * val options = VerifyOptions.builder().issuer("https://issuer.example").leeway("30s").build()
 * Verifier(Key.generate(SignatureAlgorithm.HS256), options)
 * ```
 *
 * For keys that an issuer publishes and changes, use a [RemoteKeySet] or [forIssuer]; [byIssuer]
 * combines the verifiers of several issuers. A service that checks its own tokens passes its
 * [KeyRing]. Tokens that were accepted once and must no longer be, such as those of a user who has
 * logged out, are on a list of [Revocations], or in the [StatusLists] of their issuer. Tokens that
 * only their owner can use come with a proof: see [Dpop].
 *
 * @param keys the keys that verify signatures.
 * @param decryptionKeys the keys that decrypt.
 * @param options what every token must satisfy, without `now`.
 * @param revocations the revoked tokens, which are refused.
 * @param clock tells the time for every check that is not given `now`; the system clock if omitted.
 * Whatever it throws is passed on.
 * @param onEvent receives what happens in checks, on the thread of the check.
 * @param replays remembers which DPoP proofs were used; the verifier has a cache of its own if
 * omitted.
 * @param nonceKey the HMAC key for nonces, which all instances of a service share. With it, a DPoP
 * proof must have a nonce that is at most ten minutes old (RFC 9449, section 9).
 * @param statusLists the lists in which the status of tokens is looked up.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, or a kind of token for which
 * there are no keys.
 */
public class Verifier private constructor(
    native: NativeVerifier,
    private val clock: Clock?,
    /** What checks may have to wait for. */
    sources: Sources?,
    onEvent: Consumer<Event>?,
    private val givenReplays: ReplayCache? = null,
) : AutoCloseable {
    @JvmOverloads
    public constructor(
        keys: VerificationKeys? = null,
        decryptionKeys: DecryptionKeys? = null,
        options: VerifyOptions = VerifyOptions(),
        revocations: Revocations? = null,
        clock: Clock? = null,
        onEvent: Consumer<Event>? = null,
        replays: ReplayCache? = null,
        nonceKey: Key? = null,
        statusLists: StatusLists? = null,
    ) : this(
        Beside(revocations, replays, nonceKey, statusLists).with { list, cache, nonces, lists ->
            keys.verifying { verifying ->
                decryptionKeys.decrypting { NativeVerifier(verifying, it, options.given.text, list, cache, nonces, lists) }
            }
        },
        clock,
        Sources.of(keys, decryptionKeys, revocations, replays, statusLists),
        onEvent,
        replays,
    )

    /** With keys and options alone. */
    public constructor(keys: VerificationKeys, options: VerifyOptions) : this(keys, null, options)

    internal val handle = NativeHandle(native)
    private val address = handle.with { it.address() }.toLong()

    /**
     * For keys that change with time, a list in a store, or a check that is watched; a plain
     * verifier has none of this, and its checks cost nothing extra.
     */
    internal val checks: Checks? = if (sources != null || onEvent != null) Checks(handle, sources ?: Sources(), onEvent) else null

    /**
     * Checks a signed, encrypted or nested token.
     *
     * If keys must be fetched first, or a list of revocations read from its store, it waits for
     * that: at most as long as the `timeout` in their options, plus one second. On Android's main
     * thread it never waits: it starts to fetch, and throws.
     *
     * @param token the token, in the compact serialization.
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a
     * malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
     * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`,
     * `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`,
     * `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`,
     * `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_JWT_REVOKED`,
     * `ERR_JWKS_UNAVAILABLE` for keys that could not be fetched, `ERR_JWT_REVOCATION_UNAVAILABLE`
     * for a list of revocations or statuses that cannot be used, and `ERR_JWT_NOT_BOUND` for a
     * token that is bound to a key or a certificate.
     */
    @JvmOverloads
    public fun verify(token: String, now: Instant? = null): Token {
        val seconds = timeOf(now)?.inSeconds() ?: Double.NaN
        return checks?.verify(token, seconds) ?: handle.with { verifyPacked(address, token, seconds) }
    }

    /**
     * Checks a token as the other [verify] does, along with what came with it: a DPoP proof
     * (RFC 9449) or the client's certificate (RFC 8705).
     *
     * ```kotlin
     * val (key, appsKey) = List(2) { Key.generate(SignatureAlgorithm.ES256) }
     * val token = Issuer(key, options = IssuerOptions(lifetime = 15.minutes)).issue(mapOf("sub" to "alice"), confirm = appsKey.public())
     * val proof = Dpop.prove(appsKey, "GET", "https://api.example/orders?page=2", accessToken = token)
     *
     * val verifier = Verifier(key.public(), options = VerifyOptions(publicOrigins = listOf("https://api.example")))
     * val sent = CheckOptions(proof = proof, method = "GET", url = "/orders?page=2")
     * check(verifier.verify(token, sent).text("sub") == "alice")
     * check(runCatching { verifier.verify(token, sent) }.isFailure) // it was used
     * ```
     *
     * In Java the options have a builder. Leave the proof out if the token came as `Bearer`; if the
     * header may come several times, give a list of its values.
     *
     * @param options `url` is the path as the client sent it, such as a servlet request's
     * `requestURI`.
     * @throws TokenException as the other [verify]; `ERR_JWT_NOT_BOUND` for a token whose sender
     * does not prove possession of what it is bound to, `ERR_DPOP_INVALID` for a proof that is
     * malformed, was already used, or is for another request or token, `ERR_DPOP_NONCE_REQUIRED`
     * with the [nonce][TokenException.dpopNonce] to use, and `ERR_DPOP_UNAVAILABLE` if the cache of
     * used proofs is full, or its store cannot be reached.
     */
    public fun verify(token: String, options: CheckOptions): Token = verifyGiven(token, options.given.textAt(clock), options.certificate)

    /** Checks a token with what came with it, as JSON that includes the time. */
    internal fun verifyGiven(token: String, given: String, certificate: ByteArray?): Token {
        if (checks != null) return checks.verifyWith(token, given, certificate)
        val outcome = handle.with { outcomeOf(it.checkWith(unpaired(token), given, certificate, SYSTEM)) }
        return outcome.token ?: throw outcome.refused!!
    }

    /** Options with the clock's time, if they have none. */
    internal fun timed(options: GivenOptions): String = options.textAt(clock)

    /**
     * Checks a token as [verify] does, and never waits: if keys must be fetched first, the future
     * completes when they have arrived.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.ES256)
     * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))
     * val published = KeySet(key).toJwks().encodeToByteArray()
     * val keys = RemoteKeySet("https://issuer.example/jwks.json", http = { HttpAnswer(200, emptyMap(), published) })
     * check(Verifier(keys).verifyAsync(token).get().text("sub") == "alice")
     * ```
     *
     * @return completed with the token, or with the [TokenException] that [verify] would throw.
     * Cancelling it ends the wait, but not the request, which others may be waiting for.
     */
    @JvmOverloads
    public fun verifyAsync(token: String, now: Instant? = null): CompletableFuture<Token> {
        val checks = checks
        return futureOf { checks?.verifyAsync(token, timeOf(now)?.inSeconds() ?: Double.NaN) ?: CompletableFuture.completedFuture(verify(token, now)) }
    }

    /** Checks a token with what came with it, as [verify] does, and never waits. */
    public fun verifyAsync(token: String, options: CheckOptions): CompletableFuture<Token> =
        futureOf { verifyGivenAsync(token, options.given.textAt(clock), options.certificate) }

    /** The same with options as JSON that includes the time. */
    internal fun verifyGivenAsync(token: String, given: String, certificate: ByteArray?): CompletableFuture<Token> {
        val checks = checks
        return futureOf { checks?.verifyWithAsync(token, given, certificate) ?: CompletableFuture.completedFuture(verifyGiven(token, given, certificate)) }
    }

    /**
     * Checks that a token which this verifier accepted is still good: for long connections, such as
     * a WebSocket, to call from time to time.
     *
     * It checks the token's times, the list of revocations and the status, each as [verify] does,
     * and waits as that does. Signature, claims and proof were checked when the connection began.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.HS256)
     * val revocations = Revocations()
     * val verifier = Verifier(key, revocations = revocations)
     * val token = verifier.verify(sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes)))
     *
     * verifier.stillValid(token) // now and then, as long as the connection lives
     * revocations.revoke(token)
     * check(runCatching { verifier.stillValid(token) }.isFailure) // time to close it
     * ```
     *
     * @param token the token, as [verify] returned it.
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD` and `ERR_JWT_REVOKED`;
     * `ERR_JWT_REVOCATION_UNAVAILABLE` for a list of revocations or statuses that cannot be used,
     * and `ERR_JWKS_UNAVAILABLE` for the keys of a status; `ERR_OPTION_INVALID` for an invalid
     * time.
     */
    @JvmOverloads
    public fun stillValid(token: Token, now: Instant? = null) {
        val seconds = timeOf(now)?.inSeconds()
        if (checks != null) return checks.stillValid(token, seconds)
        val outcome = handle.with { outcomeOf(it.checkAgain(token.headerJson, token.claimsJson, token.keyId, seconds, SYSTEM)) }
        outcome.refused?.let { throw it }
    }

    /**
     * Checks a token again as [stillValid] does, and never waits.
     *
     * @return completed without a value, or with the [TokenException] that [stillValid] would
     * throw.
     */
    @JvmOverloads
    public fun stillValidAsync(token: Token, now: Instant? = null): CompletableFuture<Void> = futureOf {
        val checked = checks?.stillValidAsync(token, timeOf(now)?.inSeconds())
        checked ?: CompletableFuture.completedFuture<Void>(null).also { stillValid(token, now) }
    }

    /**
     * Checks a token as the other [verify] does, and returns its claims as an instance of a
     * serializable class.
     */
    @JvmOverloads
    public fun <T> verify(token: String, deserializer: DeserializationStrategy<T>, now: Instant? = null): T = verify(token, now).claims(deserializer)

    /**
     * Checks a token as the other [verify] does, and returns its claims as an instance of a
     * serializable class: `verify<Session>(token)`.
     */
    @JvmName("verifyAs")
    public inline fun <reified T> verify(token: String, now: Instant? = null): T = verify(token, serializerOf<T>(), now)

    /**
     * Checks a token with what came with it, and returns its claims as an instance of a
     * serializable class.
     */
    public fun <T> verify(token: String, deserializer: DeserializationStrategy<T>, options: CheckOptions): T = verify(token, options).claims(deserializer)

    /**
     * Checks a token with what came with it, and returns its claims as an instance of a
     * serializable class: `verify<Session>(token, options)`.
     */
    @JvmName("verifyAs")
    public inline fun <reified T> verify(token: String, options: CheckOptions): T = verify(token, serializerOf<T>(), options)

    /**
     * A nonce for the header `DPoP-Nonce` of an answer, so that a client has a fresh one before it
     * needs it (RFC 9449, section 8.2).
     *
     * ```kotlin
     * val (key, nonceKey) = List(2) { Key.generate(SignatureAlgorithm.HS256) }
     * val verifier = Verifier(key, options = VerifyOptions(publicOrigins = listOf("https://api.example")), nonceKey = nonceKey)
     * check(verifier.dpopNonce()!!.length == 54)
     * ```
     *
     * @param now the time; the clock's if omitted.
     * @return the nonce, which is valid for at least five minutes; null without `nonceKey`.
     */
    @JvmOverloads
    public fun dpopNonce(now: Instant? = null): String? {
        val seconds = timeOf(now)?.inSeconds()
        return handle.with { it.dpopNonce(seconds) }
    }

    /**
     * The cache of used DPoP proofs, for its [status][ReplayCache.status]; null if the verifier
     * cannot check proofs.
     */
    public val replays: ReplayCache? by lazy { givenReplays ?: handle.with { it.replays() }?.let { ReplayCache(it, null) } }

    /**
     * Checks many tokens on all cores, in one crossing of the boundary. Keys that several of them
     * need are fetched once.
     *
     * @return for each token, in order, what [verify] would return or throw: the [Token], or a
     * failure with its [TokenException].
     */
    @JvmSynthetic
    public fun verifyMany(tokens: List<String>, now: Instant? = null): List<Result<Token>> {
        val seconds = timeOf(now)?.inSeconds()
        checks?.let { return it.verifyMany(tokens, seconds) }
        return handle.with { it.checkMany(tokens.map(::unpaired), seconds) }.map { checked ->
            when (checked) {
                is Checked.Token -> Result.success(Token(checked.token))
                is Checked.Refused -> Result.failure(refused(checked.error))
            }
        }
    }

    /**
     * Adds another issuer's verifier to one made by [byIssuer], while it is in use.
     *
     * @throws TokenException `ERR_OPTION_INVALID` as [byIssuer], and if this is not a verifier of
     * several issuers.
     */
    public fun add(verifier: Verifier) {
        checks?.add(verifier.handle, verifier.checks) ?: handle.with { own -> verifier.handle.with { own.add(it) } }
    }

    /**
     * Removes the verifier of an issuer, named by that issuer or its template, as it was given; its
     * aliases go with it.
     *
     * @return false if there is none.
     * @throws TokenException `ERR_OPTION_INVALID` if this is not a verifier of several issuers.
     */
    public fun remove(issuer: String): Boolean = if (checks != null) checks.remove(issuer) else handle.with { it.remove(issuer) }

    /**
     * Prepares the verifier for the start of a service: fetches the keys of all its key sets,
     * unless they have usable ones, and the status lists whose exact addresses are allowed, reads
     * its lists of revocations from their stores, and waits for all of that.
     *
     * @throws TokenException `ERR_JWKS_UNAVAILABLE`, as [RemoteKeySet.ready];
     * `ERR_JWT_REVOCATION_UNAVAILABLE` with the last failure.
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

    private val carriers: Collection<Carrier> get() = checks?.awaited.orEmpty()

    /**
     * The time of a check: the caller's, else the clock's, else none. It is read before the core is
     * called.
     */
    private fun timeOf(now: Instant?) = now ?: clock?.tell()

    /**
     * Frees the verifier at once, or when the calls that are under way have ended. Later calls
     * fail.
     */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Verifier"

    public companion object {
        /**
         * A verifier whose parts are given one at a time, for Java.
         *
         * ```java
         * Key key = Key.generate(SignatureAlgorithm.ES256);
         * Verifier verifier = Verifier.builder().keys(key.publicKey()).revocations(new Revocations()).build();
         * ```
         */
        @JvmStatic
        public fun builder(): VerifierBuilder = VerifierBuilder()

        /**
         * A verifier of an issuer's tokens with the keys that its metadata names, given options
         * alone.
         */
        @JvmStatic
        public fun forIssuer(issuer: String, options: VerifyOptions): Verifier = forIssuer(issuer, null, options)

        /**
         * A verifier of an issuer's tokens with the keys that its metadata names (OpenID Connect
         * Discovery, RFC 8414): discovery, keys and `iss` in one.
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
         * Verifier verifier = Verifier.forIssuer("https://tenant.example/", options);
         * ```
         *
         * @param issuer the issuer, exactly as its tokens name it.
         * @param revocations the revoked tokens, which are refused.
         * @param headers as for [RemoteKeySet].
         * @param clock tells the time of every check, by which keys also age.
         * @param onEvent receives what happens in checks and to the keys.
         * @param replays as for [Verifier].
         * @param nonceKey as for [Verifier].
         * @param statusLists as for [Verifier].
         * @param http makes the requests.
         * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, and if the options name
         * an issuer as well.
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
            replays: ReplayCache? = null,
            nonceKey: Key? = null,
            statusLists: StatusLists? = null,
            http: HttpCarrier = UrlConnectionCarrier(),
        ): Verifier {
            val native = Beside(revocations, replays, nonceKey, statusLists).with { list, cache, nonces, lists ->
                decryptionKeys.decrypting { NativeVerifier.forIssuer(issuer, it, options.given.text, list, cache, nonces, lists) }
            }
            // Its own set, not that of the status lists.
            val carriers = native { native.remotes() }.map { set -> Carrier(set.use { it.followed() }, Driver(http, headers, clock, onEvent)) }
            val others = Sources.of(null, decryptionKeys, revocations, replays, statusLists) ?: Sources()
            return Verifier(native, clock, Sources(carriers) + others, onEvent, replays)
        }

        /**
         * A verifier of several issuers: each of [verifiers] has one issuer, and the token's exact
         * `iss` selects which one checks it. No other is tried.
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
         * Verifiers can be added and removed while it is used, and may share one [RemoteKeySet].
         * Each keeps its own [Revocations], or shares them.
         *
         * @param decryptionKeys with them it accepts nested tokens only; the signed token inside
         * selects the verifier.
         * @throws TokenException `ERR_OPTION_INVALID` if one of them expects no issuer, has
         * decryption keys of its own, or itself has several issuers, and if two have the same
         * issuer.
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
            val own = Sources.of(null, decryptionKeys, null, null, null) ?: Sources()
            return Verifier(native, clock, all.mapNotNull { it.checks?.sources }.fold(own) { whole, one -> whole + one }, onEvent)
        }
    }
}

/** The system's times. */
private val SYSTEM = Times(null, null, null)

/** What a verifier is given in addition to keys and options. */
private class Beside(val revocations: Revocations?, val replays: ReplayCache?, val nonceKey: Key?, val statusLists: StatusLists?) {
    /** Calls the core with all of it. */
    fun <R> with(work: (NativeRevocations?, NativeReplayCache?, NativeKey?, NativeStatusLists?) -> R): R = revocations.orNone { list ->
        replays.orNone { cache -> nonceKey.orNoKey { nonces -> statusLists.orNone { work(list, cache, nonces, it) } } }
    }
}
