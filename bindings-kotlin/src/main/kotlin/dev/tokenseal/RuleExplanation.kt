package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonPrimitive

/** What a rule says of a request. */
public class RuleExplanation internal constructor(
    /** The same as JSON. */
    public val json: JsonObject,
) {
    /** The name of the rule. */
    public val rule: String get() = json.text("rule")

    /** What it does where it fits. */
    public val effect: RuleEffect get() = json.text("effect").let { name -> RuleEffect.entries.first { it.identifier == name } }

    /** Whether it is for both the method and the path, so that it was asked. */
    public val fits: Boolean get() = json.getValue("fits").jsonPrimitive.boolean

    /** Whether it is for the method. */
    public val fitsMethod: Boolean get() = json.getValue("fits_method").jsonPrimitive.boolean

    /** Whether it is for the path. Those that are not would be if case and a last slash were ignored. */
    public val fitsPath: Boolean get() = json.getValue("fits_path").jsonPrimitive.boolean

    /** Whether its conditions hold. */
    public val matches: Boolean get() = json.getValue("matches").jsonPrimitive.boolean

    /** What an allow rule asks that the token lacks, or that it asks at all where there is no token. */
    public val missing: Needed? get() = (json["missing"] as? JsonObject)?.let(::Needed)

    override fun toString(): String = "RuleExplanation$json"
}

/** What a rule does where it fits. */
public enum class RuleEffect(
    /** The name that it has in every language. */
    public val identifier: String,
) {
    /** It allows those whose token has what it asks. */
    ALLOW("allow"),

    /** It refuses, whatever other rules allow. */
    DENY("deny"),

    /** It allows everybody. */
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

    /** The name of the rule that makes it so, if one does. */
    public val by: String? get() = json.textOf("by")

    override fun toString(): String = "RuleFinding(fault=$fault, rule=$rule, by=$by)"
}

/** What is wrong with a rule. */
public enum class RuleFault(
    /** The name that it has in every language. */
    public val identifier: String,
) {
    /** No token has all of what it asks, since parts of it contradict each other. */
    CONTRADICTORY("contradictory"),

    /** All that it allows is denied by another rule. */
    BLOCKED("blocked"),

    /** All that it does, another rule does as well. */
    REDUNDANT("redundant"),
}
