package dev.tokenseal

import java.time.Instant
import kotlin.math.floor
import dev.tokenseal.ffi.Advanced as NativeAdvanced
import dev.tokenseal.ffi.RingChange as NativeRingChange
import dev.tokenseal.ffi.RingKey as NativeRingKey

/** How a key of a [KeyRing] stands. */
public enum class KeyState(
    /** The name that every language uses. */
    public val identifier: String,
) {
    /** Published, so that everybody knows it before it signs. A key to encrypt to is not published yet, and opens tokens already. */
    UPCOMING("upcoming"),

    /** It signs, or is encrypted to. */
    ACTIVE("active"),

    /** It signs no more, and tokens that it signed may still be valid. */
    VERIFY_ONLY("verify-only"),

    /** It is published no more, and tokens that were encrypted to it may still be valid. */
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

    /** What it is for. */
    public val algorithm: Algorithm = Algorithm.of(native.algorithm)

    /** How it stands. */
    public val state: KeyState = KeyState.of(native.state)

    /** Whether its private half is elsewhere. */
    @get:JvmName("isExternal")
    public val isExternal: Boolean = native.isExternal

    /** Since when it is published; since when it is held, if it is encrypted to. */
    public val published: Instant = instantOf(native.published)

    /** When its turn begins, if that is decided. */
    public val activeFrom: Instant? = native.activeFrom?.let(::instantOf)

    /** When its turn ends, if that is decided. */
    public val activeUntil: Instant? = native.activeUntil?.let(::instantOf)

    /** When nothing that was made with it can still be valid, if that is decided. */
    public val retires: Instant? = native.retires?.let(::instantOf)

    /** When it was revoked, if it was. */
    public val revoked: Instant? = native.revoked?.let(::instantOf)

    override fun toString(): String = "RingKey(keyId=$keyId, algorithm=$algorithm, state=$state)"
}

/** What became of a key of a [KeyRing]. */
public class RingChange internal constructor(native: NativeRingChange) {
    /** Which key. */
    public val keyId: String = native.keyId

    /** What it is for. */
    public val algorithm: Algorithm = Algorithm.of(native.algorithm)

    /** How it stood before; null: it is new. */
    public val was: KeyState? = native.was?.let(KeyState::of)

    /** How it stands; null: nothing is known of it any more. */
    public val state: KeyState? = native.state?.let(KeyState::of)

    override fun toString(): String = "RingChange(keyId=$keyId, algorithm=$algorithm, was=$was, state=$state)"
}

/** What came of advancing a [KeyRing]. */
public class Advanced internal constructor(native: NativeAdvanced) {
    /** What became of keys since it was advanced last. */
    public val changes: List<RingChange> = native.changes.map(::RingChange)

    /** When there will be something to do again; null: not before somebody gives a key. */
    public val next: Instant? = native.next?.let(::instantOf)

    /** The algorithms whose private keys are elsewhere, and which need another key: without it, the next turn is not planned. */
    public val needsKey: List<Algorithm> = native.needsKey.map(Algorithm::of)

    override fun toString(): String = "Advanced(changes=$changes, next=$next, needsKey=$needsKey)"
}

/** A point in time that the core counts in seconds since the epoch. What lies beyond all instants is the last one. */
internal fun instantOf(seconds: Double): Instant {
    val whole = floor(seconds)
    val nanos = ((seconds - whole) * 1e9).toLong().coerceIn(0, 999_999_999)
    return Instant.ofEpochSecond(whole.toLong().coerceIn(Instant.MIN.epochSecond, Instant.MAX.epochSecond), nanos)
}
