package dev.tokenseal

import dev.tokenseal.ffi.Confirm
import dev.tokenseal.ffi.IssueOutcome
import kotlinx.serialization.SerializationStrategy
import java.time.Clock
import java.util.concurrent.CompletableFuture
import dev.tokenseal.ffi.Issuer as NativeIssuer

/**
 * Makes tokens with keys and options that are given once: what a service or an app that hands out
 * tokens holds on to.
 *
 * With a [signingKey] it signs, with an [encryptionKey] it encrypts, with both it signs, then
 * encrypts. It is immutable and safe to share between threads. You need not close it: it is freed
 * when nothing refers to it.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val issuer = Issuer(key, options = IssuerOptions(issuer = "https://issuer.example", lifetime = 15.minutes))
 * val token = issuer.issue(mapOf("sub" to "alice"))
 * check(verify(token, key, VerifyOptions(issuer = "https://issuer.example")).text("sub") == "alice")
 * ```
 *
 * The recipient's key may be fetched from where the recipient publishes it: then the first suitable
 * one is used, in the order of `keyManagement`.
 *
 * ```kotlin
 * val recipient = RemoteKeySet("https://api.example/jwks.json")
 * val issuer = Issuer(Key.generate(SignatureAlgorithm.ES256), recipient, IssuerOptions(lifetime = 15.minutes))
 * check(issuer.toString() == "Issuer") // nothing is fetched yet: `ready` of the set or the first token does that
 * ```
 *
 * To make a token that only its owner can use, bind it to the owner's key with `confirm`: see
 * [Dpop].
 *
 * Keys that rotate are a [KeyRing]: its active key signs, or is encrypted to. Whatever is due in
 * the ring is done when a token is made.
 *
 * @param signingKey the key that signs.
 * @param encryptionKey the key to encrypt to.
 * @param options what applies to every token.
 * @param clock tells the time for every token that is made without `now`; the system clock if not
 * given. Whatever it throws is passed on.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or a missing key,
 * `ERR_KEY_MISMATCH` for an unsuitable key.
 */
public class Issuer @JvmOverloads constructor(
    signingKey: SigningKey? = null,
    encryptionKey: EncryptionKey? = null,
    options: IssuerOptions = IssuerOptions(),
    private val clock: Clock? = null,
) : AutoCloseable {
    /** With a signing key and options alone. */
    public constructor(signingKey: SigningKey, options: IssuerOptions) : this(signingKey, null, options)

    private val recipient = (encryptionKey as? RemoteKeySet)?.open()
    private val ring = signingKey as? KeyRing ?: encryptionKey as? KeyRing
    /** Rings that a store keeps. */
    private val stored = listOf(signingKey, encryptionKey).mapNotNull { it as? KeyRing }.filter { it.carrier != null }.distinct()
    private val handle = NativeHandle(signingKey.signing { signing -> encryptionKey.encrypting { NativeIssuer(signing, it, options.given.text) } })

    /**
     * A test's clock, by which keys change. `now` and [clock] determine what the claims say, and
     * change no key.
     */
    private val keysClock = ring?.clock ?: recipient?.clock

    /**
     * Makes one token.
     *
     * ```kotlin
     * val issuer = Issuer(Key.generate(SignatureAlgorithm.HS256))
     * val token = issuer.issue(emptyMap<String, String>(), IssueOptions(subject = "alice", expiresIn = 5.minutes))
     * check(inspectUnverified(token).claims!!["sub"]!!.jsonPrimitive.content == "alice")
     * ```
     *
     * @param claims values that JSON can express: strings, numbers, booleans, null, instants (as
     * seconds), lists and maps.
     * @param confirm what the token is bound to: the public [Key] of its only permitted user, or a
     * [ClientCertificate]. It becomes `cnf` (RFC 7800).
     * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or a missing lifetime,
     * `ERR_JWT_INVALID` for claims that JSON cannot express, `ERR_JWT_CLAIM_INVALID` for a claim of
     * the wrong type; `ERR_JWKS_UNAVAILABLE` if the recipient's keys could not be fetched, and
     * `ERR_JWKS_NO_MATCHING_KEY` if none of them is suitable. It waits for them as
     * [Verifier.verify] does. With a [KeyRing], `ERR_OPTION_INVALID` for a token that would live
     * longer than the ring's `tokenLifetime`. `ERR_JWK_INVALID` for an invalid certificate.
     */
    @JvmOverloads
    public fun issue(claims: Map<String, *>, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): String =
        issueJson(claimsText(claims), options, confirm)

    /** Makes one token of claims that are an instance of a serializable class. */
    @JvmOverloads
    public fun <T> issue(
        claims: T,
        serializer: SerializationStrategy<T>,
        options: IssueOptions = IssueOptions(),
        confirm: Confirmation? = null,
    ): String = issueJson(claimsText(claims, serializer), options, confirm)

    /** Makes one token of claims that are an instance of a serializable class. */
    public inline fun <reified T : Any> issue(claims: T, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): String =
        issueJson(claimsText(claims, serializerOf<T>()), options, confirm)

    /** Makes one token of claims that are JSON text. */
    @JvmOverloads
    public fun issueJson(claims: String, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): String {
        val given = options.given.textAt(clock)
        if (recipient == null && ring == null) return handle.with { issuer -> confirm.confirming { issuer.issueJson(unicode(claims), given, it) } }
        if (recipient != null && !MainThread.isCurrent()) recipient.await(recipient.followed.longestWait(), recipient.anyKeys())
        stored.forEach(KeyRing::settle)
        return issueNow(claims, given, confirm)
    }

    /**
     * Makes one token as [issue] does, and never waits: if the recipient's keys must be fetched
     * first, the future completes afterwards.
     */
    @JvmOverloads
    public fun issueAsync(claims: Map<String, *>, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): CompletableFuture<String> =
        futureOf { issueJsonAsync(claimsText(claims), options, confirm) }

    /** Does the same with claims that are JSON text. */
    @JvmOverloads
    public fun issueJsonAsync(claims: String, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): CompletableFuture<String> = futureOf {
        if (stored.isNotEmpty()) return@futureOf CompletableFuture.supplyAsync { issueJson(claims, options, confirm) }
        if (recipient == null) return@futureOf CompletableFuture.completedFuture(issueJson(claims, options, confirm))
        val given = options.given.textAt(clock)
        val settled = recipient.wait(recipient.followed.longestWait(), recipient.anyKeys())
        settled.thenApplyAsync { issueNow(claims, given, confirm) }.also { issued -> issued.whenComplete { _, _ -> settled.cancel(false) } }
    }

    private fun issueNow(claims: String, given: String, confirm: Confirmation?): String {
        val times = timesOf(keysClock)
        val issuing = handle.with { issuer -> confirm.confirming { issuer.issueAt(unicode(claims), given, times, it) } }
        val due = issuing.due.map { it.toLong() }
        (listOfNotNull(recipient) + stored.mapNotNull { it.carrier }).filter { it.id in due }.forEach(Carrier::start)
        when (val outcome = issuing.outcome) {
            is IssueOutcome.Issued -> return outcome.token
            is IssueOutcome.Refused -> throw refused(outcome.error).withCause(recipient?.cause)
        }
    }

    /** Frees the issuer at once. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Issuer"

    public companion object {
        /**
         * An issuer whose parts are given one at a time, for Java.
         *
         * ```java
         * IssuerOptions options = IssuerOptions.builder().lifetime("15m").build();
         * Issuer issuer = Issuer.builder().signingKey(Key.generate(SignatureAlgorithm.ES256)).options(options).build();
         * ```
         */
        @JvmStatic
        public fun builder(): IssuerBuilder = IssuerBuilder()
    }
}

/**
 * What a token is bound to: a public [Key], whose holder proves possession with [Dpop], or a
 * [ClientCertificate] (RFC 7800).
 */
public sealed interface Confirmation

/**
 * A TLS client's certificate (RFC 8705).
 *
 * @param encoded the certificate, as DER or PEM. On a server it is the `encoded` form of the first
 * of the TLS session's `peerCertificates`.
 */
public class ClientCertificate(
    /** The certificate, as DER or PEM. */
    public val encoded: ByteArray,
) : Confirmation {
    /** The certificate as PEM. */
    public constructor(pem: String) : this(pem.toByteArray())

    override fun toString(): String = "ClientCertificate(${encoded.size} bytes)"
}

/** Calls the core with what a token is bound to, if anything. */
private fun <R> Confirmation?.confirming(work: (Confirm?) -> R): R = when (this) {
    null -> native { work(null) }
    is Key -> handle.with { work(Confirm.Key(it)) }
    is ClientCertificate -> native { work(Confirm.Certificate(encoded)) }
}
