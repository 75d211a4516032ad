// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/**
 * Options for asking access rules about a request. For `AccessRules.check`, `AccessRules.require`, `AccessRules.explain`.
 *
 * @param form how the path is given; `raw` if not given.
 * @param ignores what the router in front of the handlers ignores. Where other rules would fit the path as the router reads it, the request is
 * denied: nobody could say which handler it meets.
 * @param now the current time, which `auth_time` is held against; the system clock's if not given.
 */
public class AccessOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        form: PathForm = PathForm.RAW,
        ignores: Collection<Ignored>? = null,
        now: Instant? = null,
    ) : this(
        OptionsWriter()
            .text("form", form.takeUnless { it == PathForm.RAW }?.identifier)
            .texts("ignores", ignores?.map { it.identifier })
            .time("now", now)
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /** How the path is given; `raw` if not given. */
        public fun form(form: PathForm): Builder = apply { writer.text("form", form.identifier) }

        /**
         * What the router in front of the handlers ignores. Where other rules would fit the path as the router reads it, the request is denied:
         * nobody could say which handler it meets.
         */
        public fun ignores(vararg ignores: Ignored): Builder = apply { writer.texts("ignores", ignores.map { it.identifier }) }

        /** The current time, which `auth_time` is held against; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): AccessOptions = AccessOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
