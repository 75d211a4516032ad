package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonPrimitive

/** What a rule says about a request. */
public class RuleExplanation internal constructor(
    /** The same as JSON. */
    public val json: JsonObject,
) {
    /** The name of the rule. */
    public val rule: String get() = json.text("rule")

    /** What it does if it matches. */
    public val effect: RuleEffect get() = json.text("effect").let { name -> RuleEffect.entries.first { it.identifier == name } }

    /** Whether it is for both the method and the path, so that it was consulted. */
    public val fits: Boolean get() = json.getValue("fits").jsonPrimitive.boolean

    /** Whether it is for the method. */
    public val fitsMethod: Boolean get() = json.getValue("fits_method").jsonPrimitive.boolean

    /**
     * Whether it is for the path. A rule that is not would be if case and a trailing slash were
     * ignored.
     */
    public val fitsPath: Boolean get() = json.getValue("fits_path").jsonPrimitive.boolean

    /** Whether its conditions hold. */
    public val matches: Boolean get() = json.getValue("matches").jsonPrimitive.boolean

    /**
     * What an allow rule requires that the token lacks; without a token, all that it requires.
     */
    public val missing: Needed? get() = (json["missing"] as? JsonObject)?.let(::Needed)

    override fun toString(): String = "RuleExplanation$json"
}

/** What a rule does if it matches. */
public enum class RuleEffect(
    /** Its name in every language. */
    public val identifier: String,
) {
    /** It allows requests whose token has what it requires. */
    ALLOW("allow"),

    /** It refuses, whatever other rules allow. */
    DENY("deny"),

    /** It allows everyone. */
    PUBLIC("public"),
}

/** One finding about a rule. */
public class RuleFinding internal constructor(
    /** The same as JSON. */
    public val json: JsonObject,
) {
    /** What is wrong. */
    public val fault: RuleFault get() = json.text("fault").let { name -> RuleFault.entries.first { it.identifier == name } }

    /** The name of the rule. */
    public val rule: String get() = json.text("rule")

    /** The name of the rule that causes it, if one does. */
    public val by: String? get() = json.textOf("by")

    override fun toString(): String = "RuleFinding(fault=$fault, rule=$rule, by=$by)"
}

/** What is wrong with a rule. */
public enum class RuleFault(
    /** Its name in every language. */
    public val identifier: String,
) {
    /** No token can have all that it requires, since the requirements contradict each other. */
    CONTRADICTORY("contradictory"),

    /** Another rule denies all that it allows. */
    BLOCKED("blocked"),

    /** Another rule already does all that it does. */
    REDUNDANT("redundant"),
}
