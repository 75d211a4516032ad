package dev.tokenseal

import dev.tokenseal.ffi.CheckOutcome
import dev.tokenseal.ffi.Checking
import dev.tokenseal.ffi.PendingCheck
import dev.tokenseal.ffi.Times
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import dev.tokenseal.ffi.Keys as NativeKeys
import dev.tokenseal.ffi.RemoteKeySet as NativeRemoteKeySet
import dev.tokenseal.ffi.TokenException as NativeException
import dev.tokenseal.ffi.Verifier as NativeVerifier

// The transcripts of tests/vectors: what a key set is told, and what it says, step by step. Their
// times are exact, and are therefore given below the driver.

/** Performs every step of a transcript. */
internal fun runMachine(case: Case): JsonObject {
    val steps = case.input.getValue("steps").jsonArray.map { it.jsonObject }
    val options = remoteOptions(case.options).given.text
    val url = case.input["url"]?.jsonPrimitive?.contentOrNull
    val at = steps.firstOrNull()?.let(::times) ?: Times(0.0, 0.0, 0.5)
    val snapshotKey = case.input["snapshot_key"]?.let { Key.fromJwk(it.toString()) }
    val set = snapshotKey.orNoKey { NativeRemoteKeySet(url, options, it, at) }
    val expected = verifyOptions(Members(case.input["verifier"]?.jsonObject ?: JsonObject(emptyMap()))).given.text
    val run = Transcript(set, native { NativeVerifier(NativeKeys.Remote(set), null, expected, null) })
    return JsonObject(mapOf("steps" to JsonArray(steps.mapIndexed(run::step))))
}

/** Checks a token with verifiers of several issuers. */
internal fun verifyByIssuer(case: Case): Token {
    val now = case.options.instant("now")
    val verifiers = case.input.getValue("verifiers").jsonArray.map { it.jsonObject }.map { one ->
        val options = verifyOptions(Members(one["options"]?.jsonObject ?: JsonObject(emptyMap())))
        Verifier(one["keys"]?.let(case::keysOf), one["decryption_keys"]?.let(case::keysOf), options)
    }
    case.options.done()
    return Verifier.byIssuer(verifiers, case.optionalKeys("decryption_keys")).verify(case.token(), now)
}

private class Transcript(private val set: NativeRemoteKeySet, private val verifier: NativeVerifier) {
    private val waiting = HashMap<Int, PendingCheck>()
    private val followed = set.followed()

    fun step(index: Int, step: JsonObject): JsonObject {
        val at = times(step)
        val shown = when {
            "poll" in step -> fetchesOf(native { followed.poll(at) })
            "tell" in step -> step.getValue("tell").jsonObject.let { told -> fetchesOf(native { followed.tell(at, answer(told), body(told)) }) }
            "check" in step -> {
                val now = step["now"]?.jsonPrimitive?.double ?: at.wall
                checked(index, native { verifier.check(step.getValue("check").jsonPrimitive.content, now, at) })
            }
            "resume" in step -> checked(index, native { taken(step.getValue("resume")).resume(at) })
            else -> checked(index, native { taken(step.getValue("give_up")).giveUp() })
        }
        return JsonObject(shown + ("state" to json(native { set.status(at) }).getValue("state")))
    }

    private fun taken(index: JsonElement) = checkNotNull(waiting.remove(index.jsonPrimitive.int)) { "no check waits at step $index" }

    private fun checked(index: Int, checking: Checking): Map<String, JsonElement> {
        (checking.outcome as? CheckOutcome.Waits)?.let { waiting[index] = it.pending }
        return shownCheck(checking)
    }
}

/** The outcome of a check, as transcripts show it. */
internal fun shownCheck(checking: Checking): Map<String, JsonElement> {
    val outcome = when (val outcome = checking.outcome) {
        is CheckOutcome.Accepted -> "accepted"
        is CheckOutcome.Refused -> (outcome.error as NativeException.Refused).code
        is CheckOutcome.Waits -> "waits"
    }
    val events = Json.parseToJsonElement(checking.events ?: "[]")
    return mapOf("outcome" to JsonPrimitive(outcome), "due" to JsonPrimitive(checking.due != null), "events" to events)
}

internal fun times(step: JsonObject): Times {
    val (wall, monotonic) = step.getValue("at").jsonArray.map { it.jsonPrimitive.double }
    return Times(wall, monotonic, step["jitter"]?.jsonPrimitive?.double ?: 0.5)
}

internal fun answer(told: JsonObject) = JsonObject(told - "body" - "body_base64").toString()

internal fun body(told: JsonObject): ByteArray =
    told["body_base64"]?.let { decode(it.jsonPrimitive.content) } ?: told["body"]?.jsonPrimitive?.content.orEmpty().toByteArray()

/** What there is to do, without `user-agent`, which names the version. */
internal fun fetchesOf(text: String): Map<String, JsonElement> {
    val turn = json(text)
    val fetches = turn.getValue("fetches").jsonArray.map { it.jsonObject }.map { fetch ->
        val headers = fetch.getValue("headers").jsonArray.filter { it.jsonArray[0].jsonPrimitive.content != "user-agent" }
        JsonObject(fetch + ("headers" to JsonArray(headers)))
    }
    return mapOf("turn" to JsonObject(turn + ("fetches" to JsonArray(fetches))))
}
