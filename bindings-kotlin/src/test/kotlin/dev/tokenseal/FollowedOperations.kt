package dev.tokenseal

import dev.tokenseal.ffi.CheckOutcome
import dev.tokenseal.ffi.Checking
import dev.tokenseal.ffi.PendingChange
import dev.tokenseal.ffi.PendingCheck
import dev.tokenseal.ffi.RevocationChange
import dev.tokenseal.ffi.Times
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import dev.tokenseal.ffi.KeySet as NativeKeySet
import dev.tokenseal.ffi.Keys as NativeKeys
import dev.tokenseal.ffi.RevocationEntry as NativeEntry
import dev.tokenseal.ffi.Revocations as NativeRevocations
import dev.tokenseal.ffi.Verifier as NativeVerifier

// Lists of revocations in a store, step by step and below the driver: what they ask for, what they
// are told, changes and checks. No store is queried.

/** Performs every step of a transcript. */
internal fun runFollowed(case: Case): JsonObject {
    val keys = NativeKeys.Fixed(native { NativeKeySet.fromJwksText(case.groupKeys.toString(), "{}") })
    val run = FollowedTranscript(native { NativeRevocations.inStore(case.givenOptions) }, keys)
    val steps = case.input.getValue("steps").jsonArray.map { it.jsonObject }
    return JsonObject(mapOf("steps" to JsonArray(steps.mapIndexed(run::step))))
}

private const val OPTIONS = """{"allow_any_issuer":true,"allow_any_audience":true}"""

private class FollowedTranscript(private val list: NativeRevocations, keys: NativeKeys) {
    private val verifier = native { NativeVerifier(keys, null, OPTIONS, list) }
    private val plain = native { NativeVerifier(keys, null, OPTIONS, null) }
    private val followed = checkNotNull(list.followed())
    private val changes = HashMap<Int, PendingChange>()
    private val waiting = HashMap<Int, PendingCheck>()

    /** What a step shows: its result, or its error, and the state of the list after it. */
    fun step(index: Int, step: JsonObject): JsonObject {
        val at = times(step)
        val shown = try {
            native { perform(index, step, at) }
        } catch (error: TokenException) {
            mapOf("error" to JsonPrimitive(error.code.name))
        }
        val status = json(native { list.status() })
        val entries = listOf("token", "session", "subject", "key", "issuer").map { status.getValue("entries").jsonObject.getValue(it) }
        val ready = JsonPrimitive(followed.isReady(at))
        return JsonObject(shown + mapOf("ready" to ready, "entries" to JsonArray(entries), "longest_lifetime" to status.getValue("longest_lifetime")))
    }

    private fun perform(index: Int, step: JsonObject, at: Times): Map<String, JsonElement> = when {
        "poll" in step -> turn(followed.poll(at))
        "tell" in step -> turn(followed.tell(at, step.getValue("tell").toString(), ByteArray(0)))
        "begin" in step -> emptyMap<String, JsonElement>().also { changes[index] = list.begin(change(step.getValue("begin").jsonObject, at), at) }
        "finish" in step -> finished(step.getValue("finish").jsonPrimitive.int, at)
        "drop" in step -> emptyMap<String, JsonElement>().also { checkNotNull(changes.remove(step.getValue("drop").jsonPrimitive.int)).close() }
        "check" in step -> checked(index, verifier.check(step.getValue("check").jsonPrimitive.content, at.wall, at))
        "resume" in step -> checked(index, taken(step.getValue("resume")).resume(at))
        else -> checked(index, taken(step.getValue("give_up")).giveUp())
    }

    private fun finished(number: Int, at: Times): Map<String, JsonElement> {
        val pending = changes.getValue(number)
        if (!pending.isSettled(at)) return mapOf("settled" to JsonPrimitive(false))
        changes.remove(number)
        return mapOf("entry" to row(pending.finish()))
    }

    private fun change(change: JsonObject, at: Times): RevocationChange {
        val call = change["call"]?.jsonObject ?: JsonObject(emptyMap())
        val given = JsonObject(call + ("now" to JsonPrimitive(at.wall))).toString()
        val issuer = change["issuer"]?.jsonPrimitive?.contentOrNull
        val id = change["id"]?.jsonPrimitive?.content.orEmpty()
        return when (val does = change.getValue("do").jsonPrimitive.content) {
            "revoke" -> {
                val token = change.getValue("token").jsonPrimitive.content
                check(plain.check(token, at.wall, at).outcome is CheckOutcome.Accepted) { "the token is refused" }
                val (header, claims) = token.split('.').map { decode(it).decodeToString() }
                RevocationChange.revoke(header, claims, given)
            }
            "revoke_id" -> RevocationChange.revokeId(issuer, id, given)
            "revoke_session" -> RevocationChange.revokeSession(issuer, id, given)
            "revoke_key" -> RevocationChange.revokeKey(issuer, id, given)
            "revoke_subject" -> RevocationChange.revokeSubject(issuer, id, given)
            "revoke_issuer" -> RevocationChange.revokeIssuer(issuer.orEmpty(), given)
            "withdraw" -> RevocationChange.withdraw(change.getValue("entry").jsonPrimitive.content, given)
            else -> error("no change `$does` of a list of revocations is known here")
        }
    }

    private fun taken(index: JsonElement) = checkNotNull(waiting.remove(index.jsonPrimitive.int)) { "no check waits at step $index" }

    private fun checked(index: Int, checking: Checking): Map<String, JsonElement> {
        (checking.outcome as? CheckOutcome.Waits)?.let { waiting[index] = it.pending }
        return shownCheck(checking)
    }
}

private fun row(entry: NativeEntry): JsonElement {
    val withdrawn = entry.withdrawn?.let { JsonArray(listOf(JsonPrimitive(it.at), JsonPrimitive(it.by), JsonPrimitive(it.reason))) } ?: JsonNull
    val times = listOf(entry.at, entry.before, entry.ends).map { JsonPrimitive(it) }
    return JsonArray(listOf(JsonPrimitive(entry.id), JsonPrimitive(entry.kind)) + times + listOf(JsonPrimitive(entry.by), JsonPrimitive(entry.reason), withdrawn))
}

/** What there is to do, with the names of scripts. */
private fun turn(text: String): Map<String, JsonElement> {
    val turn = json(text)
    val stores = turn["stores"]?.jsonArray?.map { it.jsonObject }?.map { store ->
        JsonObject(store + ("commands" to JsonArray(store.getValue("commands").jsonArray.map { named(it.jsonArray) })))
    }
    return mapOf("turn" to JsonObject(turn + listOfNotNull(stores?.let { "stores" to JsonArray(it) })))
}

/**
 * A command with its script's name, which follows from the number of its arguments, and `*` for
 * what was drawn at random. The fifth argument is a record when writing, and when writing back it
 * says whether this is the last time.
 */
private fun named(command: JsonArray): JsonArray {
    if (command[0] != JsonPrimitive("EVAL")) return command
    val end = 3 + command[2].jsonPrimitive.content.toInt()
    val arguments = command.drop(end)
    val restores = arguments.getOrNull(4) in setOf(JsonPrimitive("0"), JsonPrimitive("1"))
    val (name, isDrawn) = when (arguments.size) {
        1 -> "UNPACK" to { _: Int -> false }
        2 -> "RAISE" to { _: Int -> false }
        3 -> "CREATE" to { at: Int -> at < 2 }
        4 -> "READ" to { _: Int -> false }
        else -> if (restores) "RESTORE" to { at: Int -> at == 7 || at > 8 && at % 4 == 1 } else "WRITE" to { at: Int -> at == 5 }
    }
    return JsonArray(listOf(JsonPrimitive(name)) + command.subList(3, end) + arguments.mapIndexed { at, word -> if (isDrawn(at)) JsonPrimitive("*") else word })
}
