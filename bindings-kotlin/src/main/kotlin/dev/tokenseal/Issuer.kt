package dev.tokenseal

import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.serializer
import java.time.Clock
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
 * @param signingKey the key that signs.
 * @param encryptionKey the key that is encrypted to.
 * @param options what holds for every token.
 * @param clock tells the time for every token that is made without `now`; the system's if not given. What it throws is thrown.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or no key, `ERR_KEY_MISMATCH` for a key that cannot do it.
 */
public class Issuer @JvmOverloads constructor(
    signingKey: Key? = null,
    encryptionKey: Key? = null,
    options: IssuerOptions = IssuerOptions(),
    private val clock: Clock? = null,
) : AutoCloseable {
    private val handle = NativeHandle(signingKey.orNoKey { signing -> encryptionKey.orNoKey { NativeIssuer(signing, it, options.given.text) } })

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
     * `ERR_JWT_CLAIM_INVALID` for a claim of the wrong type.
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
        return handle.with { it.issueJson(unicode(claims), given) }
    }

    /** Frees the issuer at once. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Issuer"
}
