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

// The rings of tests/vectors, step by step. Keys are named in the order in which they are first
// seen, because new ones are random.

/** Performs every step of a ring's history. */
internal fun runRing(case: Case): JsonObject {
    val run = RingRun(case)
    val first = run.shown
    val steps = case.input.getValue("steps").jsonArray.mapIndexed { index, step -> run.step(index, step.jsonObject) }
    return JsonObject(mapOf("ring" to first, "steps" to JsonArray(steps)))
}

private class RingRun(private val case: Case) {
    private var now = instant(case.input.getValue("now"))
    private val clock = ClockOf { now }
    private var ring = case.input["ring"]?.let { KeyRing.fromJwe(it.jsonPrimitive.content, case.keys("protect_with"), clock) }
        ?: KeyRing.create(algorithms(), ringOptions(case.options), case.optionalKeys("keys"), clock)
    private val names = LinkedHashMap<String, String>()
    private val tokens = HashMap<Int, String>()
    private val issuers = HashMap<String, Issuer>()
    private val verifiers = HashMap<String, Verifier>()

    /** The keys as they were last shown. */
    var shown = rows()
        private set

    private fun algorithms() = case.input.getValue("algorithms").jsonArray.map { Algorithm.of(it.jsonPrimitive.content) }

    /**
     * What a step shows: its result, or its error, and the keys if they have changed.
     */
    fun step(index: Int, step: JsonObject): JsonObject {
        now = instant(step.getValue("at"))
        val given = try {
            perform(index, step)
        } catch (error: TokenException) {
            listOfNotNull("error" to JsonPrimitive(error.code.name), error.claim?.let { "claim" to JsonPrimitive(it) }).toMap()
        }
        val (before, ring) = shown to rows()
        shown = ring
        // A key that was new before this step gets its name only now.
        val named = given.mapValues { (name, value) -> if (name == "changes") JsonArray(value.jsonArray.map(::named)) else value }
        return JsonObject(if (ring == before) named else named + ("ring" to ring))
    }

    private fun perform(index: Int, step: JsonObject): Map<String, JsonElement> = when (val does = step.getValue("do").jsonPrimitive.content) {
        "advance" -> advanced(ring.advance(now))
        "revoke" -> step.getValue("key").jsonPrimitive.content.let { key -> advanced(ring.revoke(names.entries.find { it.value == key }?.key ?: key, now)) }
        "add" -> advanced(ring.add(case.keysOf(step.getValue("key")) as Key, now))
        "issue" -> mapOf("key" to issue(index, step))
        "verify" -> mapOf("key" to verify(step))
        "jwks" -> {
            val keys = json(ring.toJwks(now)).getValue("keys").jsonArray.map { it.jsonObject }
            rows()
            mapOf("published" to JsonArray(keys.map { name(it["kid"]) }), "private" to JsonPrimitive(keys.any { "d" in it || "k" in it }))
        }
        "key_set" -> mapOf("keys" to JsonArray(ring.toKeySet(now).map { name(JsonPrimitive(it.keyId)) }))
        "cache_control" -> mapOf("text" to JsonPrimitive(ring.cacheControl()))
        "signing_key" -> {
            val algorithm = step["alg"]?.let { name -> SignatureAlgorithm.entries.find { it.identifier == name.jsonPrimitive.content } }
            mapOf("key" to name(JsonPrimitive(ring.signingKey(algorithm, now).keyId)))
        }
        "status" -> ring.status(now) - setOf("id", "keys", "kept", "failed")
        "reopen" -> mapOf("wrapped_key" to reopen(step))
        else -> error("no step `$does` of a ring is known here")
    }

    /** With an issuer that is kept for all steps with the same options: it follows the ring. */
    private fun issue(index: Int, step: JsonObject): JsonElement {
        val encrypts = step["as"] == JsonPrimitive("encryption_key")
        val issuer = issuers.getOrPut("${step["issuer"]} $encrypts") {
            val options = issuerOptions(Members(step.getValue("issuer").jsonObject))
            if (encrypts) Issuer(encryptionKey = ring, options = options) else Issuer(ring, options = options)
        }
        val call = issueOptions(Members(JsonObject(step["call"]?.jsonObject.orEmpty() + ("now" to step.getValue("at")))))
        val token = try {
            issuer.issueJson(step.getValue("claims").jsonPrimitive.content, call)
        } finally {
            rows()
        }
        tokens[index] = token
        return name(inspectUnverified(token).header["kid"])
    }

    private fun verify(step: JsonObject): JsonElement {
        val decrypts = step["as"] == JsonPrimitive("decryption_keys")
        val verifier = verifiers.getOrPut("${step["verifier"]} $decrypts") {
            val options = verifyOptions(Members(step["verifier"]?.jsonObject ?: JsonObject(emptyMap())))
            if (decrypts) Verifier(null, ring, options) else Verifier(ring, options = options)
        }
        val token = verifier.verify(tokens.getValue(step.getValue("token").jsonPrimitive.int), step["now"]?.let(::instant) ?: now)
        return name(JsonPrimitive(token.keyId ?: token.decryptionKeyId))
    }

    /**
     * Writes the ring and reads it again, cut short by as many characters as the step says, if it
     * does. If reading fails, the ring stays.
     */
    private fun reopen(step: JsonObject): JsonElement {
        val protection = case.keysOf(step.getValue("protect_with")) as Key
        val text = ring.toJwe(protection, step["wrapped_key"]?.jsonPrimitive?.contentOrNull?.let(::decode)).dropLast(step["cut"]?.jsonPrimitive?.int ?: 0)
        ring = KeyRing.fromJwe(text, step["open_with"]?.let(case::keysOf) ?: protection, clock)
        issuers.clear()
        verifiers.clear()
        return inspectUnverified(text).header["wrapped_key"] ?: JsonNull
    }

    /** The keys, each as a row, under their names. */
    private fun rows(): JsonArray {
        val keys = ring.keys(now)
        keys.forEach { names.getOrPut(it.keyId) { "k${names.size}" } }
        val row = { key: RingKey ->
            val texts = listOf(names.getValue(key.keyId), key.algorithm.identifier, key.state.identifier).map { JsonPrimitive(it) }
            val times = listOf(key.published, key.activeFrom, key.activeUntil, key.retires, key.revoked).map(::seconds)
            JsonArray(texts + JsonPrimitive(key.isExternal) + times)
        }
        return JsonArray(keys.map(row))
    }

    private fun name(keyId: JsonElement?): JsonElement = (keyId as? JsonPrimitive)?.contentOrNull?.let { JsonPrimitive(names[it] ?: it) } ?: JsonNull

    private fun named(change: JsonElement) = JsonArray(listOf(name(change.jsonArray[0])) + change.jsonArray.drop(1))
}

/** With each change as a list: the key, its state before and its state now. */
private fun advanced(advanced: Advanced): Map<String, JsonElement> {
    val change = { change: RingChange -> JsonArray(listOf(change.keyId, change.was?.identifier, change.state?.identifier).map { JsonPrimitive(it) }) }
    return mapOf(
        "changes" to JsonArray(advanced.changes.map(change)),
        "next" to seconds(advanced.next),
        "needs_key" to JsonArray(advanced.needsKey.map { JsonPrimitive(it.identifier) }),
    )
}

private fun instant(seconds: JsonElement): Instant = Members(JsonObject(mapOf("at" to seconds))).instant("at")!!

private fun seconds(time: Instant?): JsonElement = if (time == null) JsonNull else JsonPrimitive(time.inSeconds())
