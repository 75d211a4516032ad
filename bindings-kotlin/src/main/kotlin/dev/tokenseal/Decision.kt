package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.longOrNull

/** What [AccessRules] decided about a request. */
public class Decision internal constructor(
    /** The same as JSON, for logs. It holds no claim of the token. */
    public val json: JsonObject,
) {
    /** Whether the request may be served. */
    public val isAllowed: Boolean get() = json.getValue("allowed").jsonPrimitive.boolean

    /** Whether it would have been denied, and is allowed only because the rules merely report. */
    public val isOnlyReported: Boolean get() = json.getValue("only_reported").jsonPrimitive.boolean

    /** The HTTP status to answer with; 200 if it is allowed. */
    public val status: Int get() = json.getValue("status").jsonPrimitive.int

    /** The reason for the decision. */
    public val reason: DecisionReason get() = json.text("reason").let { name -> DecisionReason.entries.first { it.identifier == name } }

    /** The name of the rule that decided, or came closest. */
    public val rule: String? get() = json.textOf("rule")

    /** What the token lacks; null if it lacks nothing, or no token would help. */
    public val needed: Needed? get() = (json["needed"] as? JsonObject)?.let(::Needed)

    /**
     * The values for `WWW-Authenticate`, each in a header of its own (RFC 6750, section 3;
     * RFC 9449, section 7.1; RFC 9470, section 3).
     */
    public val challenges: List<String> get() = json.texts("challenges")

    override fun toString(): String =
        printed("Decision", "allowed" to isAllowed, "status" to status, "reason" to reason.identifier, "rule" to shown(rule))
}

/** Why a request is allowed or not. */
public enum class DecisionReason(
    /** Its name in every language. */
    public val identifier: String,
) {
    /** A rule allows it. */
    ALLOWED("allowed"),

    /** A public rule allows it. */
    PUBLIC("public"),

    /** It is a preflight request that a rule lets pass. */
    PREFLIGHT("preflight"),

    /** There is no token, and a rule would allow a good one. */
    NO_TOKEN("no_token"),

    /** The token is no good. */
    BAD_TOKEN("bad_token"),

    /** A rule denies it. */
    DENIED("denied"),

    /** No rule allows it to anyone. */
    NO_RULE("no_rule"),

    /** The token lacks what a rule requires. */
    INSUFFICIENT("insufficient"),

    /** Programs read its path in different ways. */
    BAD_PATH("bad_path"),

    /** Tokens could not be checked: keys or a list could not be reached. */
    UNAVAILABLE("unavailable"),

    /** Tokens could not be checked: the service is set up wrongly. */
    MISCONFIGURED("misconfigured"),
}

/** What a token lacks for the rule that it came closest to. */
public class Needed internal constructor(private val json: JsonObject) {
    /** Scopes that it lacks; it needs all of them. */
    public val scope: List<String> get() = json.texts("scope")

    /** Scopes, one of which it needs. */
    public val anyScope: List<String> get() = json.texts("any_scope")

    /** Paths of claims that are missing, or not as the rule requires: each a list of names. */
    public val claims: List<List<String>> get() = json.getValue("claims").jsonArray.map { place -> place.jsonArray.map { it.jsonPrimitive.content } }

    /** Authentication contexts, one of which it needs. */
    public val acr: List<String> get() = json.texts("acr")

    /** How long ago the user may have authenticated, in seconds. */
    public val maxAuthAge: Long? get() = json["max_auth_age"]?.jsonPrimitive?.longOrNull

    /** Issuers, one of which must have issued it. */
    public val issuer: List<String> get() = json.texts("issuer")

    /** Whether it must be bound to a key or a certificate whose possession is proven. */
    public val proof: Boolean get() = json.getValue("proof").jsonPrimitive.boolean

    override fun toString(): String = "Needed$json"
}

internal fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

internal fun JsonObject.textOf(name: String): String? = this[name]?.takeUnless { it is JsonNull }?.jsonPrimitive?.contentOrNull

internal fun JsonObject.texts(name: String): List<String> = (this[name] as? JsonArray).orEmpty().map { it.jsonPrimitive.content }
