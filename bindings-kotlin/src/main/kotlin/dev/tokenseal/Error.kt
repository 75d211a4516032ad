package dev.tokenseal

import dev.tokenseal.ffi.InternalException
import java.nio.charset.CharacterCodingException
import dev.tokenseal.ffi.TokenException as NativeException

/**
 * Why a token, a key or an option was refused: the only exception of this package.
 *
 * ```kotlin
 * val verifier = Verifier(Key.generate(SignatureAlgorithm.HS256))
 * try {
 *     verifier.verify("no token")
 * } catch (error: TokenException) {
 *     check(error.code == ErrorCode.ERR_JWT_INVALID)
 *     check(error.fault == Fault.TOKEN && error.status == 401)
 * }
 * ```
 */
public class TokenException internal constructor(
    /** The stable code; its name is the same in every language. */
    public val code: ErrorCode,
    message: String,
    /** The claim (or `typ`) that was refused, if one was. */
    public val claim: String? = null,
    cause: Throwable? = null,
    /**
     * With `ERR_DPOP_NONCE_REQUIRED`, the nonce that a DPoP proof must have: for the answer's
     * header `DPoP-Nonce` (RFC 9449, section 9).
     */
    public val dpopNonce: String? = null,
    /** With `ERR_JWT_ACCESS_DENIED`, what [AccessRules] decided. */
    public val decision: Decision? = null,
    /**
     * Who must act when the check of a token failed: only [Fault.TOKEN] is an answer to the client
     * that sent it. With `ERR_JWT_ACCESS_DENIED` it is the fault behind the decision.
     */
    public val fault: Fault = code.fault,
) : RuntimeException(message, cause) {
    /**
     * The HTTP status to answer with when the check of a token failed; with
     * `ERR_JWT_ACCESS_DENIED`, the decision's.
     */
    public val status: Int get() = decision?.status ?: code.status

    /**
     * The code, and the message:
     * `dev.tokenseal.TokenException: ERR_JWT_EXPIRED: the token has expired`.
     */
    override fun toString(): String = "${javaClass.name}: $code: $message"
}

/**
 * Calls the core. [malformed] is the code for a text that is not valid Unicode because it holds
 * half of a surrogate pair.
 */
internal inline fun <T> native(malformed: ErrorCode = ErrorCode.ERR_OPTION_INVALID, work: () -> T): T = try {
    if (!NativeCode.isLoaded) NativeCode.load()
    work()
} catch (error: NativeException.Refused) {
    throw refused(error)
} catch (_: CharacterCodingException) {
    throw TokenException(malformed, "a text holds half of a surrogate pair")
} catch (_: IllegalStateException) {
    throw closed()
} catch (error: InternalException) {
    throw TokenException(ErrorCode.ERR_INTERNAL, "a defect of the library was caught", cause = error)
}

/** The same, with what the caller's own function for headers, or a store's client, threw. */
internal fun TokenException.withCause(cause: Throwable?): TokenException =
    if (cause == null || code !in UNAVAILABLE) this else TokenException(code, message.orEmpty(), claim, cause)

/** The same, with what rules decided. */
internal fun TokenException.withDecision(decision: Decision, fault: Fault): TokenException =
    TokenException(code, message.orEmpty(), claim, cause, dpopNonce, decision, fault)

/** The codes for something that cannot be fetched, or a store that cannot be reached. */
private val UNAVAILABLE: Set<ErrorCode> = setOf(
    ErrorCode.ERR_DPOP_UNAVAILABLE,
    ErrorCode.ERR_JWKS_UNAVAILABLE,
    ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE,
    ErrorCode.ERR_KEYRING_UNAVAILABLE,
)

internal fun closed() = TokenException(ErrorCode.ERR_OPTION_INVALID, "the object was closed")

/** A name that the RFCs, or the core, do not know. */
internal fun notSupported(what: String) = TokenException(ErrorCode.ERR_JOSE_NOT_SUPPORTED, "this $what is not supported")

internal fun noSuchName() = TokenException(ErrorCode.ERR_OPTION_INVALID, "a name is none of those that there are")

/** What the core refused, with the names of options as they are spelled here. */
internal fun refused(code: String, reason: String, claim: String?, dpopNonce: String? = null): TokenException =
    TokenException(ErrorCode.valueOf(code), spelled(reason), claim, dpopNonce = dpopNonce)

/** The same for what UniFFI throws or returns. */
internal fun refused(error: NativeException): TokenException = (error as NativeException.Refused).run { refused(code, reason, claim, dpopNonce) }

/** A message of the core, with the names of options as they are spelled here. */
internal fun spelled(reason: String): String = SNAKE.replace(reason) { OPTION_NAMES[it.value] ?: it.value }

private val SNAKE = Regex("[a-z0-9]+(_[a-z0-9]+)+")
