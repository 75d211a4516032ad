package dev.tokenseal

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
import java.time.Instant

// The lists of revocations of tests/vectors, step by step. Entries are shown without their ids,
// which are hashes under a random key.

/** Performs every step of a case. */
internal fun runRevocations(case: Case): JsonObject {
    val run = RevocationRun(case)
    val steps = case.input.getValue("steps").jsonArray.mapIndexed { index, step -> run.step(index, step.jsonObject) }
    return JsonObject(mapOf("steps" to JsonArray(steps)))
}

private class RevocationRun(private val case: Case) {
    private var now = Instant.EPOCH
    private val clock = ClockOf { now }

    /** The lists by their names, each with the verifier that follows it. */
    private val lists = HashMap<String, Pair<Revocations, Verifier>>()
    private val entries = HashMap<Int, RevocationEntry>()
    private val plain = verifier(null)

    init {
        add("a", new(case.input))
    }

    private fun new(input: JsonObject) = Revocations(revocationsOptions(Members(objectOf(input, "options"))), clock)

    private fun verifier(revocations: Revocations?, of: JsonObject = case.input): Verifier {
        val options = verifyOptions(Members(objectOf(of, "verifier")))
        return Verifier(case.optionalKeys("keys"), case.optionalKeys("decryption_keys"), options, revocations, clock)
    }

    private fun add(name: String, list: Revocations) {
        lists[name] = list to verifier(list)
    }

    /** What a step shows: its result, or its error. */
    fun step(index: Int, step: JsonObject): JsonObject {
        now = Members(step).instant("at")!!
        return try {
            perform(index, step)
        } catch (error: TokenException) {
            JsonObject(listOfNotNull("error" to JsonPrimitive(error.code.name), error.claim?.let { "claim" to JsonPrimitive(it) }).toMap())
        }
    }

    private fun perform(index: Int, step: JsonObject): JsonObject {
        val (list, verifier) = lists.getValue(step["list"]?.jsonPrimitive?.content ?: "a")
        val shown = when (val does = text(step, "do")) {
            "verify" -> "accepted" to JsonPrimitive(verifier.verify(text(step, "token")).claimsJson.isNotEmpty())
            "entries" -> "entries" to JsonArray(list.entries(entriesOptions(Members(objectOf(step, "call")))).map(::shown))
            "apply_events" -> {
                val token = verifier(null, step).verify(text(step, "token"))
                "applied" to JsonArray(list.applyEvents(token, eventOptions(Members(objectOf(step, "call")))).map(::shown))
            }
            "new" -> return nothing { add(text(step, "as"), new(step)) }
            "copy" -> return nothing { add(text(step, "as"), copy(list, step)) }
            "merge" -> return nothing { list.merge(lists.getValue(text(step, "from")).first.snapshot()) }
            "status" -> "status" to JsonObject(list.status() - "bytes")
            else -> "entry" to shown(change(list, does, step).also { entries[index] = it })
        }
        return JsonObject(mapOf(shown))
    }

    private fun change(list: Revocations, does: String, step: JsonObject): RevocationEntry {
        // A token that is refused is never revoked, whatever the options are.
        val token = if (does == "revoke") plain.verify(text(step, "token")) else null
        val options = revokeOptions(Members(objectOf(step, "call")))
        val issuer = step["issuer"]?.jsonPrimitive?.contentOrNull
        return when (does) {
            "revoke" -> list.revoke(token!!, options)
            "revoke_id" -> list.revokeId(issuer, text(step, "id"), options)
            "revoke_session" -> list.revokeSession(issuer, text(step, "id"), options)
            "revoke_key" -> list.revokeKey(issuer, text(step, "id"), options)
            "revoke_subject" -> list.revokeSubject(issuer, text(step, "id"), options)
            "revoke_issuer" -> list.revokeIssuer(issuer.orEmpty(), options)
            "withdraw" -> step.getValue("entry").jsonPrimitive.let { entry ->
                if (entry.isString) list.withdraw(entry.content, options) else list.withdraw(entries.getValue(entry.int), options)
            }
            else -> error("no step `$does` of a list of revocations is known here")
        }
    }

    /** A list from a snapshot, which is cut short by as many bytes as the step says, if it does. */
    private fun copy(list: Revocations, step: JsonObject): Revocations {
        val bytes = list.snapshot()
        val left = (bytes.size - (step["cut"]?.jsonPrimitive?.int ?: 0)).coerceAtLeast(0)
        return Revocations.fromSnapshot(bytes.copyOf(left), step["audit"] == JsonPrimitive(true), clock)
    }
}

/** The result of a step that shows nothing. */
private fun nothing(work: () -> Unit): JsonObject {
    work()
    return JsonObject(emptyMap())
}

private fun shown(entry: RevocationEntry): JsonElement {
    val withdrawn = entry.withdrawn?.let { JsonArray(listOf(seconds(it.at), JsonPrimitive(it.by), JsonPrimitive(it.reason))) } ?: JsonNull
    val times = listOf(entry.at, entry.before, entry.ends).map(::seconds)
    return JsonArray(listOf(JsonPrimitive(entry.kind.identifier)) + times + listOf(JsonPrimitive(entry.by), JsonPrimitive(entry.reason), withdrawn))
}

private fun objectOf(json: JsonObject, name: String): JsonObject = json[name]?.jsonObject ?: JsonObject(emptyMap())

private fun text(step: JsonObject, name: String): String = step[name]?.jsonPrimitive?.contentOrNull.orEmpty()

private fun seconds(time: Instant?): JsonElement = if (time == null) JsonNull else JsonPrimitive(time.inSeconds())
