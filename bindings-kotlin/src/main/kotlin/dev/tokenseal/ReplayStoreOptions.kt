// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a cache of used DPoP proofs in Redis or Valkey. For `ReplayCache.redis`. */
public class ReplayStoreOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("ReplayStoreOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The prefix of all keys in the store; required. */
        public fun namespace(namespace: String): Builder = apply { writer.text("namespace", namespace) }

        /** How long a command may take, and how long a check waits; `2s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** The options. */
        public fun build(): ReplayStoreOptions = ReplayStoreOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a cache of used DPoP proofs in Redis or Valkey. For `ReplayCache.redis`.
 *
 * @param namespace the prefix of all keys in the store; required.
 * @param timeout how long a command may take, and how long a check waits; `2s` if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun ReplayStoreOptions(
    namespace: String? = null,
    timeout: Duration? = null,
): ReplayStoreOptions {
    val builder = ReplayStoreOptions.Builder()
    builder.writer
        .text("namespace", namespace)
        .length("timeout", timeout)
    return builder.build()
}
