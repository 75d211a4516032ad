package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.math.BigDecimal
import java.time.Instant
import java.util.Base64

/** What an operation finds in its case (`tests/vectors/README.md`). An option that the runner does not know fails the case. */
internal class Case(case: JsonObject, private val groupKeys: JsonObject) {
    val input = case.getValue("input").jsonObject
    val options = Members(case["options"]?.jsonObject ?: JsonObject(emptyMap()))

    fun text(name: String): String = input.getValue(name).jsonPrimitive.content

    fun bytes(name: String): ByteArray = decode(text(name))

    fun optionalBytes(name: String): ByteArray? = if (name in input) bytes(name) else null

    fun token(): String = input.getValue("token").let { if (it is JsonPrimitive) it.content else it.toString() }

    fun key(name: String): Key = makeKey(input.getValue(name))

    fun optionalKey(name: String): Key? = if (name in input) key(name) else null

    fun keys(name: String): Keys = keys(input[name] ?: JsonObject(mapOf("jwks" to groupKeys)))

    fun optionalKeys(name: String): Keys? = input[name]?.let(::keys)

    fun makingKeys(): Keys {
        check(("key" in input) != ("keys" in input)) { "exactly one of key and keys" }
        return if ("key" in input) key("key") else keys("keys")
    }

    private fun keys(how: JsonElement): Keys = when {
        how is JsonArray -> KeySet(how.map(::makeKey))
        how is JsonObject && "jwks" in how -> makeSet(how)
        else -> makeKey(how)
    }

    private fun makeKey(how: JsonElement): Key {
        if (how is JsonPrimitive) return Key.fromJwk(groupKeys.getValue("keys").jsonArray[how.int].jsonObject)
        val members = Members(how.jsonObject)
        val alg = members.text("alg")
        val enc = members.text("enc")?.let(ContentEncryption::of)
        val (keyId, password) = listOf("key_id", "password").map(members::text)
        val algorithm by lazy { Algorithm.of(checkNotNull(alg)) }
        val key = members.any("jwk")?.let { Key.fromJwk(jsonText(it), alg?.let(Algorithm::of), enc) }
            ?: members.text("pem")?.let { Key.fromPem(it, algorithm, password, keyId) }
            ?: members.text("der")?.let { Key.fromDer(decode(it), algorithm, password, keyId) }
            ?: members.any("certificate")?.let { Key.fromCertificate(certificate(it), algorithm, keyId) }
            ?: members.text("secret")?.let { Key.fromSecret(decode(it), algorithm, enc, keyId) }
            ?: Key.fromPassword(checkNotNull(password), alg?.let(Algorithm::of), keyId)
        members.done()
        return key
    }

    private fun certificate(how: JsonElement): ByteArray =
        if (how is JsonObject) decode(how.getValue("der").jsonPrimitive.content) else how.jsonPrimitive.content.toByteArray()
}

internal fun makeSet(how: JsonObject): KeySet = KeySet.fromJwks(jsonText(how.getValue("jwks")), how["strict"]?.jsonPrimitive?.boolean ?: false)

/** A member that may be JSON or its text. */
private fun jsonText(value: JsonElement): String = if (value is JsonPrimitive) value.content else value.toString()

/** Members that are taken one by one, so that none is overlooked. */
internal class Members(json: JsonObject) {
    private val left = json.toMutableMap()

    fun any(name: String): JsonElement? = left.remove(name)

    fun text(name: String): String? = any(name)?.takeUnless { it is JsonNull }?.jsonPrimitive?.content

    fun flag(name: String): Boolean? = any(name)?.jsonPrimitive?.boolean

    fun whole(name: String): Long? = any(name)?.jsonPrimitive?.long

    fun json(name: String): JsonObject? = any(name)?.jsonObject

    fun texts(name: String): List<String>? = any(name)?.jsonArray?.map { it.jsonPrimitive.content }

    /** A point in time, seconds since the epoch, exactly as far as nanoseconds go. */
    fun instant(name: String): Instant? = any(name)?.let { value ->
        val (whole, rest) = BigDecimal(value.jsonPrimitive.content).divideAndRemainder(BigDecimal.ONE)
        Instant.ofEpochSecond(whole.toLong(), rest.movePointRight(9).toLong())
    }

    fun done() = check(left.isEmpty()) { "the runner does not know ${left.keys}" }
}

internal fun decode(text: String): ByteArray = Base64.getUrlDecoder().decode(text)

internal fun encode(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
