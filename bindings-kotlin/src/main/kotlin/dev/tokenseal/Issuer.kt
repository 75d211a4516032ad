package dev.tokenseal

import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.serializer
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
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or no key, `ERR_KEY_MISMATCH` for a key that cannot do it.
 */
public class Issuer @JvmOverloads constructor(
    signingKey: Key? = null,
    encryptionKey: Key? = null,
    options: IssuerOptions = IssuerOptions(),
) : AutoCloseable {
    private val handle = Handle(signingKey.orNoKey { signing -> encryptionKey.orNoKey { NativeIssuer(signing, it, options.native) } })

    /**
     * Makes one token.
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
    public fun issueJson(claims: String, options: IssueOptions = IssueOptions()): String =
        handle.with { it.issueJson(unicode(claims), options.native) }

    /** Frees the issuer at once. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Issuer"
}
