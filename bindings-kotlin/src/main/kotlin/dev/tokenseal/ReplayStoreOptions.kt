// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options of a cache of used DPoP proofs in Redis or Valkey. For `ReplayCache.redis`.
 *
 * @param namespace what all keys in the store begin with; required.
 * @param timeout how long a command may take, and a check waits; `2s` if not given.
 */
public class ReplayStoreOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        namespace: String? = null,
        timeout: Duration? = null,
    ) : this(
        OptionsWriter()
            .text("namespace", namespace)
            .length("timeout", timeout)
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /** What all keys in the store begin with; required. */
        public fun namespace(namespace: String): Builder = apply { writer.text("namespace", namespace) }

        /** How long a command may take, and a check waits; `2s` if not given. */
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
