// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/** Options for asking access rules about a request. For `AccessRules.check`, `AccessRules.require`, `AccessRules.explain`. */
public class AccessOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("AccessOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** How the path is given; `raw` if not given. */
        public fun form(form: PathForm): Builder = apply { writer.text("form", form.identifier) }

        /**
         * What the router in front of the handlers ignores. If different rules would match the path as the router reads it, the request is denied:
         * nobody could say which handler it reaches.
         */
        public fun ignores(vararg ignores: Ignored): Builder = apply { writer.texts("ignores", ignores.map { it.identifier }) }

        /** The current time, against which `auth_time` is checked; the system clock's if not given. */
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

/**
 * Options for asking access rules about a request. For `AccessRules.check`, `AccessRules.require`, `AccessRules.explain`.
 *
 * @param form how the path is given; `raw` if not given.
 * @param ignores what the router in front of the handlers ignores. If different rules would match the path as the router reads it, the request is
 * denied: nobody could say which handler it reaches.
 * @param now the current time, against which `auth_time` is checked; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun AccessOptions(
    form: PathForm = PathForm.RAW,
    ignores: Collection<Ignored>? = null,
    now: Instant? = null,
): AccessOptions {
    val builder = AccessOptions.Builder()
    builder.writer
        .text("form", form.takeUnless { it == PathForm.RAW }?.identifier)
        .texts("ignores", ignores?.map { it.identifier })
        .time("now", now)
    return builder.build()
}
