// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a ring of keys that rotate. For `KeyRing.create`. */
public class RingOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("RingOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given. */
        public fun curve(curve: Curve): Builder = apply { writer.text("curve", curve.identifier) }

        /** The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given. */
        public fun bits(bits: Int): Builder = apply { writer.number("bits", bits) }

        /** How long a key is used to sign or to encrypt to, before the next one takes over; `30d` if not given. */
        public fun rotateEvery(rotateEvery: JavaDuration): Builder = apply { writer.length("rotate_every", rotateEvery) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun rotateEvery(rotateEvery: String): Builder = apply { writer.text("rotate_every", rotateEvery) }

        /** The longest lifetime of a token: an issuer that would make a longer one is refused; `15m` if not given. */
        public fun tokenLifetime(tokenLifetime: JavaDuration): Builder = apply { writer.length("token_lifetime", tokenLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun tokenLifetime(tokenLifetime: String): Builder = apply { writer.text("token_lifetime", tokenLifetime) }

        /** How long those who fetch the published keys may cache them: what `cache_control` says; `10m` if not given. */
        public fun jwksMaxAge(jwksMaxAge: JavaDuration): Builder = apply { writer.length("jwks_max_age", jwksMaxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun jwksMaxAge(jwksMaxAge: String): Builder = apply { writer.text("jwks_max_age", jwksMaxAge) }

        /**
         * How long after that everyone has fetched the keys again; `10m` if not given. An outage that verifiers should not notice may last this long.
         */
        public fun verifierRefresh(verifierRefresh: JavaDuration): Builder = apply { writer.length("verifier_refresh", verifierRefresh) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun verifierRefresh(verifierRefresh: String): Builder = apply { writer.text("verifier_refresh", verifierRefresh) }

        /** The largest difference between two clocks, and the largest `leeway` of a verifier; `1m` if not given. */
        public fun clockSkew(clockSkew: JavaDuration): Builder = apply { writer.length("clock_skew", clockSkew) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun clockSkew(clockSkew: String): Builder = apply { writer.text("clock_skew", clockSkew) }

        /** The options. */
        public fun build(): RingOptions = RingOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a ring of keys that rotate. For `KeyRing.create`.
 *
 * @param curve the curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
 * @param bits the length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
 * @param rotateEvery how long a key is used to sign or to encrypt to, before the next one takes over; `30d` if not given.
 * @param tokenLifetime the longest lifetime of a token: an issuer that would make a longer one is refused; `15m` if not given.
 * @param jwksMaxAge how long those who fetch the published keys may cache them: what `cache_control` says; `10m` if not given.
 * @param verifierRefresh how long after that everyone has fetched the keys again; `10m` if not given. An outage that verifiers should not notice may
 * last this long.
 * @param clockSkew the largest difference between two clocks, and the largest `leeway` of a verifier; `1m` if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun RingOptions(
    curve: Curve? = null,
    bits: Int? = null,
    rotateEvery: Duration? = null,
    tokenLifetime: Duration? = null,
    jwksMaxAge: Duration? = null,
    verifierRefresh: Duration? = null,
    clockSkew: Duration? = null,
): RingOptions {
    val builder = RingOptions.Builder()
    builder.writer
        .text("curve", curve?.identifier)
        .number("bits", bits)
        .length("rotate_every", rotateEvery)
        .length("token_lifetime", tokenLifetime)
        .length("jwks_max_age", jwksMaxAge)
        .length("verifier_refresh", verifierRefresh)
        .length("clock_skew", clockSkew)
    return builder.build()
}
