package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive

/**
 * How to answer a request: let it pass, or refuse it with this status, these headers and this body.
 * [ProtectedResource.check] returns it.
 *
 * ```kotlin
 * val api = ProtectedResource(Verifier(Key.generate(SignatureAlgorithm.HS256)))
 * val answer = api.check("GET", "/orders", emptyList())
 * check(!answer.isAllowed && answer.status == 401 && answer.headers.first().name == "WWW-Authenticate")
 * check("missing_token" in answer.body)
 * ```
 */
public class Answer internal constructor(
    json: JsonObject,
    /** The token, if the request passes and has a good one. */
    public val token: Token?,
    /**
     * Why the request is refused, for logs: what the check of its token threw, or
     * `ERR_JWT_ACCESS_DENIED` with the decision. Null if it passes.
     */
    public val error: TokenException?,
    /**
     * What the rules, or the scopes of the call, decided. Null if neither was consulted.
     */
    public val decision: Decision?,
    private val asking: (RequestOptions) -> Answer,
) {
    /** Whether to let the request pass. */
    public val isAllowed: Boolean = json.getValue("allowed").jsonPrimitive.boolean

    /**
     * The status to refuse it with: 400 for a malformed request, 401 for one that needs a token or
     * a different one, 403 for an insufficient token, 500 and 503 for what is not the client's
     * fault. 200 if it passes: the service sets its own.
     */
    public val status: Int = json.getValue("status").jsonPrimitive.int

    /**
     * The headers of the answer. Add each of them to the headers already there: to the service's
     * own answer, if the request passes.
     */
    public val headers: List<HttpHeader> = headersOf(json)

    /**
     * The body to refuse it with: JSON with `error`, `error_description` and `code`. Empty if the
     * request passes.
     */
    public val body: String = json.text("body")

    /**
     * Asks more of the same request, for services in which several parts check it: its token is not
     * checked again, and no proof is used up.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.HS256)
     * val token = sign(mapOf("scope" to "orders:read"), key, TokenOptions(expiresIn = 5.minutes))
     * val answer = ProtectedResource(Verifier(key)).check("GET", "/orders", listOf(HttpHeader("Authorization", "Bearer $token")))
     * check(answer.again(RequestOptions(scope = "orders:read")).isAllowed)
     * check(answer.again(RequestOptions(scope = "orders:write")).status == 403)
     * ```
     *
     * @param options as for [ProtectedResource.check]; a certificate among them is not checked
     * again.
     * @return the answer to both; this answer if it already refuses.
     * @throws TokenException as [ProtectedResource.check].
     */
    public fun again(options: RequestOptions): Answer = if (isAllowed) asking(options) else this

    /** Shows no claim. */
    override fun toString(): String = printed("Answer", "status" to status, "code" to error?.code)
}

/**
 * The core's answer, with the token that was checked and the exception that its check threw.
 * [asking] checks the same request again.
 */
internal fun answerOf(text: String, token: Token?, refused: TokenException?, asking: (RequestOptions) -> Answer): Answer {
    val json = json(text)
    val decision = (json["decision"] as? JsonObject)?.let(::Decision)
    val code = json.textOf("code")?.let(ErrorCode::valueOf)
    val error = when {
        code == null -> null
        // What the check itself threw has its cause.
        code == refused?.code -> refused
        else -> TokenException(code, spelled(json.textOf("message").orEmpty()), json.textOf("claim"), dpopNonce = json.textOf("dpop_nonce"))
    }
    val isDenied = code == ErrorCode.ERR_JWT_ACCESS_DENIED && decision != null
    return Answer(
        json,
        token.takeIf { json.getValue("allowed").jsonPrimitive.boolean },
        if (isDenied && error != null) error.withDecision(decision, Fault.valueOf(json.text("fault").uppercase())) else error,
        decision,
        asking,
    )
}
