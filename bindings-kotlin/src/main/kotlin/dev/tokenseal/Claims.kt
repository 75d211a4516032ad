package dev.tokenseal

import kotlinx.serialization.MissingFieldException
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.SerializationException
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
import kotlinx.serialization.json.jsonObject
import java.time.Instant
import java.util.Date
import java.util.UUID
import kotlin.time.Instant as KotlinInstant

// Claims, to JSON text and back.

/**
 * A null claim is left out, and a claim that a type does not know is not an error. Defaults are
 * written: the reader may have different ones.
 */
@PublishedApi
internal val CLAIMS: Json = Json {
    encodeDefaults = true
    explicitNulls = false
    ignoreUnknownKeys = true
    serializersModule = CLAIM_TYPES
}

/** The JSON text of claims that are an instance of a serializable class. */
@PublishedApi
internal fun <T> claimsText(claims: T, serializer: SerializationStrategy<T>): String {
    refuseTimesAsText(serializer.descriptor)
    return written { CLAIMS.encodeToString(serializer, claims) }
}

/** The JSON text of claims that are a map of values that JSON can express. */
internal fun claimsText(claims: Map<String, *>): String = written { if (claims is JsonObject) claims.toString() else element(claims).toString() }

/** The text of claims, in which no half of a surrogate pair may turn into something else. */
internal fun unicode(claims: String): String {
    if (!Charsets.UTF_8.newEncoder().canEncode(claims)) throw TokenException(ErrorCode.ERR_JWT_INVALID, "the claims hold half of a surrogate pair")
    return claims
}

/** Claims or a header, which the core has checked. */
internal fun json(text: String): JsonObject = Json.parseToJsonElement(text).jsonObject

private inline fun written(write: () -> String): String = try {
    write()
} catch (_: StackOverflowError) {
    throw TokenException(ErrorCode.ERR_JOSE_LIMIT_EXCEEDED, "the claims are nested too deeply, or hold themselves")
} catch (error: IllegalArgumentException) {
    // Among them kotlinx's own SerializationException. It may describe the caller's own object,
    // which must not reach the logs.
    throw TokenException(ErrorCode.ERR_JWT_INVALID, "the claims cannot be written as JSON", cause = if (error is SerializationException) null else error)
}

private fun element(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Double -> number(value, value.isFinite())
    is Float -> number(value, value.isFinite())
    is Number -> literal(value.toString())
    is Instant -> JsonPrimitive(value.epochSecond)
    is KotlinInstant -> JsonPrimitive(value.epochSeconds)
    is Date -> JsonPrimitive(Math.floorDiv(value.time, 1000L))
    is UUID -> JsonPrimitive(value.toString())
    is Enum<*> -> JsonPrimitive(value.name)
    is Map<*, *> -> JsonObject(value.entries.associate { (name, one) -> requireText(name) to element(one) })
    is Iterable<*> -> JsonArray(value.map(::element))
    is Array<*> -> JsonArray(value.map(::element))
    else -> throw IllegalArgumentException("${value.javaClass.name} is nothing that JSON can say")
}

private fun number(value: Number, finite: Boolean): JsonElement {
    require(finite) { "a number is not finite" }
    return JsonPrimitive(value)
}

/** A number as it writes itself, which need not be JSON: any class can be a Number. */
private fun literal(number: String): JsonElement {
    require(NUMBER.matches(number)) { "a number is none that JSON can say" }
    return JsonUnquotedLiteral(number)
}

private val NUMBER = Regex("""-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?""")

private fun requireText(name: Any?): String = requireNotNull(name as? String) { "the name of a member is no text" }

/**
 * Claims as an instance of a serializable class. What does not fit is a claim of the wrong type;
 * its value is never shown. What the class itself throws says nothing about the token: the program
 * must act, and gets the cause.
 */
internal fun <T> readClaims(text: String, deserializer: DeserializationStrategy<T>): T = try {
    CLAIMS.decodeFromString(deserializer, text)
} catch (error: MissingFieldException) {
    throw TokenException(ErrorCode.ERR_JWT_CLAIM_INVALID, "a claim that the type requires is missing", error.missingFields.firstOrNull())
} catch (error: SerializationException) {
    // Newer versions of kotlinx.serialization wrap what a class throws.
    (error.cause as? Exception)?.takeUnless { it.isOfKotlinx }?.let { throw refusedByClass(deserializer.descriptor.serialName, it) }
    val claim = PATH.find(error.message.orEmpty())?.groupValues?.get(1)
    refuseTimeAsText(deserializer.descriptor, claim, text)
    throw TokenException(ErrorCode.ERR_JWT_CLAIM_INVALID, "the claims do not fit the type that they are read as", claim)
} catch (error: Exception) {
    if (!error.isOfKotlinx) throw refusedByClass(deserializer.descriptor.serialName, error)
    throw TokenException(ErrorCode.ERR_JWT_CLAIM_INVALID, "the claims do not fit the type that they are read as")
}

/**
 * Whether kotlinx.serialization threw it: it reports some values that do not fit a type as a plain
 * IllegalArgumentException.
 */
private val Exception.isOfKotlinx: Boolean
    get() = this is SerializationException ||
        stackTrace.map { it.className }.firstOrNull { name -> PLATFORM.none(name::startsWith) }.orEmpty().startsWith("kotlinx.serialization.")

private val PLATFORM = listOf("java.", "jdk.", "kotlin.")

/** The place that kotlinx reports; only names of the class's own members can appear there. */
private val PATH = Regex("""at path:? \$\.?(?:\['?)?([A-Za-z_][A-Za-z0-9_]*)""")

internal fun JsonElement.plain(): Any? = when (this) {
    is JsonNull -> null
    is JsonObject -> mapValues { it.value.plain() }
    is JsonArray -> map { it.plain() }
    is JsonPrimitive -> if (isString) content else content.toBooleanStrictOrNull() ?: content.toLongOrNull() ?: exact(content)
}

private fun exact(number: String): Number = number.toBigIntegerOrNull() ?: number.toDouble()
