@file:JvmName("Answerer")

package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject

/**
 * Answers cases in the form of the test vectors, one JSON object per line, for the demo and the day
 * (tests/day).
 */
fun main() {
    for (line in generateSequence(::readLine)) {
        println(answer(line))
        System.out.flush()
    }
}

private fun answer(line: String): JsonObject = try {
    val case = Json.parseToJsonElement(line).jsonObject
    perform(case, case["group_keys"] as? JsonObject ?: JsonObject(mapOf("keys" to JsonArray(emptyList()))))
} catch (error: Exception) {
    // The case is wrong, not the library: say so and go on.
    JsonObject(mapOf("broken" to JsonPrimitive(error.toString())))
}
