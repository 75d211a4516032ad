package dev.tokenseal

import dev.tokenseal.ffi.RequestToken
import dev.tokenseal.ffi.accessRulesSchema
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import dev.tokenseal.ffi.AccessRules as NativeAccessRules

/**
 * Rules that say who may do what, compiled once from a JSON file that is the same in every
 * language.
 *
 * A request is allowed if a rule that matches its method and path allows it and no matching rule
 * denies it; a request that no rule matches is denied. A path that programs read in different ways
 * is denied before any rule is consulted.
 *
 * ```kotlin
 * val rules = AccessRules.fromJson(
 *     """{ "rules": [
 *         { "name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
 *         { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }""",
 * )
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val token = Verifier(key.public()).verify(sign(mapOf("sub" to "alice", "scope" to "orders:write"), key, TokenOptions(expiresIn = 5.minutes)))
 *
 * val decision = rules.check(token, "GET", "/orders/7")
 * check(!decision.isAllowed && decision.status == 403 && decision.needed!!.scope == listOf("orders:read"))
 * check(rules.check(null, "GET", "/health").isAllowed)
 * ```
 *
 * In Java:
 *
 * ```java
 * AccessRules rules = AccessRules.fromJson("{\"rules\":[{\"name\":\"health\",\"methods\":[\"GET\"],\"path\":\"/health\",\"public\":true}]}");
 * rules.require(null, "GET", "/health");
 * ```
 *
 * It is immutable and safe to share between threads.
 */
public class AccessRules private constructor(native: NativeAccessRules) : AutoCloseable {
    internal val handle = NativeHandle(native)

    /**
     * Whether the rules only report: a request with a good token that they would deny is allowed,
     * and the decision says so.
     */
    public val isReportOnly: Boolean get() = handle.with { it.isReportOnly() }

    /**
     * Decides about a request.
     *
     * @param token the request's token, as its check returned it; null if the request brought none.
     * For a token that was refused, use [checkRefused].
     * @param method the method of the request.
     * @param path the path of the request, as it appears in the request line, unless `form` in the
     * options says otherwise.
     * @param options how the path is given, and what the router ignores.
     * @return the decision; a denied request does not throw.
     * @throws TokenException `ERR_OPTION_INVALID` for an invalid time.
     */
    @JvmOverloads
    public fun check(token: Token?, method: String, path: String, options: AccessOptions = AccessOptions()): Decision =
        Decision(json(handle.with { it.check(presented(token), method, path, options.given.text) }))

    /**
     * Decides about a request whose token was refused, given the exception that its check threw.
     *
     * ```kotlin
     * val rules = AccessRules.fromJson("""{ "rules": [ { "methods": ["GET"], "path": "/health", "public": true } ] }""")
     * val error = runCatching { Verifier(Key.generate(SignatureAlgorithm.HS256)).verify("no token") }.exceptionOrNull() as TokenException
     * check(rules.checkRefused(error, "GET", "/health").reason == DecisionReason.BAD_TOKEN)
     * ```
     *
     * @throws TokenException `ERR_OPTION_INVALID` for an invalid time.
     */
    @JvmOverloads
    public fun checkRefused(error: TokenException, method: String, path: String, options: AccessOptions = AccessOptions()): Decision =
        Decision(json(handle.with { it.check(RequestToken.Refused(error.code.name), method, path, options.given.text) }))

    /**
     * Decides as [check] does, and throws if the request is denied.
     *
     * ```kotlin
     * val rules = AccessRules.fromJson("""{ "rules": [ { "name": "all", "methods": ["GET"], "path": "/{*rest}", "require": { "scope": ["read"] } } ] }""")
     * val error = runCatching { rules.require(null, "GET", "/orders") }.exceptionOrNull() as TokenException
     * check(error.code == ErrorCode.ERR_JWT_ACCESS_DENIED && error.status == 401)
     * check(error.decision!!.challenges == listOf("Bearer scope=\"read\""))
     * ```
     *
     * @throws TokenException `ERR_JWT_ACCESS_DENIED` with the [decision][TokenException.decision]
     * and its status; otherwise as [check].
     */
    @JvmOverloads
    public fun require(token: Token?, method: String, path: String, options: AccessOptions = AccessOptions()): Decision =
        judged(presented(token), method, path, options)

    /** Decides as [checkRefused] does, and throws as [require] does if the request is denied. */
    @JvmOverloads
    public fun requireRefused(error: TokenException, method: String, path: String, options: AccessOptions = AccessOptions()): Decision =
        judged(RequestToken.Refused(error.code.name), method, path, options)

    /**
     * What each rule says about a request: the rules for its path, in order, and those that would
     * match if case and a trailing slash were ignored. For people who wonder about a decision.
     *
     * ```kotlin
     * val rules = AccessRules.fromJson("""{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }""")
     * val said = rules.explain(null, "GET", "/health/").single()
     * check(said.rule == "health" && said.fitsMethod && !said.fitsPath)
     * ```
     *
     * @return an empty list if programs read the path in different ways, since no rule is consulted
     * then.
     * @throws TokenException `ERR_OPTION_INVALID` for an invalid time.
     */
    @JvmOverloads
    public fun explain(token: Token?, method: String, path: String, options: AccessOptions = AccessOptions()): List<RuleExplanation> =
        explained(presented(token), method, path, options)

    /** The same for a request whose token was refused. */
    @JvmOverloads
    public fun explainRefused(
        error: TokenException,
        method: String,
        path: String,
        options: AccessOptions = AccessOptions(),
    ): List<RuleExplanation> =
        explained(RequestToken.Refused(error.code.name), method, path, options)

    /**
     * What looks wrong in the rules: requirements that contradict each other, and rules that
     * another rule blocks or makes redundant. The combined effect of several rules is not examined.
     *
     * ```kotlin
     * val rules = AccessRules.fromJson(
     *     """{ "rules": [
     *         { "name": "all", "methods": ["GET"], "path": "/{*rest}", "require": { "scope": ["read"] } },
     *         { "name": "orders", "methods": ["GET"], "path": "/orders", "require": { "scope": ["read", "orders"] } } ] }""",
     * )
     * val finding = rules.lint().single()
     * check(finding.fault == RuleFault.REDUNDANT && finding.rule == "orders" && finding.by == "all")
     * ```
     */
    public fun lint(): List<RuleFinding> = list(handle.with { it.lint() }).map(::RuleFinding)

    /**
     * The same rules in Cedar's language, against which they are tested: each rule is one policy.
     */
    public fun toCedar(): String = handle.with { it.toCedar() }

    /** Frees it at once. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "AccessRules"

    private fun judged(presented: RequestToken, method: String, path: String, options: AccessOptions): Decision {
        val judged = handle.with { it.require(presented, method, path, options.given.text) }
        val decision = Decision(json(judged.decision))
        judged.denied?.let { throw refused(it.error).withDecision(decision, Fault.valueOf(it.fault.uppercase())) }
        return decision
    }

    private fun explained(presented: RequestToken, method: String, path: String, options: AccessOptions): List<RuleExplanation> =
        list(handle.with { it.explain(presented, method, path, options.given.text) }).map(::RuleExplanation)

    public companion object {
        /**
         * Compiles the rules of a file.
         *
         * ```kotlin
         * val text = """{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "scopes": ["read"] } } ] }"""
         * val error = runCatching { AccessRules.fromJson(text) }.exceptionOrNull() as TokenException
         * check(error.message == "rule 1 has a require with a member that it cannot have: scopes")
         * ```
         *
         * @param json the JSON text of the file.
         * @throws TokenException `ERR_OPTION_INVALID` if it is not one strict JSON object, or if
         * anything in it is unknown, malformed, or could not do what it appears to do; the message
         * names the rule.
         */
        @JvmStatic
        public fun fromJson(json: String): AccessRules = AccessRules(native { NativeAccessRules.fromJson(json) })

        /** The JSON Schema (2020-12) for such a file, for editors. */
        @JvmStatic
        public fun schema(): String = accessRulesSchema()
    }
}

/** A checked token, or none. */
internal fun presented(token: Token?): RequestToken =
    if (token == null) RequestToken.Nothing else RequestToken.Checked(token.claimsJson, token.provenBy?.identifier)

private fun list(text: String): List<JsonObject> = Json.parseToJsonElement(text).jsonArray.map { it.jsonObject }
