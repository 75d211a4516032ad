package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** Commands from the core for a store. */
internal class StoreFlight(json: JsonObject, private val store: RevocationStore, whenOver: () -> Unit) :
    Flight(json.getValue("id").jsonPrimitive.long, (json.getValue("timeout").jsonPrimitive.double * 1e9).toLong(), whenOver) {
    private val commands = json.getValue("commands").jsonArray.map { words -> words.jsonArray.map { it.jsonPrimitive.content } }

    override fun perform(): Told {
        val made = StoreRequest(commands, timeLeft())
        onCancel(made::cancel)
        val replies = try {
            JsonArray(store.send(made).map(::valueOf))
        } catch (_: UnreadableReply) {
            return failed("unreadable")
        } catch (error: Throwable) {
            cause = error
            throw error
        }
        return Told(JsonObject(mapOf("id" to JsonPrimitive(id), "replies" to replies)).toString())
    }
}

private fun valueOf(reply: Any?): JsonElement = when (reply) {
    null -> JsonNull
    is Long -> JsonPrimitive(reply)
    is String -> JsonPrimitive(reply)
    is List<*> -> JsonArray(reply.map(::valueOf))
    is StoreError -> JsonObject(mapOf("error" to JsonPrimitive(reply.message.orEmpty())))
    else -> throw UnreadableReply()
}

/** A reply of a type that no reply may have. */
private class UnreadableReply : Exception()
