// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options of a ring of keys that rotate. For `KeyRing.create`.
 *
 * @param curve the curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
 * @param bits the length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
 * @param rotateEvery how long a key signs, or is encrypted to, before the next one does; `30d` if not given.
 * @param tokenLifetime how long a token lives at most: an issuer that would make a longer one is refused; `15m` if not given.
 * @param jwksMaxAge how long those who fetch the published keys may keep them: what `cache_control` says; `10m` if not given.
 * @param verifierRefresh how much later than that everybody has fetched them again; `10m` if not given. An outage that no verifier should notice may
 * last as long.
 * @param clockSkew the most by which two clocks differ, and the most that a verifier's `leeway` allows; `1m` if not given.
 */
public class RingOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        curve: Curve? = null,
        bits: Int? = null,
        rotateEvery: Duration? = null,
        tokenLifetime: Duration? = null,
        jwksMaxAge: Duration? = null,
        verifierRefresh: Duration? = null,
        clockSkew: Duration? = null,
    ) : this(
        OptionsWriter()
            .text("curve", curve?.identifier)
            .number("bits", bits)
            .length("rotate_every", rotateEvery)
            .length("token_lifetime", tokenLifetime)
            .length("jwks_max_age", jwksMaxAge)
            .length("verifier_refresh", verifierRefresh)
            .length("clock_skew", clockSkew)
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /** The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given. */
        public fun curve(curve: Curve): Builder = apply { writer.text("curve", curve.identifier) }

        /** The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given. */
        public fun bits(bits: Int): Builder = apply { writer.number("bits", bits) }

        /** How long a key signs, or is encrypted to, before the next one does; `30d` if not given. */
        public fun rotateEvery(rotateEvery: JavaDuration): Builder = apply { writer.length("rotate_every", rotateEvery) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun rotateEvery(rotateEvery: String): Builder = apply { writer.text("rotate_every", rotateEvery) }

        /** How long a token lives at most: an issuer that would make a longer one is refused; `15m` if not given. */
        public fun tokenLifetime(tokenLifetime: JavaDuration): Builder = apply { writer.length("token_lifetime", tokenLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun tokenLifetime(tokenLifetime: String): Builder = apply { writer.text("token_lifetime", tokenLifetime) }

        /** How long those who fetch the published keys may keep them: what `cache_control` says; `10m` if not given. */
        public fun jwksMaxAge(jwksMaxAge: JavaDuration): Builder = apply { writer.length("jwks_max_age", jwksMaxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun jwksMaxAge(jwksMaxAge: String): Builder = apply { writer.text("jwks_max_age", jwksMaxAge) }

        /**
         * How much later than that everybody has fetched them again; `10m` if not given. An outage that no verifier should notice may last as long.
         */
        public fun verifierRefresh(verifierRefresh: JavaDuration): Builder = apply { writer.length("verifier_refresh", verifierRefresh) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun verifierRefresh(verifierRefresh: String): Builder = apply { writer.text("verifier_refresh", verifierRefresh) }

        /** The most by which two clocks differ, and the most that a verifier's `leeway` allows; `1m` if not given. */
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
