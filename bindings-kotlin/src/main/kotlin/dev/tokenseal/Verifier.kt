package dev.tokenseal

import dev.tokenseal.ffi.Checked
import kotlinx.serialization.DeserializationStrategy
import java.time.Clock
import java.time.Instant
import dev.tokenseal.ffi.TokenException as NativeException
import dev.tokenseal.ffi.Verifier as NativeVerifier

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
 * @param keys the keys that verify signatures.
 * @param decryptionKeys the keys that decrypt.
 * @param options what is expected of every token; `now` is not among it.
 * @param clock tells the time for every check that is not given `now`; the system's if not given. What it throws is thrown.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, or a kind of token that there are no keys for.
 */
public class Verifier @JvmOverloads constructor(
    keys: Keys? = null,
    decryptionKeys: Keys? = null,
    options: VerifyOptions = VerifyOptions(),
    private val clock: Clock? = null,
) : AutoCloseable {
    private val handle = NativeHandle(keys.orNone { set -> decryptionKeys.orNone { NativeVerifier(set, it, options.given.text) } })
    private val address = handle.with { it.address() }.toLong()

    /**
     * Checks a token, signed, encrypted or nested.
     *
     * @param token the token, in the compact serialization.
     * @param now the time; the clock's if not given.
     * @throws TokenException `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
     * `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`,
     * `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`, `ERR_JWT_CLAIM_MISSING`,
     * `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`.
     */
    @JvmOverloads
    public fun verify(token: String, now: Instant? = null): Token {
        val seconds = timeOf(now)?.inSeconds() ?: Double.NaN
        return handle.with { verifyPacked(address, token, seconds) }
    }

    /** Checks a token as the other [verify] does, and gives its claims as an instance of a serializable class. */
    @JvmOverloads
    public fun <T> verify(token: String, deserializer: DeserializationStrategy<T>, now: Instant? = null): T = verify(token, now).claims(deserializer)

    /** Checks a token as the other [verify] does, and gives its claims as an instance of a serializable class: `verify<Session>(token)`. */
    @JvmName("verifyAs")
    public inline fun <reified T> verify(token: String, now: Instant? = null): T = verify(token, now).claims<T>()

    /**
     * Checks many tokens on all cores, in one crossing of the boundary.
     *
     * @return for each token, in its place, what [verify] would give or throw: the [Token], or a failure with its [TokenException].
     */
    @JvmSynthetic
    public fun verifyMany(tokens: List<String>, now: Instant? = null): List<Result<Token>> {
        val seconds = timeOf(now)?.inSeconds()
        return handle.with { it.checkMany(tokens.map(::unpaired), seconds) }.map { checked ->
            when (checked) {
                is Checked.Token -> Result.success(Token(checked.token))
                is Checked.Refused -> Result.failure((checked.error as NativeException.Refused).let { refused(it.code, it.reason, it.claim) })
            }
        }
    }

    /** The time of a check: what the caller gave, else what the clock tells, else none. It is told before the core is called. */
    private fun timeOf(now: Instant?) = now ?: clock?.tell()

    /** Frees the verifier at once, or when the calls that are under way have ended. Calls that come later are refused. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Verifier"
}
