// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options of a list of revocations in Redis or Valkey. For `Revocations.redis`.
 *
 * @param namespace the name of the list in the store; required. All keys begin with it: one list, one name.
 * @param create make the list if there is none. Leave it out in services, so that a list that was lost is noticed.
 * @param longestLifetime with `create`: the longest that a token lives. What was revoked is forgotten when no token can be left of it. A list that is
 * there with a shorter one has it raised, and is never given a shorter one. If a list is made without, the tokens of a subject, an issuer and a
 * session are revoked for ever.
 * @param maxStaleness how old the list may be that a check uses; `1s` if not given.
 * @param whenUnavailable what becomes of a token if the list is older, and cannot be renewed in time; `refuse` if not given.
 * @param strict read the list anew for every check.
 * @param beat how often the store must prove that it can be written, so that a primary is noticed that was cut off from its replicas
 * (`min-replicas-to-write`).
 * @param timeout how long a command may take, and a call waits; `2s` if not given.
 * @param durability what a revocation has survived when it is acknowledged; `memory` if not given.
 * @param replicas how many replicas must have it besides (WAIT).
 */
public class StoreOptions private constructor(internal val given: GivenOptions) {
    public constructor(
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
    ) : this(
        OptionsWriter()
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
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /** The name of the list in the store; required. All keys begin with it: one list, one name. */
        public fun namespace(namespace: String): Builder = apply { writer.text("namespace", namespace) }

        /** Make the list if there is none. Leave it out in services, so that a list that was lost is noticed. */
        @JvmOverloads
        public fun create(create: Boolean = true): Builder = apply { writer.flag("create", create) }

        /**
         * With `create`: the longest that a token lives. What was revoked is forgotten when no token can be left of it. A list that is there with a
         * shorter one has it raised, and is never given a shorter one. If a list is made without, the tokens of a subject, an issuer and a session
         * are revoked for ever.
         */
        public fun longestLifetime(longestLifetime: JavaDuration): Builder = apply { writer.length("longest_lifetime", longestLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun longestLifetime(longestLifetime: String): Builder = apply { writer.text("longest_lifetime", longestLifetime) }

        /** How old the list may be that a check uses; `1s` if not given. */
        public fun maxStaleness(maxStaleness: JavaDuration): Builder = apply { writer.length("max_staleness", maxStaleness) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxStaleness(maxStaleness: String): Builder = apply { writer.text("max_staleness", maxStaleness) }

        /** What becomes of a token if the list is older, and cannot be renewed in time; `refuse` if not given. */
        public fun whenUnavailable(whenUnavailable: WhenUnavailable): Builder = apply { writer.text("when_unavailable", whenUnavailable.identifier) }

        /** Read the list anew for every check. */
        @JvmOverloads
        public fun strict(strict: Boolean = true): Builder = apply { writer.flag("strict", strict) }

        /**
         * How often the store must prove that it can be written, so that a primary is noticed that was cut off from its replicas
         * (`min-replicas-to-write`).
         */
        public fun beat(beat: JavaDuration): Builder = apply { writer.length("beat", beat) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun beat(beat: String): Builder = apply { writer.text("beat", beat) }

        /** How long a command may take, and a call waits; `2s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** What a revocation has survived when it is acknowledged; `memory` if not given. */
        public fun durability(durability: Durability): Builder = apply { writer.text("durability", durability.identifier) }

        /** How many replicas must have it besides (WAIT). */
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
