// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for following the status lists that tokens name. For `StatusLists`. */
public class StatusListsOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("StatusListsOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * The URIs of the lists that may be fetched; required. One that ends in `/` allows all URIs that begin with it, any other allows only itself.
         */
        public fun allowedUris(vararg allowedUris: String): Builder = apply { writer.texts("allowed_uris", allowedUris.asList()) }

        /**
         * Allow http: for tests, and for servers on the same machine. Lists are signed, but anyone on the network path can see which ones are used,
         * and can hold back a new one.
         */
        @JvmOverloads
        public fun allowHttp(allowHttp: Boolean = true): Builder = apply { writer.flag("allow_http", allowHttp) }

        /** How long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says so; `10m` if not given. */
        public fun defaultAge(defaultAge: JavaDuration): Builder = apply { writer.length("default_age", defaultAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun defaultAge(defaultAge: String): Builder = apply { writer.text("default_age", defaultAge) }

        /** The shortest time that a list stays fresh, whatever its `ttl` and its server say; only its `exp` is never exceeded; `10s` if not given. */
        public fun minAge(minAge: JavaDuration): Builder = apply { writer.length("min_age", minAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun minAge(minAge: String): Builder = apply { writer.text("min_age", minAge) }

        /**
         * The longest time before a list is fetched again, whatever it says; `1h` if not given. If that fails, the list stays in use within its own
         * `ttl` and `exp`.
         */
        public fun maxAge(maxAge: JavaDuration): Builder = apply { writer.length("max_age", maxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxAge(maxAge: String): Builder = apply { writer.text("max_age", maxAge) }

        /** How long a request may take in total, and how long a check waits for it; `5s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** The most lists to keep; the least recently used one is dropped first; 64 if not given. */
        public fun maxLists(maxLists: Long): Builder = apply { writer.number("max_lists", maxLists) }

        /** The longest status list token to read, in bytes; 4096 KiB if not given. */
        public fun maxListBytes(maxListBytes: Long): Builder = apply { writer.number("max_list_bytes", maxListBytes) }

        /** The most bytes that the statuses of a list may inflate to; 16384 KiB if not given. */
        public fun maxInflatedBytes(maxInflatedBytes: Long): Builder = apply { writer.number("max_inflated_bytes", maxInflatedBytes) }

        /** The options. */
        public fun build(): StatusListsOptions = StatusListsOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for following the status lists that tokens name. For `StatusLists`.
 *
 * @param allowedUris the URIs of the lists that may be fetched; required. One that ends in `/` allows all URIs that begin with it, any other allows
 * only itself.
 * @param allowHttp allow http: for tests, and for servers on the same machine. Lists are signed, but anyone on the network path can see which ones
 * are used, and can hold back a new one.
 * @param defaultAge how long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says so; `10m` if not given.
 * @param minAge the shortest time that a list stays fresh, whatever its `ttl` and its server say; only its `exp` is never exceeded; `10s` if not
 * given.
 * @param maxAge the longest time before a list is fetched again, whatever it says; `1h` if not given. If that fails, the list stays in use within its
 * own `ttl` and `exp`.
 * @param timeout how long a request may take in total, and how long a check waits for it; `5s` if not given.
 * @param maxLists the most lists to keep; the least recently used one is dropped first; 64 if not given.
 * @param maxListBytes the longest status list token to read, in bytes; 4096 KiB if not given.
 * @param maxInflatedBytes the most bytes that the statuses of a list may inflate to; 16384 KiB if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun StatusListsOptions(
    allowedUris: Collection<String>? = null,
    allowHttp: Boolean = false,
    defaultAge: Duration? = null,
    minAge: Duration? = null,
    maxAge: Duration? = null,
    timeout: Duration? = null,
    maxLists: Long? = null,
    maxListBytes: Long? = null,
    maxInflatedBytes: Long? = null,
): StatusListsOptions {
    val builder = StatusListsOptions.Builder()
    builder.writer
        .texts("allowed_uris", allowedUris)
        .flag("allow_http", allowHttp.takeIf { it })
        .length("default_age", defaultAge)
        .length("min_age", minAge)
        .length("max_age", maxAge)
        .length("timeout", timeout)
        .number("max_lists", maxLists)
        .number("max_list_bytes", maxListBytes)
        .number("max_inflated_bytes", maxInflatedBytes)
    return builder.build()
}
