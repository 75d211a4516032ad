package dev.tokenseal

import kotlinx.serialization.InternalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.descriptors.PolymorphicKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.buildSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonDecoder
import kotlinx.serialization.json.JsonNull

/**
 * A claim that is one value or a list of them, as `aud` is (RFC 7519, section 4.1.3): always a list
 * here, and written as a single value if there is only one.
 *
 * ```kotlin
 * @Serializable
 * data class Access(val aud: OneOrMany<String>)
 *
 * val key = Key.generate(SignatureAlgorithm.HS256)
 * val claims = Access(OneOrMany("https://api.example"))
 * val token = sign(claims, key, TokenOptions(expiresIn = 5.minutes))
 * val access = verify(token, key, VerifyOptions(audience = "https://api.example")).claims<Access>()
 * check(access.aud == listOf("https://api.example"))
 * ```
 */
@Serializable(OneOrManySerializer::class)
public class OneOrMany<out T>(private val values: List<T>) : AbstractList<T>() {
    /** The values, one after the other. */
    public constructor(vararg values: T) : this(values.asList())

    override val size: Int get() = values.size

    override fun get(index: Int): T = values[index]
}

/** Reads one value or a list of them, and writes a single value if there is only one. */
internal class OneOrManySerializer<T>(private val element: KSerializer<T>) :
    KSerializer<OneOrMany<T>> {
    private val list = ListSerializer(element)

    @OptIn(InternalSerializationApi::class)
    override val descriptor: SerialDescriptor =
        buildSerialDescriptor("dev.tokenseal.OneOrMany", PolymorphicKind.SEALED) {
            element("values", element.descriptor)
        }

    override fun serialize(encoder: Encoder, value: OneOrMany<T>): Unit =
        if (value.size == 1) {
            encoder.encodeSerializableValue(element, value[0])
        } else {
            encoder.encodeSerializableValue(list, value)
        }

    override fun deserialize(decoder: Decoder): OneOrMany<T> {
        if (decoder !is JsonDecoder) return OneOrMany(decoder.decodeSerializableValue(list))
        return when (val json = decoder.decodeJsonElement()) {
            is JsonNull -> throw SerializationException("one value or a list of them is null")
            is JsonArray -> OneOrMany(decoder.json.decodeFromJsonElement(list, json))
            else -> OneOrMany(listOf(decoder.json.decodeFromJsonElement(element, json)))
        }
    }
}
