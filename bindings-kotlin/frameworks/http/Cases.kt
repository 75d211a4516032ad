package dev.tokenseal.http

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File

// What every framework must answer: tests/http/cases.json, whose README says what it means.

private val FOLDER = File(System.getProperty("tokenseal.root"), "tests/http")
private val FILE: JsonObject = Json.parseToJsonElement(FOLDER.resolve("cases.json").readText()).jsonObject

internal val CASES: List<JsonObject> = FILE.objects("cases")
internal val ROUTES: List<Route> = FILE.objects("routes").map(::Route)
internal val SERVICES: Map<String, JsonObject> = FILE.named("services")
internal val KEYS: Map<String, JsonObject> = FILE.named("keys")
internal val TOKENS: Map<String, JsonObject> = FILE.named("tokens")
internal val PROOFS: Map<String, JsonObject> = FILE.named("proofs")

/** A route that the application of every framework has. */
internal class Route(json: JsonObject) {
    val name: String = json.text("name")!!
    val methods: List<String> = json.texts("methods")
    val path: String = json.text("path")!!
    val scopes: List<String> = json.texts("scope")
    val isOptional: Boolean = json.flag("optional")
}

/** The text of a service's access rules; null if it has none. */
internal fun rulesOf(service: JsonObject): String? {
    val rules = Json.parseToJsonElement(FOLDER.resolve(service.text("rules") ?: return null).readText()).jsonObject
    return JsonObject(rules + ("report_only" to JsonPrimitive(service.flag("report_only")))).toString()
}

internal fun JsonObject.text(name: String): String? = this[name].takeUnless { it is JsonNull }?.jsonPrimitive?.content

internal fun JsonObject.texts(name: String): List<String> = (this[name] as? JsonArray).orEmpty().map { it.jsonPrimitive.content }

internal fun JsonObject.flag(name: String): Boolean = this[name] == JsonPrimitive(true)

internal fun JsonObject.long(name: String): Long? = text(name)?.toLong()

internal fun JsonObject.objects(name: String): List<JsonObject> = (this[name] as? JsonArray).orEmpty().map { it.jsonObject }

/** Lists of two strings. */
internal fun JsonObject.pairs(name: String): List<Pair<String, String>> =
    getValue(name).jsonArray.map { pair -> pair.jsonArray.map { it.jsonPrimitive.content }.let { (first, second) -> first to second } }

private fun JsonObject.named(name: String): Map<String, JsonObject> = getValue(name).jsonObject.mapValues { (_, value: JsonElement) -> value.jsonObject }
