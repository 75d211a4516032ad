package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// The operation `access.run` of tests/vectors/README.md: rules, and the requests that they judge.

/** Asks the rules about each request in turn. */
internal fun runAccess(case: Case): JsonObject {
    val rules = AccessRules.fromJson(case.input.getValue("rules").let { if (it is JsonPrimitive) it.content else it.toString() })
    val steps = case.input["steps"]?.jsonArray.orEmpty()
    if (steps.isEmpty()) return JsonObject(mapOf("steps" to JsonArray(emptyList())))
    val options = verifyOptions(Members(case.input["verifier"]?.jsonObject ?: JsonObject(emptyMap())))
    val verifier = Verifier(case.keys("keys"), options = options)
    return JsonObject(mapOf("steps" to JsonArray(steps.map { asked(rules, verifier, it.jsonObject) })))
}

private fun asked(rules: AccessRules, verifier: Verifier, step: JsonObject): JsonElement {
    val what = step.getValue("do").jsonPrimitive.content
    if (what == "lint") return JsonArray(rules.lint().map { members("fault" to it.fault.identifier, "rule" to it.rule, "by" to it.by) })
    val (method, path) = step.getValue("method").jsonPrimitive.content to step.getValue("path").jsonPrimitive.content
    val options = accessOptions(Members(JsonObject(step.filterKeys { it in setOf("form", "ignores", "now") })))
    val given = JsonObject(step.filterKeys { it in setOf("method", "now", "proof", "url") })
    var refused: TokenException? = null
    val token = step["token"]?.let { token ->
        try {
            verifier.verify(token.jsonPrimitive.content, checkOptions(Members(given), step["certificate"]?.let(::certificateOf)))
        } catch (error: TokenException) {
            refused = error
            null
        }
    }
    val error = refused
    return when (what) {
        "check" -> shown(if (error == null) rules.check(token, method, path, options) else rules.checkRefused(error, method, path, options))
        "explain" -> {
            val said = if (error == null) rules.explain(token, method, path, options) else rules.explainRefused(error, method, path, options)
            JsonArray(said.map(::shown))
        }
        "require" -> try {
            shown(if (error == null) rules.require(token, method, path, options) else rules.requireRefused(error, method, path, options))
        } catch (denied: TokenException) {
            check(denied.status == denied.decision?.status) { "the status is not the decision's" }
            members("error" to denied.code.name, "decision" to denied.decision?.let(::shown))
        }
        else -> error("no step `$what` is known here")
    }
}

private fun shown(decision: Decision) = members(
    "allowed" to decision.isAllowed,
    "only_reported" to decision.isOnlyReported,
    "status" to decision.status,
    "reason" to decision.reason.identifier,
    "rule" to decision.rule,
    "needed" to decision.needed?.let(::shown),
    "challenges" to decision.challenges,
)

private fun shown(needed: Needed) = members(
    "scope" to needed.scope,
    "any_scope" to needed.anyScope,
    "claims" to needed.claims,
    "acr" to needed.acr,
    "max_auth_age" to needed.maxAuthAge,
    "issuer" to needed.issuer,
    "proof" to needed.proof,
)

private fun shown(explanation: RuleExplanation) = members(
    "rule" to explanation.rule,
    "effect" to explanation.effect.identifier,
    "fits" to explanation.fits,
    "fits_method" to explanation.fitsMethod,
    "fits_path" to explanation.fitsPath,
    "matches" to explanation.matches,
    "missing" to explanation.missing?.let(::shown),
)
