package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.math.BigDecimal
import java.time.Duration
import java.time.Instant
import java.util.Base64

/**
 * What an operation finds in its case (`tests/vectors/README.md`). An option that the runner does
 * not know fails the case.
 */
internal class Case(case: JsonObject, val groupKeys: JsonObject) {
    val input = case.getValue("input").jsonObject
    val options = Members(case["options"]?.jsonObject ?: JsonObject(emptyMap()))

    /** The options as written in the case; null if there are none. */
    val optionsGiven: JsonObject? = case["options"]?.jsonObject

    /** The options as JSON text, for what is below the types of this package. */
    val givenOptions = case["options"]?.toString() ?: "{}"

    fun text(name: String): String = input.getValue(name).jsonPrimitive.content

    fun bytes(name: String): ByteArray = decode(text(name))

    fun optionalBytes(name: String): ByteArray? = if (name in input) bytes(name) else null

    fun token(): String = input.getValue("token").let { if (it is JsonPrimitive) it.content else it.toString() }

    fun key(name: String): Key = readKey(input.getValue(name))

    fun optionalKey(name: String): Key? = if (name in input) key(name) else null

    fun keys(name: String): Keys = keys(input[name] ?: JsonObject(mapOf("jwks" to groupKeys)))

    fun optionalKeys(name: String): Keys? = input[name]?.let(::keys)

    /** The keys of what is signed or encrypted. */
    fun ownKeys(): Keys {
        check(("key" in input) != ("keys" in input)) { "exactly one of key and keys" }
        return if ("key" in input) key("key") else keys("keys")
    }

    /** Keys from an input of their own. */
    fun keysOf(how: JsonElement): Keys = keys(how)

    private fun keys(how: JsonElement): Keys = when {
        how is JsonArray -> KeySet(how.map(::readKey))
        how is JsonObject && "jwks" in how -> readKeySet(how)
        else -> readKey(how)
    }

    private fun readKey(how: JsonElement): Key {
        if (how is JsonPrimitive) return Key.fromJwk(groupKeys.getValue("keys").jsonArray[how.int].jsonObject)
        val members = Members(how.jsonObject)
        members.any("jwk")?.let { return Key.fromJwk(jsonText(it), jwkOptions(members)) }
        val alg = members.text("alg")?.let(Algorithm::of)
        val source = SOURCES.find { it in members }
        if (source == null) return Key.fromPassword(checkNotNull(members.text("password")), alg, keyOptions(members))
        val value = checkNotNull(members.any(source))
        val (text, algorithm, options) = Triple((value as? JsonPrimitive)?.content.orEmpty(), checkNotNull(alg), keyOptions(members))
        return when (source) {
            "pem" -> Key.fromPem(text, algorithm, options)
            "der" -> Key.fromDer(decode(text), algorithm, options)
            "certificate" -> Key.fromCertificate(certificateOf(value), algorithm, options)
            "secret_text" -> Key.fromSecret(text, algorithm, options)
            else -> Key.fromSecret(decode(text), algorithm, options)
        }
    }

}

/** A certificate that is PEM, or `{"der": …}`. */
internal fun certificateOf(how: JsonElement): ByteArray =
    if (how is JsonObject) decode(how.getValue("der").jsonPrimitive.content) else how.jsonPrimitive.content.toByteArray()

/** The sources of a key that is neither a JWK nor a password. */
private val SOURCES = listOf("pem", "der", "certificate", "secret", "secret_text")

internal fun readKeySet(how: JsonObject): KeySet = KeySet.fromJwks(jsonText(how.getValue("jwks")), jwksOptions(Members(JsonObject(how - "jwks"))))

/** A member that may be JSON or its text. */
private fun jsonText(value: JsonElement): String = if (value is JsonPrimitive) value.content else value.toString()

/** Members that are taken one by one, so that none is overlooked. */
internal class Members(json: JsonObject) {
    private val left = json.toMutableMap()

    operator fun contains(name: String) = name in left

    fun any(name: String): JsonElement? = left.remove(name)

    fun text(name: String): String? = any(name)?.takeUnless { it is JsonNull }?.jsonPrimitive?.content

    fun flag(name: String): Boolean? = any(name)?.jsonPrimitive?.boolean

    fun whole(name: String): Long? = any(name)?.jsonPrimitive?.long

    fun json(name: String): JsonObject? = any(name)?.jsonObject

    fun jsons(name: String): List<JsonObject>? = any(name)?.jsonArray?.map { it.jsonObject }

    fun texts(name: String): List<String>? = any(name)?.jsonArray?.map { it.jsonPrimitive.content }

    /**
     * A list of what tokens may use. A name that the type lacks cannot be written in Kotlin; in
     * options that are text, it is a wrong option.
     */
    fun <T> names(name: String, of: (String) -> T): List<T>? = try {
        texts(name)?.map(of)
    } catch (_: TokenException) {
        throw TokenException(ErrorCode.ERR_OPTION_INVALID, "no name of the list `$name`")
    }

    /** A point in time, in seconds since the epoch, exact to the nanosecond. */
    fun instant(name: String): Instant? = any(name)?.let { value ->
        val (whole, rest) = BigDecimal(value.jsonPrimitive.content).divideAndRemainder(BigDecimal.ONE)
        Instant.ofEpochSecond(whole.toLong(), rest.movePointRight(9).toLong())
    }

    fun textOrTexts(name: String, one: (String) -> Unit, many: (List<String>) -> Unit) {
        when (val value = any(name)) {
            null -> Unit
            is JsonArray -> many(value.map { it.jsonPrimitive.content })
            else -> one(value.jsonPrimitive.content)
        }
    }

    fun jsonOrJsons(name: String, one: (JsonObject) -> Unit, many: (List<JsonObject>) -> Unit) {
        when (val value = any(name)) {
            null -> Unit
            is JsonArray -> many(value.map { it.jsonObject })
            else -> one(value.jsonObject)
        }
    }

    fun length(name: String, duration: (Duration) -> Unit, text: (String) -> Unit) {
        val value = any(name) as JsonPrimitive? ?: return
        if (value.isString) text(value.content) else duration(seconds(value.content))
    }

    fun done() = check(left.isEmpty()) { "the runner does not know ${left.keys}" }
}

/** This many seconds, exact to the nanosecond. */
private fun seconds(number: String): Duration {
    val (whole, rest) = BigDecimal(number).divideAndRemainder(BigDecimal.ONE)
    return Duration.ofSeconds(whole.toLong(), rest.movePointRight(9).toLong())
}

internal fun decode(text: String): ByteArray = Base64.getUrlDecoder().decode(text)

internal fun encode(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
