package dev.tokenseal

import dev.tokenseal.ffi.CheckOutcome
import dev.tokenseal.ffi.Checking
import dev.tokenseal.ffi.PendingCheck
import dev.tokenseal.ffi.RemoteStatusList
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import dev.tokenseal.ffi.Keys as NativeKeys
import dev.tokenseal.ffi.StatusLists as NativeStatusLists
import dev.tokenseal.ffi.TokenException as NativeException
import dev.tokenseal.ffi.Verifier as NativeVerifier

// The operation `status_lists.run` of tests/vectors/README.md: checks, and what goes into and comes
// out of the list at one address, step by step and below the driver, since the times are exact.

/** Performs every step of a transcript. */
internal fun runStatusLists(case: Case): JsonObject {
    val options = verifyOptions(Members(case.input["verifier"]?.jsonObject ?: JsonObject(emptyMap()))).given.text
    val given = case.optionsGiven?.let { statusListsOptions(Members(it)).given.text }
    val verifier = case.keys("keys").set.with { keys ->
        val lists = given?.let { NativeStatusLists(null, it) }
        NativeVerifier(NativeKeys.Fixed(keys), null, options, null, null, null, lists)
    }
    val run = StatusTranscript(verifier, case.text("uri"))
    return members("steps" to case.input.getValue("steps").jsonArray.mapIndexed { index, step -> run.step(index, step.jsonObject) })
}

private class StatusTranscript(private val verifier: NativeVerifier, private val uri: String) {
    private val waiting = HashMap<Int, PendingCheck>()

    fun step(index: Int, step: JsonObject): JsonObject {
        val at = times(step)
        val shown = when {
            "poll" in step -> fetchesOf(native { list().followed().poll(at) })
            "tell" in step -> step.getValue("tell").jsonObject.let { told -> fetchesOf(native { list().followed().tell(at, answer(told), body(told)) }) }
            "check" in step -> {
                val now = step["now"]?.jsonPrimitive?.double ?: at.wall
                checked(index, native { verifier.check(step.getValue("check").jsonPrimitive.content, now, at) })
            }
            "resume" in step -> checked(index, native { taken(step.getValue("resume")).resume(at) })
            else -> checked(index, native { taken(step.getValue("give_up")).giveUp() })
        }
        val state = native { verifier.statusList(uri)?.status(at) }?.let { json(it).getValue("state") }
        return JsonObject(shown + ("state" to (state ?: JsonNull)))
    }

    private fun list(): RemoteStatusList = checkNotNull(verifier.statusList(uri)) { "no list at $uri" }

    private fun taken(index: JsonElement) = checkNotNull(waiting.remove(index.jsonPrimitive.int)) { "no check waits at step $index" }

    private fun checked(index: Int, checking: Checking): Map<String, JsonElement> {
        (checking.outcome as? CheckOutcome.Waits)?.let { waiting[index] = it.pending }
        val claim = (checking.outcome as? CheckOutcome.Refused)?.let { (it.error as NativeException.Refused).claim }
        return shownCheck(checking) + listOfNotNull(claim?.let { "claim" to JsonPrimitive(it) })
    }
}
