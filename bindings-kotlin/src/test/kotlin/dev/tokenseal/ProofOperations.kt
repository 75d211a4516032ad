package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// The operation `dpop.run` of tests/vectors/README.md: one verifier, and the requests that reach
// it.

/** Gives the verifier each request in turn. */
internal fun runProofs(case: Case): JsonObject {
    val options = verifyOptions(Members(case.input["verifier"]?.jsonObject ?: JsonObject(emptyMap())))
    val replays = case.input["replays"]?.let { ReplayCache(replayOptions(Members(it.jsonObject))) }
    val verifier = Verifier(case.optionalKeys("keys"), options = options, replays = replays, nonceKey = case.optionalKey("nonce_key"))
    return members("steps" to case.input.getValue("steps").jsonArray.map { request(verifier, it.jsonObject) })
}

private fun request(verifier: Verifier, step: JsonObject): JsonObject {
    val came = Members(JsonObject(step - "at" + listOfNotNull(step["at"]?.let { "now" to it })))
    if (came.text("do") == "nonce") return members("nonce" to verifier.dpopNonce(came.instant("now")))
    val token = checkNotNull(came.text("token"))
    val certificate = came.any("certificate")?.let(::certificateOf)
    return try {
        verifier.verify(token, checkOptions(came, certificate))
        members("accepted" to true)
    } catch (error: TokenException) {
        val found = listOf("error" to error.code.name, "claim" to error.claim, "nonce" to error.dpopNonce)
        JsonObject(found.mapNotNull { (name, text) -> text?.let { name to JsonPrimitive(it) } }.toMap())
    }
}
