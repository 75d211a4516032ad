package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import dev.tokenseal.ffi.eventAnswer as nativeEventAnswer
import dev.tokenseal.ffi.logoutToken as nativeLogoutToken
import dev.tokenseal.ffi.maxBodyBytes as nativeMaxBodyBytes

/**
 * The HTTP answers that a [ProtectedResource] does not give: those to senders of events, which are
 * pushed security events (RFC 8935) and an identity provider's logouts (OpenID Connect Back-Channel
 * Logout 1.0).
 *
 * ```kotlin
 * val revocations = Revocations(RevocationsOptions(longestLifetime = 15.minutes))
 * val expected = VerifyOptions(issuer = "https://login.example", audience = "orders", profile = Profile.LOGOUT_TOKEN)
 * val logouts = Verifier(Key.generate(SignatureAlgorithm.ES256).public(), options = expected)
 *
 * fun logout(body: String): HttpResponse = try {
 *     revocations.applyEvents(logouts.verify(Http.logoutToken(body)))
 *     Http.logoutAnswer()
 * } catch (error: TokenException) {
 *     Http.logoutAnswer(error)
 * }
 * check(logout("logout_token=a.b.c").status == 400)
 * ```
 */
public object Http {
    /**
     * The answer to a pushed security event (RFC 8935, sections 2.2 to 2.4): 202, or 400 and why.
     * What is not the event's fault is 500 or 503, after which it is pushed again.
     *
     * ```kotlin
     * check(Http.eventAnswer().status == 202)
     * val error = runCatching { Verifier(Key.generate(SignatureAlgorithm.HS256)).verify("no event") }.exceptionOrNull()
     * check(Http.eventAnswer(error).status == 400)
     * ```
     *
     * @param error what checking or applying the event threw; null if it was applied.
     */
    @JvmStatic
    @JvmOverloads
    public fun eventAnswer(error: Throwable? = null): HttpResponse = answer(isLogout = false, error)

    /**
     * The answer to a back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.8):
     * 200, or 400 if the logout token is no good.
     *
     * ```kotlin
     * check(Http.logoutAnswer().status == 200)
     * check(Http.logoutAnswer().headers == listOf(HttpHeader("Cache-Control", "no-store")))
     * ```
     *
     * @param error what taking, checking or applying the token threw; null if it was applied.
     */
    @JvmStatic
    @JvmOverloads
    public fun logoutAnswer(error: Throwable? = null): HttpResponse = answer(isLogout = true, error)

    /**
     * The logout token in the body of a back-channel logout, which is a form (section 2.5).
     *
     * ```kotlin
     * check(Http.logoutToken("logout_token=a.b.c") == "a.b.c")
     * ```
     *
     * @param body the body, as text.
     * @return the logout token, which nobody has checked yet.
     * @throws TokenException `ERR_REQUEST_INVALID` if the body is not a form, or has no such token,
     * or several.
     */
    @JvmStatic
    public fun logoutToken(body: String): String = native(ErrorCode.ERR_REQUEST_INVALID) { nativeLogoutToken(body) }

    /**
     * The longest body of an event's request, in bytes. Read at most one byte more, so that nobody
     * can fill your memory: a longer body is refused.
     *
     * ```kotlin
     * check(Http.maxBodyBytes == 1 shl 20)
     * ```
     */
    @JvmStatic
    public val maxBodyBytes: Int get() = nativeMaxBodyBytes().toInt()

    private fun answer(isLogout: Boolean, error: Throwable?): HttpResponse {
        // An exception from elsewhere is no verdict on a token, and has no code here.
        val code = error?.let { (it as? TokenException)?.code?.name.orEmpty() }
        val json = json(nativeEventAnswer(isLogout, code, (error as? TokenException)?.claim))
        return HttpResponse(json.getValue("status").jsonPrimitive.int, headersOf(json), json.text("body"))
    }
}

/** An HTTP answer, for every framework. */
public data class HttpResponse(
    /** The status, such as 202. */
    public val status: Int,
    /** The headers, in order. */
    public val headers: List<HttpHeader>,
    /** The body; empty where there is none. */
    public val body: String,
)

/** A header of a request, or of an answer. */
public class HttpHeader(
    /** Its name; in a request, upper and lower case do not matter. */
    public val name: String,
    /** Its value; in a request, exactly as received. */
    public val value: String,
) {
    override fun equals(other: Any?): Boolean = other is HttpHeader && other.name == name && other.value == value

    override fun hashCode(): Int = 31 * name.hashCode() + value.hashCode()

    /** Shows no value: it may be a token. */
    override fun toString(): String = "HttpHeader(name=$name)"

    public companion object {
        /**
         * The headers of a request, for frameworks that map names to values, such as an exchange's
         * `headers().map()`.
         *
         * ```kotlin
         * check(HttpHeader.listOf(mapOf("Host" to listOf("api.example"))) == listOf(HttpHeader("Host", "api.example")))
         * ```
         */
        @JvmStatic
        public fun listOf(headers: Map<String, Iterable<String>>): List<HttpHeader> =
            headers.flatMap { (name, values) -> values.map { HttpHeader(name, it) } }
    }
}

/** The headers of an answer, in order. */
internal fun headersOf(json: JsonObject): List<HttpHeader> = json.getValue("headers").jsonArray.map { header ->
    val (name, value) = header.jsonArray.map { it.jsonPrimitive.content }
    HttpHeader(name, value)
}
