package dev.tokenseal

import dev.tokenseal.ffi.Confirm
import dev.tokenseal.ffi.IssueOutcome
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.serializer
import java.time.Clock
import java.util.concurrent.CompletableFuture
import dev.tokenseal.ffi.Issuer as NativeIssuer

/**
 * Makes tokens with keys and options that are given once: what a service or an app holds that hands out tokens.
 *
 * With a [signingKey] it signs, with an [encryptionKey] it encrypts, with both it signs, then encrypts. It is immutable and safe to share
 * between threads. Nobody has to close it: it is freed when nothing refers to it.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val issuer = Issuer(key, options = IssuerOptions(issuer = "https://issuer.example", lifetime = 15.minutes))
 * val token = issuer.issue(mapOf("sub" to "alice"))
 * check(verify(token, key, VerifyOptions(issuer = "https://issuer.example")).text("sub") == "alice")
 * ```
 *
 * The recipient's key may be fetched from where the recipient publishes it: then the first that fits is used, in the order of `keyManagement`.
 *
 * ```kotlin
 * val recipient = RemoteKeySet("https://api.example/jwks.json")
 * val issuer = Issuer(Key.generate(SignatureAlgorithm.ES256), recipient, IssuerOptions(lifetime = 15.minutes))
 * check(issuer.toString() == "Issuer") // nothing is fetched yet: `ready` of the set or the first token does that
 * ```
 *
 * A token that only its owner can use is bound to the owner's key, by `confirm`: see [Dpop].
 *
 * Keys that rotate are a [KeyRing]: the one whose turn it is signs, or is encrypted to. What is due in the ring is done when a token is made.
 *
 * @param signingKey the key that signs.
 * @param encryptionKey the key that is encrypted to.
 * @param options what holds for every token.
 * @param clock tells the time for every token that is made without `now`; the system's if not given. What it throws is thrown.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or no key, `ERR_KEY_MISMATCH` for a key that cannot do it.
 */
public class Issuer @JvmOverloads constructor(
    signingKey: SigningKey? = null,
    encryptionKey: EncryptionKey? = null,
    options: IssuerOptions = IssuerOptions(),
    private val clock: Clock? = null,
) : AutoCloseable {
    private val recipient = (encryptionKey as? RemoteKeySet)?.open()
    private val ring = signingKey as? KeyRing ?: encryptionKey as? KeyRing
    /** Rings that are kept in a store. */
    private val stored = listOf(signingKey, encryptionKey).mapNotNull { it as? KeyRing }.filter { it.carrier != null }.distinct()
    private val handle = NativeHandle(signingKey.signing { signing -> encryptionKey.encrypting { NativeIssuer(signing, it, options.given.text) } })

    /** A test's clock, by which keys change. `now` and [clock] say what the claims say, and change no key. */
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
     * @param claims what JSON can say: texts, numbers, booleans, null, instants (as seconds), lists and maps.
     * @param confirm what the token is bound to: the public [Key] of whoever may use it, or a [ClientCertificate]. It becomes `cnf` (RFC 7800).
     * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, or no length of validity, `ERR_JWT_INVALID` for claims that JSON cannot say,
     * `ERR_JWT_CLAIM_INVALID` for a claim of the wrong type; `ERR_JWKS_UNAVAILABLE` for a recipient's keys that could not be fetched, and
     * `ERR_JWKS_NO_MATCHING_KEY` if none of them fits. It waits for them as [Verifier.verify] does. With a [KeyRing], `ERR_OPTION_INVALID` for a token that
     * would live longer than the ring's `tokenLifetime`. `ERR_JWK_INVALID` for a certificate that is none.
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
    ): String = issueJson(claimsText(claims) { serializer }, options, confirm)

    /** Makes one token of claims that are an instance of a serializable class. */
    public inline fun <reified T : Any> issue(claims: T, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): String =
        issueJson(claimsText(claims) { serializer<T>() }, options, confirm)

    /** Makes one token of claims that are JSON text. */
    @JvmOverloads
    public fun issueJson(claims: String, options: IssueOptions = IssueOptions(), confirm: Confirmation? = null): String {
        val given = options.given.textAt(clock)
        if (recipient == null && ring == null) return handle.with { issuer -> confirm.confirming { issuer.issueJson(unicode(claims), given, it) } }
        if (recipient != null && !MainThread.isCurrent()) recipient.await(recipient.followed.longestWait(), recipient.anyKeys())
        stored.forEach(KeyRing::settle)
        return issueNow(claims, given, confirm)
    }

    /** Makes one token as [issue] does, and never waits: if the recipient's keys have to be fetched first, the future is completed afterwards. */
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
}

/** What a token is bound to: a public [Key], whose holder proves that by [Dpop], or a [ClientCertificate] (RFC 7800). */
public sealed interface Confirmation

/**
 * The certificate of a TLS client (RFC 8705).
 *
 * @param encoded the certificate, as DER or PEM. A server has it as `encoded` of the first of `peerCertificates` of the TLS session.
 */
public class ClientCertificate(
    /** The certificate, as DER or PEM. */
    public val encoded: ByteArray,
) : Confirmation {
    /** The certificate as PEM. */
    public constructor(pem: String) : this(pem.toByteArray())

    override fun toString(): String = "ClientCertificate(${encoded.size} bytes)"
}

/** Calls the core with what a token is bound to, if it is. */
private inline fun <R> Confirmation?.confirming(work: (Confirm?) -> R): R = when (this) {
    null -> native { work(null) }
    is Key -> handle.with { work(Confirm.Key(it)) }
    is ClientCertificate -> native { work(Confirm.Certificate(encoded)) }
}
