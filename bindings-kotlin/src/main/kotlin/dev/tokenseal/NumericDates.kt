package dev.tokenseal

import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.JsonDecoder
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.modules.SerializersModule
import kotlinx.serialization.modules.contextual
import java.math.BigDecimal
import java.math.RoundingMode
import java.time.DateTimeException
import java.time.Instant
import java.util.Date
import java.util.UUID
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinInstant
import kotlin.time.Instant as KotlinInstant

/**
 * Writes and reads a `java.time.Instant` as JSON Web Tokens do: as seconds since 1970 (NumericDate;
 * RFC 7519, section 2). A fraction of a second is read, and not written.
 *
 * `@Contextual` does the same in classes that are claims, for this type, for Kotlin's `Instant`,
 * `Date` and `UUID`.
 *
 * ```kotlin
 * import java.time.Instant
 *
 * @Serializable
 * data class Login(
 *     val sub: String,
 *     @Serializable(InstantAsNumericDate::class) val auth_time: Instant,
 * )
 *
 * val key = Key.generate(SignatureAlgorithm.HS256)
 * val login = Login("alice", Instant.ofEpochSecond(1_800_000_000))
 * val token = verify(sign(login, key, TokenOptions(expiresIn = 5.minutes)), key)
 * check(token["auth_time"].toString() == "1800000000")
 * check(token.claims<Login>() == login)
 * ```
 */
public object InstantAsNumericDate :
    KSerializer<Instant> by NumericDate("java.time.Instant", { it }, { it })

/**
 * Writes and reads Kotlin's `Instant` as JSON Web Tokens do: as seconds since 1970.
 * kotlinx.serialization's own serializer writes text, which no reader of a token takes for a date:
 * a class whose `Instant` has neither this nor `@Contextual` is refused as claims.
 */
public object KotlinInstantAsNumericDate :
    KSerializer<KotlinInstant> by NumericDate(
        "dev.tokenseal.KotlinInstant",
        KotlinInstant::toJavaInstant,
        Instant::toKotlinInstant,
    )

/** Writes and reads a `java.util.Date` as JSON Web Tokens do: as seconds since 1970. */
public object DateAsNumericDate :
    KSerializer<Date> by NumericDate(
        "java.util.Date",
        { Instant.ofEpochMilli(it.time) },
        { Date(it.toEpochMilli()) },
    )

/** Writes and reads a `java.util.UUID` as text, such as a `jti`. */
public object UuidAsText : KSerializer<UUID> {
    override val descriptor: SerialDescriptor =
        PrimitiveSerialDescriptor("dev.tokenseal.UUID", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: UUID): Unit =
        encoder.encodeString(value.toString())

    override fun deserialize(decoder: Decoder): UUID = try {
        UUID.fromString(decoder.decodeString())
    } catch (_: IllegalArgumentException) {
        // Without the value, which comes from a claim.
        throw SerializationException("a text is no UUID")
    }
}

/** A point in time that is converted by way of an `Instant`. */
private class NumericDate<T>(
    name: String,
    private val instant: (T) -> Instant,
    private val of: (Instant) -> T,
) : KSerializer<T> {
    override val descriptor: SerialDescriptor =
        PrimitiveSerialDescriptor("$name as NumericDate", PrimitiveKind.LONG)

    override fun serialize(encoder: Encoder, value: T): Unit =
        encoder.encodeLong(instant(value).epochSecond)

    override fun deserialize(decoder: Decoder): T {
        val json = (decoder as? JsonDecoder)?.decodeJsonElement()
            ?: JsonPrimitive(decoder.decodeLong())
        val found = (json as? JsonPrimitive)?.instant()
            ?: throw SerializationException("a claim is no NumericDate")
        return try {
            of(found)
        } catch (_: IllegalArgumentException) {
            throw SerializationException("a NumericDate is too far away")
        }
    }
}

/** What `@Contextual` stands for in claims. */
internal val CLAIM_TYPES: SerializersModule = SerializersModule {
    contextual(InstantAsNumericDate)
    contextual(KotlinInstantAsNumericDate)
    contextual(DateAsNumericDate)
    contextual(UuidAsText)
}

/**
 * A NumericDate; null for what is not a number. A time beyond the range of `Instant` becomes the
 * nearest that it can hold.
 */
internal fun JsonPrimitive.instant(): Instant? {
    val seconds = (if (isString) null else content.toBigDecimalOrNull()) ?: return null
    // Before any arithmetic: a number of ten characters can have a billion digits.
    val magnitude = seconds.precision().toLong() - seconds.scale()
    if (seconds.signum() == 0 || magnitude < SMALLEST) return Instant.EPOCH
    if (magnitude > LARGEST) return furthest(seconds)
    val exact = seconds.setScale(NANOS, RoundingMode.FLOOR)
    val whole = exact.setScale(0, RoundingMode.FLOOR)
    return try {
        val rest = exact.subtract(whole).movePointRight(NANOS)
        Instant.ofEpochSecond(whole.longValueExact(), rest.longValueExact())
    } catch (_: DateTimeException) {
        furthest(seconds)
    }
}

private fun furthest(seconds: BigDecimal): Instant =
    if (seconds.signum() < 0) Instant.MIN else Instant.MAX

private const val NANOS = 9
private const val SMALLEST = -9L
private const val LARGEST = 18L
