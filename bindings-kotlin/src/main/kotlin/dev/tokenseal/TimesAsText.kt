package dev.tokenseal

import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.elementDescriptors
import kotlinx.serialization.descriptors.elementNames
import kotlinx.serialization.json.JsonPrimitive
import java.lang.ref.WeakReference
import java.util.concurrent.atomic.AtomicReferenceArray

// kotlinx.serialization writes Kotlin's `Instant` as text, such as 2026-01-01T00:00:00Z. No reader
// of a token takes that for a date, and the mistake shows only when another program reads the
// claim.

/** The names of the default serializers: those of the types themselves. */
private val AS_TEXT = setOf("kotlin.time.Instant", "kotlinx.datetime.Instant")

/**
 * Classes in which no time becomes text, so that each is looked through once and not for each token.
 * Each has one place, by its identity, until another needs it: the table does not grow, takes no
 * lock, and keeps no class loaded.
 */
private val GOOD = AtomicReferenceArray<WeakReference<SerialDescriptor>>(64)

/** Refuses to write a class in which a point in time would become text. */
internal fun refuseTimesAsText(descriptor: SerialDescriptor) {
    val place = System.identityHashCode(descriptor) and GOOD.length() - 1
    if (GOOD.get(place)?.get() === descriptor) return
    timeAsText(descriptor, HashSet())?.let { (owner, name) -> throw timeAsText(owner, name) }
    GOOD.set(place, WeakReference(descriptor))
}

/** Refuses to blame a token whose [claim] is a NumericDate, where the class wants text for it. */
internal fun refuseTimeAsText(descriptor: SerialDescriptor, claim: String?, text: String) {
    if (claim == null || descriptor.elementNames.none { it == claim }) return
    val kind = descriptor.getElementDescriptor(descriptor.getElementIndex(claim))
    val found = json(text)[claim] as? JsonPrimitive
    if (kind.isTimeAsText && found?.instant() != null) {
        throw timeAsText(descriptor.serialName, claim)
    }
}

private val SerialDescriptor.isTimeAsText: Boolean get() = serialName.removeSuffix("?") in AS_TEXT

/** The first class, and its member, that would write a point in time as text. */
private fun timeAsText(
    descriptor: SerialDescriptor,
    seen: MutableSet<String>,
): Pair<String, String>? {
    // A generic class is a different one for each of its arguments.
    if (descriptor.elementsCount == 0 || !seen.add(descriptor.toString())) return null
    descriptor.elementDescriptors.forEachIndexed { at, element ->
        if (element.isTimeAsText) return descriptor.serialName to descriptor.getElementName(at)
        timeAsText(element, seen)?.let { return it }
    }
    return null
}

private fun timeAsText(owner: String, name: String) = TokenException(
    ErrorCode.ERR_OPTION_INVALID,
    "$name of ${owner.removeSuffix("?")} is an Instant that kotlinx.serialization writes as " +
        "text, and a JSON Web Token has seconds there: annotate its type with @Contextual, or " +
        "@Serializable(KotlinInstantAsNumericDate::class)",
)
