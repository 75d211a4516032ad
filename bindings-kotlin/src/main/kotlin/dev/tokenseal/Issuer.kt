package dev.tokenseal

import dev.tokenseal.ffi.IssueOutcome
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.serializer
import java.time.Clock
import java.util.concurrent.CompletableFuture
import dev.tokenseal.ffi.Issuer as NativeIssuer
import dev.tokenseal.ffi.TokenException as NativeException

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
     * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, or no length of validity, `ERR_JWT_INVALID` for claims that JSON cannot say,
     * `ERR_JWT_CLAIM_INVALID` for a claim of the wrong type; `ERR_JWKS_UNAVAILABLE` for a recipient's keys that could not be fetched, and
     * `ERR_JWKS_NO_MATCHING_KEY` if none of them fits. It waits for them as [Verifier.verify] does. With a [KeyRing], `ERR_OPTION_INVALID` for a token that
     * would live longer than the ring's `tokenLifetime`.
     */
    @JvmOverloads
    public fun issue(claims: Map<String, *>, options: IssueOptions = IssueOptions()): String = issueJson(claimsText(claims), options)

    /** Makes one token of claims that are an instance of a serializable class. */
    @JvmOverloads
    public fun <T> issue(claims: T, serializer: SerializationStrategy<T>, options: IssueOptions = IssueOptions()): String =
        issueJson(claimsText(claims) { serializer }, options)

    /** Makes one token of claims that are an instance of a serializable class. */
    public inline fun <reified T : Any> issue(claims: T, options: IssueOptions = IssueOptions()): String =
        issueJson(claimsText(claims) { serializer<T>() }, options)

    /** Makes one token of claims that are JSON text. */
    @JvmOverloads
    public fun issueJson(claims: String, options: IssueOptions = IssueOptions()): String {
        val given = options.given.textAt(clock)
        if (recipient == null && ring == null) return handle.with { it.issueJson(unicode(claims), given) }
        if (recipient != null && !MainThread.isCurrent()) recipient.await(recipient.followed.longestWait(), recipient.anyKeys())
        stored.forEach(KeyRing::settle)
        return issueNow(claims, given)
    }

    /** Makes one token as [issue] does, and never waits: if the recipient's keys have to be fetched first, the future is completed afterwards. */
    @JvmOverloads
    public fun issueAsync(claims: Map<String, *>, options: IssueOptions = IssueOptions()): CompletableFuture<String> =
        futureOf { issueJsonAsync(claimsText(claims), options) }

    /** Does the same with claims that are JSON text. */
    @JvmOverloads
    public fun issueJsonAsync(claims: String, options: IssueOptions = IssueOptions()): CompletableFuture<String> = futureOf {
        if (stored.isNotEmpty()) return@futureOf CompletableFuture.supplyAsync { issueJson(claims, options) }
        if (recipient == null) return@futureOf CompletableFuture.completedFuture(issueJson(claims, options))
        val given = options.given.textAt(clock)
        val settled = recipient.wait(recipient.followed.longestWait(), recipient.anyKeys())
        settled.thenApplyAsync { issueNow(claims, given) }.also { issued -> issued.whenComplete { _, _ -> settled.cancel(false) } }
    }

    private fun issueNow(claims: String, given: String): String {
        val times = timesOf(keysClock)
        val issuing = handle.with { it.issueAt(unicode(claims), given, times) }
        val due = issuing.due.map { it.toLong() }
        (listOfNotNull(recipient) + stored.mapNotNull { it.carrier }).filter { it.id in due }.forEach(Carrier::start)
        when (val outcome = issuing.outcome) {
            is IssueOutcome.Issued -> return outcome.token
            is IssueOutcome.Refused -> throw (outcome.error as NativeException.Refused).run { refused(code, reason, claim) }.withCause(recipient?.cause)
        }
    }

    /** Frees the issuer at once. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Issuer"
}
