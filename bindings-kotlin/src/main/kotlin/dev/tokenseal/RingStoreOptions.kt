// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a key ring in Redis or Valkey. For `KeyRing.redis`. */
public class RingStoreOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("RingStoreOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The name of the ring in the store; required. Its key begins with this name: one ring, one name. */
        public fun namespace(namespace: String): Builder = apply { writer.text("namespace", namespace) }

        /** How old the ring may be when a call uses it while the store is reachable: an older one is read again first; `1s` if not given. */
        public fun maxStaleness(maxStaleness: JavaDuration): Builder = apply { writer.length("max_staleness", maxStaleness) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxStaleness(maxStaleness: String): Builder = apply { writer.text("max_staleness", maxStaleness) }

        /** How long a command may take, and how long a call waits; `2s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** The options. */
        public fun build(): RingStoreOptions = RingStoreOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a key ring in Redis or Valkey. For `KeyRing.redis`.
 *
 * @param namespace the name of the ring in the store; required. Its key begins with this name: one ring, one name.
 * @param maxStaleness how old the ring may be when a call uses it while the store is reachable: an older one is read again first; `1s` if not given.
 * @param timeout how long a command may take, and how long a call waits; `2s` if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun RingStoreOptions(
    namespace: String? = null,
    maxStaleness: Duration? = null,
    timeout: Duration? = null,
): RingStoreOptions {
    val builder = RingStoreOptions.Builder()
    builder.writer
        .text("namespace", namespace)
        .length("max_staleness", maxStaleness)
        .length("timeout", timeout)
    return builder.build()
}
