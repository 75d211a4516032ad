// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a list of revocations in Redis or Valkey. For `Revocations.redis`. */
public class StoreOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("StoreOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The name of the list in the store; required. All keys begin with this name: one list, one name. */
        public fun namespace(namespace: String): Builder = apply { writer.text("namespace", namespace) }

        /** Create the list if it does not exist. Leave it out in services, so that a lost list is noticed. */
        @JvmOverloads
        public fun create(create: Boolean = true): Builder = apply { writer.flag("create", create) }

        /**
         * With `create`: the longest lifetime of a token. A revocation is forgotten once no token it covers can still be valid. If the list already
         * exists with a shorter lifetime, it is raised to this one; it is never lowered. If a list is created without this option, the tokens of a
         * subject, an issuer and a session are revoked forever.
         */
        public fun longestLifetime(longestLifetime: JavaDuration): Builder = apply { writer.length("longest_lifetime", longestLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun longestLifetime(longestLifetime: String): Builder = apply { writer.text("longest_lifetime", longestLifetime) }

        /** How old the list may be when a check uses it; `1s` if not given. */
        public fun maxStaleness(maxStaleness: JavaDuration): Builder = apply { writer.length("max_staleness", maxStaleness) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxStaleness(maxStaleness: String): Builder = apply { writer.text("max_staleness", maxStaleness) }

        /** What happens to a token if the list is older than that and cannot be refreshed in time; `refuse` if not given. */
        public fun whenUnavailable(whenUnavailable: WhenUnavailable): Builder = apply { writer.text("when_unavailable", whenUnavailable.identifier) }

        /** Read the list again for every check. */
        @JvmOverloads
        public fun strict(strict: Boolean = true): Builder = apply { writer.flag("strict", strict) }

        /**
         * How often the store must prove that it can be written to, so that a primary that was cut off from its replicas is noticed
         * (`min-replicas-to-write`).
         */
        public fun beat(beat: JavaDuration): Builder = apply { writer.length("beat", beat) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun beat(beat: String): Builder = apply { writer.text("beat", beat) }

        /** How long a command may take, and how long a call waits; `2s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** What a revocation has survived by the time it is acknowledged; `memory` if not given. */
        public fun durability(durability: Durability): Builder = apply { writer.text("durability", durability.identifier) }

        /** How many replicas must also have it (WAIT). */
        public fun replicas(replicas: Long): Builder = apply { writer.number("replicas", replicas) }

        /** The options. */
        public fun build(): StoreOptions = StoreOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a list of revocations in Redis or Valkey. For `Revocations.redis`.
 *
 * @param namespace the name of the list in the store; required. All keys begin with this name: one list, one name.
 * @param create create the list if it does not exist. Leave it out in services, so that a lost list is noticed.
 * @param longestLifetime with `create`: the longest lifetime of a token. A revocation is forgotten once no token it covers can still be valid. If the
 * list already exists with a shorter lifetime, it is raised to this one; it is never lowered. If a list is created without this option, the tokens of
 * a subject, an issuer and a session are revoked forever.
 * @param maxStaleness how old the list may be when a check uses it; `1s` if not given.
 * @param whenUnavailable what happens to a token if the list is older than that and cannot be refreshed in time; `refuse` if not given.
 * @param strict read the list again for every check.
 * @param beat how often the store must prove that it can be written to, so that a primary that was cut off from its replicas is noticed
 * (`min-replicas-to-write`).
 * @param timeout how long a command may take, and how long a call waits; `2s` if not given.
 * @param durability what a revocation has survived by the time it is acknowledged; `memory` if not given.
 * @param replicas how many replicas must also have it (WAIT).
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun StoreOptions(
    namespace: String? = null,
    create: Boolean = false,
    longestLifetime: Duration? = null,
    maxStaleness: Duration? = null,
    whenUnavailable: WhenUnavailable = WhenUnavailable.REFUSE,
    strict: Boolean = false,
    beat: Duration? = null,
    timeout: Duration? = null,
    durability: Durability = Durability.MEMORY,
    replicas: Long? = null,
): StoreOptions {
    val builder = StoreOptions.Builder()
    builder.writer
        .text("namespace", namespace)
        .flag("create", create.takeIf { it })
        .length("longest_lifetime", longestLifetime)
        .length("max_staleness", maxStaleness)
        .text("when_unavailable", whenUnavailable.takeUnless { it == WhenUnavailable.REFUSE }?.identifier)
        .flag("strict", strict.takeIf { it })
        .length("beat", beat)
        .length("timeout", timeout)
        .text("durability", durability.takeUnless { it == Durability.MEMORY }?.identifier)
        .number("replicas", replicas)
    return builder.build()
}
