package dev.tokenseal

import java.time.Instant
import kotlin.math.floor
import dev.tokenseal.ffi.Advanced as NativeAdvanced
import dev.tokenseal.ffi.RingChange as NativeRingChange
import dev.tokenseal.ffi.RingKey as NativeRingKey

/** The state of a key of a [KeyRing]. */
public enum class KeyState(
    /** Its name in every language. */
    public val identifier: String,
) {
    /**
     * Published, so that everyone knows it before it signs. An encryption key is not yet published
     * in this state, but already decrypts tokens.
     */
    UPCOMING("upcoming"),

    /** It signs, or is encrypted to. */
    ACTIVE("active"),

    /** It no longer signs, but tokens that it signed may still be valid. */
    VERIFY_ONLY("verify-only"),

    /** It is no longer published, but tokens that were encrypted to it may still be valid. */
    DECRYPT_ONLY("decrypt-only"),

    /** Nothing that was made with it can still be valid. */
    RETIRED("retired"),

    /** Tokens that were made with it are refused. */
    REVOKED("revoked"),
    ;

    internal companion object {
        fun of(name: String): KeyState = entries.first { it.identifier == name }
    }
}

/** A key of a [KeyRing], and its times. It holds no key material. */
public class RingKey internal constructor(native: NativeRingKey) {
    /** Its `kid`. */
    public val keyId: String = native.keyId

    /** The algorithm that it is for. */
    public val algorithm: Algorithm = Algorithm.of(native.algorithm)

    /** Its state. */
    public val state: KeyState = KeyState.of(native.state)

    /** Whether its private half is elsewhere. */
    @get:JvmName("isExternal")
    public val isExternal: Boolean = native.isExternal

    /** When it was published; for an encryption key, when it was added. */
    public val published: Instant = instantOf(native.published)

    /** When its turn begins, if that is decided. */
    public val activeFrom: Instant? = native.activeFrom?.let(::instantOf)

    /** When its turn ends, if that is decided. */
    public val activeUntil: Instant? = native.activeUntil?.let(::instantOf)

    /** From when nothing made with it can still be valid, if that is decided. */
    public val retires: Instant? = native.retires?.let(::instantOf)

    /** When it was revoked, if it was. */
    public val revoked: Instant? = native.revoked?.let(::instantOf)

    override fun toString(): String = printed("RingKey", "keyId" to shown(keyId), "algorithm" to algorithm.identifier, "state" to state)
}

/** A change of a key of a [KeyRing]. */
public class RingChange internal constructor(native: NativeRingChange) {
    /** Which key. */
    public val keyId: String = native.keyId

    /** The algorithm that it is for. */
    public val algorithm: Algorithm = Algorithm.of(native.algorithm)

    /** Its state before; null if it is new. */
    public val was: KeyState? = native.was?.let(KeyState::of)

    /** Its state now; null if the ring has forgotten it. */
    public val state: KeyState? = native.state?.let(KeyState::of)

    override fun toString(): String =
        printed("RingChange", "keyId" to shown(keyId), "algorithm" to algorithm.identifier, "was" to was, "state" to state)
}

/** The result of advancing a [KeyRing]. */
public class Advanced internal constructor(native: NativeAdvanced) {
    /** The changes of keys since it was last advanced. */
    public val changes: List<RingChange> = native.changes.map(::RingChange)

    /** When something will be due again; null if nothing will be until a key is added. */
    public val next: Instant? = native.next?.let(::instantOf)

    /**
     * The algorithms whose private keys are elsewhere and that need another key: without one, the
     * next turn is not planned.
     */
    public val needsKey: List<Algorithm> = native.needsKey.map(Algorithm::of)

    override fun toString(): String = "Advanced(changes=$changes, next=$next, needsKey=$needsKey)"
}

/**
 * A point in time that the core counts in seconds since the epoch. A time beyond the range of
 * `Instant` becomes the last one.
 */
internal fun instantOf(seconds: Double): Instant {
    val whole = floor(seconds)
    val nanos = ((seconds - whole) * 1e9).toLong().coerceIn(0, 999_999_999)
    return Instant.ofEpochSecond(whole.toLong().coerceIn(Instant.MIN.epochSecond, Instant.MAX.epochSecond), nanos)
}
