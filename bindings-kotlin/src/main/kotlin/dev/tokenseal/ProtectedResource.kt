package dev.tokenseal

import dev.tokenseal.ffi.Header
import dev.tokenseal.ffi.RequestToken
import dev.tokenseal.ffi.Taken
import kotlinx.serialization.json.jsonPrimitive
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import dev.tokenseal.ffi.AccessRules as NativeAccessRules
import dev.tokenseal.ffi.ProtectedResource as NativeProtectedResource

/**
 * An API that is protected by tokens: takes the token from a request, has it checked, and says how
 * to answer (RFC 6750, RFC 9449, RFC 9470, RFC 9728).
 *
 * Headers in, status and headers out, the same in every framework. A token comes in the header
 * `Authorization`, as `Bearer` or with a DPoP proof, or in a cookie if you name one. Without rules,
 * a good token is enough.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val verifier = Verifier(key.public(), options = VerifyOptions(issuer = "https://issuer.example"))
 * val rules = AccessRules.fromJson(
 *     """{ "rules": [ { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } } ] }""",
 * )
 * val api = ProtectedResource(verifier, rules, ResourceOptions(resource = "https://api.example/"))
 *
 * // For every request:
 * val issuer = Issuer(key, options = IssuerOptions(issuer = "https://issuer.example", lifetime = 15.minutes))
 * val token = issuer.issue(mapOf("sub" to "alice", "scope" to "orders:read"))
 * val answer = api.check("GET", "/orders/7", listOf(HttpHeader("Authorization", "Bearer $token")))
 * check(answer.isAllowed && answer.token!!.text("sub") == "alice" && answer.decision!!.rule == "read orders")
 * ```
 *
 * It is immutable and safe to share between threads. You need not close it: it is freed when
 * nothing refers to it.
 *
 * @param verifier checks the tokens. If it has `publicOrigins`, DPoP proofs are accepted.
 * @param rules who may do what.
 * @param options the resource's identifier, where its tokens come from, and how its paths are read.
 * @param csrfKey the HMAC key for the values with which pages prove that a request is theirs; all
 * instances of a service share it. Required with `cookie`.
 * @throws TokenException `ERR_OPTION_INVALID` if an option is wrong, contradicts another or would
 * do nothing: a cookie without `csrfKey`; a cookie whose name does not begin with `__Host-`, unless
 * `allowInsecureCookies` is given; metadata without `resource`; `ignores` without rules.
 */
public class ProtectedResource private constructor(private val verifier: Verifier, native: NativeProtectedResource) : AutoCloseable {
    /**
     * With rules. They cannot be null: a missing setting must not create a resource that checks no
     * rules.
     */
    @JvmOverloads
    public constructor(verifier: Verifier, rules: AccessRules, options: ResourceOptions = ResourceOptions(), csrfKey: Key? = null) :
        this(verifier, rules.handle.with { made(verifier, it, options, csrfKey) })

    /** Without rules: a good token is enough. */
    @JvmOverloads
    public constructor(verifier: Verifier, options: ResourceOptions = ResourceOptions(), csrfKey: Key? = null) :
        this(verifier, made(verifier, null, options, csrfKey))

    private val handle = NativeHandle(native)

    /**
     * Checks a request. If keys must be fetched or a store queried first, it waits for that, as
     * [Verifier.verify] does.
     *
     * Whatever is wrong with the request, the result is an answer, not an exception.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.HS256)
     * val api = ProtectedResource(Verifier(key))
     * val token = Issuer(key, options = IssuerOptions(lifetime = 15.minutes)).issue(mapOf("sub" to "alice", "scope" to "read"))
     * val headers = listOf(HttpHeader("authorization", "Bearer $token"))
     * check(api.check("GET", "/orders", headers, RequestOptions(scope = "read")).isAllowed)
     * check(api.check("POST", "/orders", headers, RequestOptions(scope = "write")).status == 403)
     * check(api.check("GET", "/orders", emptyList(), RequestOptions(optional = true)).token == null)
     * check(api.check("GET", "/orders", listOf(HttpHeader("Authorization", "Bearer x"))).error!!.code == ErrorCode.ERR_JWT_INVALID)
     * ```
     *
     * @param method the method, such as `GET`.
     * @param path the path as received, such as a servlet request's `requestURI`: percent-encoded,
     * unless `form` says otherwise; a query is ignored.
     * @param headers the headers as received; a header that came several times is listed several
     * times.
     * @param options scopes that the route needs in addition to the rules, whether a token is
     * optional, the client's certificate, the time.
     * @throws TokenException `ERR_OPTION_INVALID` for a string that holds half of a surrogate pair,
     * or if this was closed.
     */
    @JvmOverloads
    public fun check(method: String, path: String, headers: Collection<HttpHeader>, options: RequestOptions = RequestOptions()): Answer =
        asking(method, path, headers, options).let { request ->
            try {
                val token = request.token ?: return@let request.answer(null, null)
                val checked = try {
                    verifier.verifyGiven(token, request.given, options.certificate)
                } catch (error: TokenException) {
                    return@let request.answer(null, error)
                }
                request.answer(checked, null)
            } finally {
                request.close()
            }
        }

    /**
     * Checks a request as [check] does, and never waits: if keys must be fetched first, the future
     * completes when they have arrived.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.ES256)
     * val published = KeySet(key).toJwks().encodeToByteArray()
     * val keys = RemoteKeySet("https://issuer.example/jwks.json", http = { HttpAnswer(200, emptyMap(), published) })
     * val api = ProtectedResource(Verifier(keys))
     * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))
     * check(api.checkAsync("GET", "/", listOf(HttpHeader("Authorization", "Bearer $token"))).get().token!!.text("sub") == "alice")
     * ```
     *
     * @return completed with the answer, or with the [TokenException] that [check] would throw.
     * Cancelling it ends the wait.
     */
    @JvmOverloads
    public fun checkAsync(
        method: String,
        path: String,
        headers: Collection<HttpHeader>,
        options: RequestOptions = RequestOptions(),
    ): CompletableFuture<Answer> = futureOf {
        val request = asking(method, path, headers, options)
        val token = request.token ?: return@futureOf CompletableFuture.completedFuture(request.use { it.answer(null, null) })
        val checking = verifier.verifyGivenAsync(token, request.given, options.certificate)
        val result = CompletableFuture<Answer>()
        checking.whenComplete { checked, error ->
            try {
                val cause = if (error is CompletionException) error.cause else error
                if (cause != null && cause !is TokenException) throw cause
                result.complete(request.use { it.answer(checked, cause) })
            } catch (failed: Throwable) {
                result.completeExceptionally(failed)
            }
        }
        // A caller that cancels it no longer waits.
        result.whenComplete { _, _ -> checking.cancel(false) }
        result
    }

    /**
     * The resource's metadata, for its clients (RFC 9728, section 2): publish it at [metadataPath],
     * as `application/json`, for everyone.
     *
     * ```kotlin
     * val options = ResourceOptions(resource = "https://api.example/v1", authorizationServers = listOf("https://issuer.example"))
     * val api = ProtectedResource(Verifier(Key.generate(SignatureAlgorithm.ES256)), options = options)
     * check(api.metadataPath == "/.well-known/oauth-protected-resource/v1")
     * check("https://issuer.example" in api.metadata()!!)
     * ```
     *
     * @return JSON text; null without the option `resource`.
     */
    public fun metadata(): String? = handle.with { it.metadata() }

    /**
     * The path at which to publish the metadata (RFC 9728, section 3.1); null without the option
     * `resource`.
     */
    public val metadataPath: String? get() = handle.with { it.metadataPath() }

    /**
     * The URL at which clients look for the metadata, which challenges name; null without the
     * option `resource`.
     */
    public val metadataUrl: String? get() = handle.with { it.metadataUrl() }

    /**
     * The value that a request must have in the header `X-CSRF-Token` if its token came in the
     * cookie and its method is not GET, HEAD or OPTIONS. Give it to the pages of the service, in an
     * answer that no other origin can read, or in a cookie that scripts can read.
     *
     * ```kotlin
     * val (key, csrfKey) = List(2) { Key.generate(SignatureAlgorithm.HS256) }
     * val api = ProtectedResource(Verifier(key), options = ResourceOptions(cookie = "__Host-session"), csrfKey = csrfKey)
     * val token = Issuer(key, options = IssuerOptions(lifetime = 15.minutes)).issue(mapOf("sub" to "alice"))
     * val cookie = HttpHeader("Cookie", "__Host-session=$token")
     * check(api.check("POST", "/", listOf(cookie)).status == 403)
     * check(api.check("POST", "/", listOf(cookie, HttpHeader("X-CSRF-Token", api.csrfToken(token)))).isAllowed)
     * ```
     *
     * @param token the token, as it appears in the cookie: another token has another value.
     * @throws TokenException `ERR_OPTION_INVALID` without the option `cookie` and `csrfKey`.
     */
    public fun csrfToken(token: String): String = handle.with { it.csrfToken(unpaired(token)) }

    /**
     * Frees it at once, or when the calls that are under way have ended. Later calls fail. The
     * verifier stays open.
     */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "ProtectedResource"

    /** What a request brings, with the time of its check, which is read once. */
    private fun asking(method: String, path: String, headers: Collection<HttpHeader>, options: RequestOptions): Asked {
        val given = verifier.timed(options.given)
        val taken = handle.with { it.take(method, path, headers.map { header -> Header(header.name, header.value) }) }
        // Checked again, the token is taken again, which is cheap: what the core holds in memory is
        // freed with each answer.
        return Asked(handle, taken, given) { more, checked, refused -> asking(method, path, headers, more).use { it.answer(checked, refused) } }
    }
}

/** A request from which the token was taken. */
private class Asked(
    private val handle: NativeHandle<NativeProtectedResource>,
    private val taken: Taken,
    private val options: String,
    private val again: (RequestOptions, Token?, TokenException?) -> Answer,
) : AutoCloseable {
    /** The token to check. */
    val token: String? = native { taken.token() }

    /** What comes with it, as the check's options in JSON. */
    val given: String = OptionsWriter()
        .texts("proof", native { taken.proof() })
        .text("method", native { taken.method() })
        .text("url", native { taken.url() })
        .given()
        .with(json(options)["now"]?.jsonPrimitive)

    /** How to answer, given the outcome of the check. */
    fun answer(checked: Token?, refused: TokenException?): Answer {
        val token = if (refused == null) presented(checked) else RequestToken.Refused(refused.code.name)
        return answerOf(handle.with { it.answer(taken, token, options) }, checked, refused) { again(it, checked, refused) }
    }

    override fun close() = taken.close()
}

/** The core's object for it. */
private fun made(verifier: Verifier, rules: NativeAccessRules?, options: ResourceOptions, csrfKey: Key?): NativeProtectedResource =
    csrfKey.orNoKey { key -> verifier.handle.with { NativeProtectedResource(it, rules, key, options.given.text) } }
