package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.double
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import kotlin.math.abs

/**
 * Every vector, through the public API; the outcomes are written for `cargo xtask test`, which
 * compares them between languages.
 */
internal class VectorsTest {
    private val outcomes = sortedMapOf<String, JsonElement>()
    private val folder = root.resolve("tests/vectors")

    @Test
    fun `every vector has its outcome`() {
        val files = folder.listFiles { file -> file.name.endsWith(".json") && file.name != "schema.json" }.orEmpty().sorted()
        val left = notYet()
        assertEquals(emptyList<String>(), left - files.map { it.name }.toSet(), "not_yet.txt names files that are not there")
        val (skipped, own) = files.partition { it.name in left }
        assertTrue(own.isNotEmpty())
        val differences = own.flatMap(::run)
        if (skipped.isNotEmpty()) println("${skipped.sumOf { cases(it).size }} vectors of ${skipped.map { it.name }} are skipped: not_yet.txt names them")
        System.getenv("TOKENSEAL_OUTCOMES")?.let { File(it, "kotlin.json").writeText(JsonObject(outcomes).toString()) }
        assertEquals(emptyList<String>(), differences.take(40), "${differences.size} of ${outcomes.size} vectors differ")
    }

    /** The files that Kotlin cannot run yet. */
    private fun notYet(): List<String> =
        folder.resolve("not_yet.txt").readLines().map { it.substringBefore('#').trim().split(' ') }.filter { it[0] == "kotlin" }.map { it[1] }

    private fun run(file: File): List<String> = cases(file).mapNotNull { (case, keys) -> difference(case, keys) }

    /** The cases of a file, each with the keys of its group. */
    private fun cases(file: File): List<Pair<JsonObject, JsonObject>> {
        val vectors = withTexts(Json.parseToJsonElement(file.readText())).jsonObject
        assertEquals("vectors-v1", vectors.getValue("schema").jsonPrimitive.content, file.name)
        val cases = vectors.getValue("groups").jsonArray.flatMap { group ->
            val keys = group.jsonObject["keys"]?.jsonObject ?: JsonObject(mapOf("keys" to JsonArray(emptyList())))
            group.jsonObject.getValue("tests").jsonArray.map { it.jsonObject to keys }
        }
        assertEquals(vectors.getValue("count").jsonPrimitive.int, cases.size, file.name)
        return cases
    }

    /** The value with the texts in place for which `{"$text": "texts/…"}` stands. */
    private fun withTexts(value: JsonElement): JsonElement = when (value) {
        is JsonArray -> JsonArray(value.map(::withTexts))
        is JsonObject -> value["\$text"]?.let { JsonPrimitive(folder.resolve(it.jsonPrimitive.content).readText()) }
            ?: JsonObject(value.mapValues { withTexts(it.value) })
        else -> value
    }

    /**
     * What is wrong with the outcome of a case; only what `expect` names is compared and written
     * down.
     */
    private fun difference(case: JsonObject, keys: JsonObject): String? {
        val id = case.getValue("id").jsonPrimitive.content
        val expected = case.getValue("expect").jsonObject
        val outcome = try {
            perform(case, keys)
        } catch (error: Throwable) {
            return "$id: ${error.stackTraceToString().lines().take(4)}"
        }
        val named = if ("error" in outcome) outcome else JsonObject(outcome.filterKeys(expected::containsKey))
        check(outcomes.put(id, named) == null) { "the id $id stands twice" }
        return if (same(named, expected)) null else "$id: $named, not $expected"
    }

    private fun same(one: JsonElement, other: JsonElement): Boolean = when {
        one is JsonObject && other is JsonObject -> one.keys == other.keys && one.all { (name, value) -> same(value, other.getValue(name)) }
        one is JsonPrimitive && other is JsonPrimitive && !one.isString && !other.isString && one.doubleOrNull != null -> near(one, other)
        one is List<*> && other is List<*> -> one.size == other.size && one.indices.all { same(one[it] as JsonElement, other[it] as JsonElement) }
        else -> one == other
    }
}

/** Computed times need only agree to the microsecond. */
private fun near(one: JsonPrimitive, other: JsonPrimitive): Boolean =
    one.doubleOrNull == other.doubleOrNull || other.doubleOrNull?.let { abs(it - one.double) < 1e-6 } == true

/** The root of the repository. */
internal val root: File = File(System.getProperty("tokenseal.root"))
