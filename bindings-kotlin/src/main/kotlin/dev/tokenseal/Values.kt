package dev.tokenseal

import dev.tokenseal.ffi.Length
import dev.tokenseal.ffi.OneOrMany
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import java.time.Duration as JavaDuration

// Kotlin's values as the core's: nothing is rounded, and nothing that the core would refuse becomes something else on the way.

/** One text, several, or both together; null if neither was given. */
internal fun oneOrMany(one: String?, many: Collection<String>?): OneOrMany? = when {
    many != null -> OneOrMany.Many(listOfNotNull(one) + many)
    one != null -> OneOrMany.One(one)
    else -> null
}

/** A length that is not whole seconds crosses as text, which the core refuses. */
internal fun Duration.lowered(): Length = if (isFinite() && inWholeSeconds.seconds == this) Length.Seconds(inWholeSeconds) else Length.Text(toString())

internal fun JavaDuration.lowered(): Length = if (nano == 0) Length.Seconds(seconds) else Length.Text(toString())

internal fun Instant.lowered(): Double = epochSecond + nano / 1e9

/** A limit below zero is refused like zero. */
internal fun Long.lowered(): ULong = coerceAtLeast(0).toULong()

/** The text of claims, which no half of a surrogate pair may become something else in. */
internal fun unicode(claims: String): String {
    if (!Charsets.UTF_8.newEncoder().canEncode(claims)) throw TokenException(ErrorCode.ERR_JWT_INVALID, "the claims hold half of a surrogate pair")
    return claims
}

/** Claims or a header, which the core has checked. */
internal fun json(text: String): JsonObject = Json.parseToJsonElement(text).jsonObject
