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
 * An API that is protected by tokens: takes the token of a request, has it checked, and says what to answer (RFC 6750, RFC 9449, RFC 9470, RFC 9728).
 *
 * Headers in, status and headers out, in every framework alike. A token comes in the header `Authorization`, as `Bearer` or with a DPoP proof, or in a
 * cookie where one is named. Without rules, a good token is enough.
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
 * It is immutable and safe to share between threads. Nobody has to close it: it is freed when nothing refers to it.
 *
 * @param verifier what checks the tokens. With `publicOrigins`, DPoP proofs are taken.
 * @param rules who may do what.
 * @param options what the resource is called, where its tokens come, and how its paths are read.
 * @param csrfKey the key of the values by which pages show that a request is theirs, an HMAC key that all instances of a service share; required with
 * `cookie`.
 * @throws TokenException `ERR_OPTION_INVALID` if an option is wrong, contradicts another or would do nothing: a cookie without `csrfKey`, or whose name does
 * not begin with `__Host-` without `allowInsecureCookies`; metadata without `resource`; `ignores` without rules.
 */
public class ProtectedResource private constructor(private val verifier: Verifier, native: NativeProtectedResource) : AutoCloseable {
    /** With rules. They are not null: a setting that is not set must not make a resource that forgets to ask. */
    @JvmOverloads
    public constructor(verifier: Verifier, rules: AccessRules, options: ResourceOptions = ResourceOptions(), csrfKey: Key? = null) :
        this(verifier, rules.handle.with { made(verifier, it, options, csrfKey) })

    /** Without rules: a good token is enough. */
    @JvmOverloads
    public constructor(verifier: Verifier, options: ResourceOptions = ResourceOptions(), csrfKey: Key? = null) :
        this(verifier, made(verifier, null, options, csrfKey))

    private val handle = NativeHandle(native)

    /**
     * Checks a request. If keys have to be fetched first, or a store has to be asked, it waits for that, as [Verifier.verify] does.
     *
     * It is the answer, whatever is wrong with the request.
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
     * @param path the path as it came, such as `requestURI` of a servlet's request: percent-encoded, unless `form` says otherwise; a query is left out of
     * account.
     * @param headers the headers, as they came; one that came several times stands there several times.
     * @param options scopes that the route needs besides what rules ask, whether a token is optional, the client's certificate, the time.
     * @throws TokenException `ERR_OPTION_INVALID` for a text that holds half of a surrogate pair, or if this was closed.
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
     * Checks a request as [check] does, and never waits: if keys have to be fetched first, the future is completed when they are there.
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
     * @return completed with the answer, or with the [TokenException] that [check] would throw. Cancelling it ends the wait.
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
        // Whoever cancels it waits no longer.
        result.whenComplete { _, _ -> checking.cancel(false) }
        result
    }

    /**
     * The metadata of the resource, for its clients (RFC 9728, section 2): publish them at [metadataPath], as `application/json`, to everybody.
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

    /** The path at which the metadata are to be published (RFC 9728, section 3.1); null without the option `resource`. */
    public val metadataPath: String? get() = handle.with { it.metadataPath() }

    /** Where clients look for the metadata, which challenges name; null without the option `resource`. */
    public val metadataUrl: String? get() = handle.with { it.metadataUrl() }

    /**
     * The value that a request has to have in the header `X-CSRF-Token`, if its token came in the cookie and its method is neither GET, HEAD nor OPTIONS.
     * Give it to the pages of the service, by an answer that no other origin can read, or in a cookie that scripts can.
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
     * @param token the token, as it stands in the cookie: another token has another value.
     * @throws TokenException `ERR_OPTION_INVALID` without the option `cookie` and `csrfKey`.
     */
    public fun csrfToken(token: String): String = handle.with { it.csrfToken(unpaired(token)) }

    /** Frees it at once, or when the calls that are under way have ended. Calls that come later are refused. The verifier stays open. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "ProtectedResource"

    /** What a request brings, with the time of its check, which is told once. */
    private fun asking(method: String, path: String, headers: Collection<HttpHeader>, options: RequestOptions): Asked {
        val given = verifier.timed(options.given)
        val taken = handle.with { it.take(method, path, headers.map { header -> Header(header.name, header.value) }) }
        // Asked again, it is taken again, which is cheap: what stands in memory of the core is freed with each answer.
        return Asked(handle, taken, given) { more, checked, refused -> asking(method, path, headers, more).use { it.answer(checked, refused) } }
    }
}

/** A request whose token was taken. */
private class Asked(
    private val handle: NativeHandle<NativeProtectedResource>,
    private val taken: Taken,
    private val options: String,
    private val again: (RequestOptions, Token?, TokenException?) -> Answer,
) : AutoCloseable {
    /** The token that is to be checked. */
    val token: String? = native { taken.token() }

    /** What comes with it, as the JSON of the check's options. */
    val given: String = OptionsWriter()
        .texts("proof", native { taken.proof() })
        .text("method", native { taken.method() })
        .text("url", native { taken.url() })
        .given()
        .with(json(options)["now"]?.jsonPrimitive)

    /** What to answer, by what came of the check. */
    fun answer(checked: Token?, refused: TokenException?): Answer {
        val token = if (refused == null) presented(checked) else RequestToken.Refused(refused.code.name)
        return answerOf(handle.with { it.answer(taken, token, options) }, checked, refused) { again(it, checked, refused) }
    }

    override fun close() = taken.close()
}

/** What the core makes of it. */
private fun made(verifier: Verifier, rules: NativeAccessRules?, options: ResourceOptions, csrfKey: Key?): NativeProtectedResource =
    csrfKey.orNoKey { key -> verifier.handle.with { NativeProtectedResource(it, rules, key, options.given.text) } }
