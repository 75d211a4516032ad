package dev.tokenseal.http

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject

/** What is wrong with an answer; empty if it is what the case says. */
internal fun wrong(got: Got, expected: JsonObject, method: String): List<String> {
    val saw = got.all("saw-route").firstOrNull()?.let { route ->
        JsonObject(mapOf("route" to JsonPrimitive(route), "subject" to (got.all("saw-subject").firstOrNull()?.let(::JsonPrimitive) ?: JsonNull)))
    } ?: JsonNull
    if (expected.flag("unrouted") && saw == JsonNull && got.status in 300..499) return emptyList()
    return listOfNotNull(
        "the status is ${got.status}, not ${expected["status"]}: ${got.body.take(200)}".takeUnless { JsonPrimitive(got.status) == expected["status"] },
        "saw $saw, not ${expected["saw"]}".takeIf { "saw" in expected && saw != expected["saw"] },
        if ("challenges" in expected) challengesDiffer(got, expected.objects("challenges")) else null,
        if ("body" in expected && method != "HEAD") bodyDiffers(got.body, expected.getValue("body").jsonObject) else null,
    ) + (expected["headers"] as? JsonObject).orEmpty().mapNotNull { (name, value) -> headerDiffers(got, name, value) }
}

/** A string is the exact value, true any value, null the absence of one. */
private fun fits(actual: JsonElement?, expected: JsonElement) = when (expected) {
    JsonPrimitive(true) -> actual != null
    JsonNull -> actual == null
    else -> actual == expected
}

private fun challengesDiffer(got: Got, expected: List<JsonObject>): String? {
    val challenges = got.all("www-authenticate").flatMap(::challengesOf)
    val isRight = challenges.size == expected.size && challenges.zip(expected).all { (challenge, one) ->
        challenge.first == one.text("scheme") && one.getValue("parameters").jsonObject.all { (name, value) -> fits(challenge.second[name], value) }
    }
    return "the challenges are $challenges, not $expected".takeUnless { isRight }
}

/**
 * The challenges of a header, which may hold several:
 * `Bearer realm="orders", error="invalid_token", DPoP algs="ES256"`.
 */
private fun challengesOf(header: String): List<Pair<String, Map<String, JsonPrimitive>>> {
    val challenges = mutableListOf<Pair<String, MutableMap<String, JsonPrimitive>>>()
    for (part in CHALLENGE.findAll(header)) {
        val (scheme, name, value) = part.destructured
        if (scheme.isNotEmpty()) challenges += scheme to mutableMapOf()
        if (name.isNotEmpty()) challenges.last().second[name] = JsonPrimitive(value.replace(Regex("""\\(.)"""), "$1"))
    }
    return challenges
}

private val CHALLENGE = Regex("""(?:^|, ?)(?:([A-Za-z]+)(?: |$))?(?:([\w-]+)="((?:[^"\\]|\\.)*)")?""")

private fun bodyDiffers(text: String, expected: JsonObject): String? {
    val body = runCatching { Json.parseToJsonElement(text).jsonObject }.getOrNull() ?: return "the body is no JSON: `$text`"
    return "the body is $text, not $expected".takeUnless { expected.all { (name, value) -> fits(body[name], value) } }
}

private fun headerDiffers(got: Got, name: String, expected: JsonElement): String? {
    val values = got.all(name).flatMap { value -> if (name == "vary") value.lowercase().split(',').map(String::trim) else listOf(value.substringBefore(';').trim()) }
    val wanted = if (name == "vary") JsonPrimitive(expected.toString().trim('"').lowercase()) else expected
    val isRight = if (name == "vary") values.any { JsonPrimitive(it) == wanted } else fits(values.firstOrNull()?.let(::JsonPrimitive), wanted)
    return "$name is $values, not $expected".takeUnless { isRight }
}
