// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options for following the status lists that tokens name. For `StatusLists`.
 *
 * @param allowedUris the addresses of the lists that may be fetched; required. One that ends in `/` stands for all that begin with it, any other for
 * itself alone.
 * @param allowHttp allow http: for tests, and for servers on the same machine. Lists are signed; yet anybody on the way sees which ones are used, and
 * can keep a new one back.
 * @param defaultAge how long a list is fresh that says neither `ttl` nor `exp`, if its server does not say so either; `10m` if not given.
 * @param minAge how long a list is fresh at least, whatever its `ttl` and its server say; only its `exp` is never exceeded; `10s` if not given.
 * @param maxAge when a list is fetched again at the latest, whatever it says; `1h` if not given. If that fails, it is used on, within its own `ttl`
 * and `exp`.
 * @param timeout how long a request may take in all, and a check waits for it; `5s` if not given.
 * @param maxLists the most lists that are kept; the one that was not used for the longest time gives way; 64 if not given.
 * @param maxListBytes the longest status list token to read, in bytes; 4096 KiB if not given.
 * @param maxInflatedBytes the most bytes that the statuses of a list may inflate to; 16384 KiB if not given.
 */
public class StatusListsOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        allowedUris: Collection<String>? = null,
        allowHttp: Boolean = false,
        defaultAge: Duration? = null,
        minAge: Duration? = null,
        maxAge: Duration? = null,
        timeout: Duration? = null,
        maxLists: Long? = null,
        maxListBytes: Long? = null,
        maxInflatedBytes: Long? = null,
    ) : this(
        OptionsWriter()
            .texts("allowed_uris", allowedUris)
            .flag("allow_http", allowHttp.takeIf { it })
            .length("default_age", defaultAge)
            .length("min_age", minAge)
            .length("max_age", maxAge)
            .length("timeout", timeout)
            .number("max_lists", maxLists)
            .number("max_list_bytes", maxListBytes)
            .number("max_inflated_bytes", maxInflatedBytes)
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /**
         * The addresses of the lists that may be fetched; required. One that ends in `/` stands for all that begin with it, any other for itself
         * alone.
         */
        public fun allowedUris(vararg allowedUris: String): Builder = apply { writer.texts("allowed_uris", allowedUris.asList()) }

        /**
         * Allow http: for tests, and for servers on the same machine. Lists are signed; yet anybody on the way sees which ones are used, and can keep
         * a new one back.
         */
        @JvmOverloads
        public fun allowHttp(allowHttp: Boolean = true): Builder = apply { writer.flag("allow_http", allowHttp) }

        /** How long a list is fresh that says neither `ttl` nor `exp`, if its server does not say so either; `10m` if not given. */
        public fun defaultAge(defaultAge: JavaDuration): Builder = apply { writer.length("default_age", defaultAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun defaultAge(defaultAge: String): Builder = apply { writer.text("default_age", defaultAge) }

        /** How long a list is fresh at least, whatever its `ttl` and its server say; only its `exp` is never exceeded; `10s` if not given. */
        public fun minAge(minAge: JavaDuration): Builder = apply { writer.length("min_age", minAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun minAge(minAge: String): Builder = apply { writer.text("min_age", minAge) }

        /**
         * When a list is fetched again at the latest, whatever it says; `1h` if not given. If that fails, it is used on, within its own `ttl` and
         * `exp`.
         */
        public fun maxAge(maxAge: JavaDuration): Builder = apply { writer.length("max_age", maxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxAge(maxAge: String): Builder = apply { writer.text("max_age", maxAge) }

        /** How long a request may take in all, and a check waits for it; `5s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** The most lists that are kept; the one that was not used for the longest time gives way; 64 if not given. */
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
