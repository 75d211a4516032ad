package dev.tokenseal

import kotlinx.serialization.KSerializer
import kotlinx.serialization.serializer
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.typeOf

// Whether a class can be claims at all is determined before anything is checked: a class that
// cannot is a mistake in the program, and would otherwise look like a bad token, a 401 for
// everyone.

/** The serializer for claims of this type. */
@PublishedApi
internal inline fun <reified T> serializerOf(): KSerializer<T> =
    found({ typeOf<T>() }) { serializer<T>() }

@PublishedApi
internal fun <T> found(type: () -> KType, find: () -> KSerializer<T>): KSerializer<T> = try {
    find()
} catch (error: IllegalArgumentException) {
    throw noSerializer(type(), error)
} catch (error: LinkageError) {
    // A companion that could not be initialised, or a runtime that is older than the plugin.
    throw noSerializer(type(), error)
}

private fun noSerializer(type: KType, cause: Throwable) = TokenException(
    ErrorCode.ERR_OPTION_INVALID,
    "${nameOf(type)} cannot be read or written as claims, since it has no serializer: mark it, " +
        "and every class in it, @Serializable, and apply the compiler plugin " +
        "kotlin(\"plugin.serialization\") in the build of its module",
    cause = cause,
)

private fun nameOf(type: KType): String =
    (type.classifier as? KClass<*>)?.java?.name ?: type.toString()

/**
 * What a class threw while it was created from claims. To refuse claims, a class throws a
 * SerializationException.
 */
internal fun refusedByClass(name: String, cause: Exception) = TokenException(
    ErrorCode.ERR_OPTION_INVALID,
    "${name.removeSuffix("?")} threw a ${cause.javaClass.name} while it was made of the claims " +
        "of a token that was accepted: see the cause; a class that is to refuse claims throws a " +
        "kotlinx.serialization.SerializationException",
    cause = cause,
)
