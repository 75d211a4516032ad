// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a key set that is fetched from its publisher. For `RemoteKeySet`. */
public class RemoteOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("RemoteOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
         */
        public fun signatureUses(vararg signatureUses: String): Builder = apply { writer.texts("signature_uses", signatureUses.asList()) }

        /** The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). Given instead of `url` and `metadataUrl`. */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

        /** The URL of the metadata that says where the keys are. Given instead of `url` and `issuer`, and needs `metadataIssuer`. */
        public fun metadataUrl(metadataUrl: String): Builder = apply { writer.text("metadata_url", metadataUrl) }

        /** The `issuer` that the metadata must contain, if it differs from the issuer that was asked. */
        public fun metadataIssuer(metadataIssuer: String): Builder = apply { writer.text("metadata_issuer", metadataIssuer) }

        /**
         * The only hosts that the metadata may name for the keys. They also receive the caller's headers, and may have addresses that are not public.
         */
        public fun allowedHosts(vararg allowedHosts: String): Builder = apply { writer.texts("allowed_hosts", allowedHosts.asList()) }

        /** Allow http, which lets anyone on the network path substitute keys: for tests, and for servers on the same machine. */
        @JvmOverloads
        public fun allowHttp(allowHttp: Boolean = true): Builder = apply { writer.flag("allow_http", allowHttp) }

        /** How long keys stay fresh if their server does not say; `10m` if not given. */
        public fun defaultAge(defaultAge: JavaDuration): Builder = apply { writer.length("default_age", defaultAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun defaultAge(defaultAge: String): Builder = apply { writer.text("default_age", defaultAge) }

        /** The shortest time that keys stay fresh, whatever their server says; `60s` if not given. */
        public fun minAge(minAge: JavaDuration): Builder = apply { writer.length("min_age", minAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun minAge(minAge: String): Builder = apply { writer.text("min_age", minAge) }

        /** The longest time that keys stay fresh, whatever their server says; `1h` if not given. */
        public fun maxAge(maxAge: JavaDuration): Builder = apply { writer.length("max_age", maxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxAge(maxAge: String): Builder = apply { writer.text("max_age", maxAge) }

        /** How much longer keys stay in use while they cannot be fetched; `1h` if not given. */
        public fun stale(stale: JavaDuration): Builder = apply { writer.length("stale", stale) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun stale(stale: String): Builder = apply { writer.text("stale", stale) }

        /**
         * How often tokens that no key verifies may cause the keys to be fetched again: twice, and once more each time this interval has passed;
         * `30s` if not given.
         */
        public fun cooldown(cooldown: JavaDuration): Builder = apply { writer.length("cooldown", cooldown) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun cooldown(cooldown: String): Builder = apply { writer.text("cooldown", cooldown) }

        /** How long fetching the keys may take, including the metadata; `5s` if not given. */
        public fun timeout(timeout: JavaDuration): Builder = apply { writer.length("timeout", timeout) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun timeout(timeout: String): Builder = apply { writer.text("timeout", timeout) }

        /** The most keys to read; 100 if not given. */
        public fun maxKeys(maxKeys: Long): Builder = apply { writer.number("max_keys", maxKeys) }

        /** The longest JWK Set to read, in bytes after decompression; 256 KiB if not given. */
        public fun maxSetBytes(maxSetBytes: Long): Builder = apply { writer.number("max_set_bytes", maxSetBytes) }

        /** The longest metadata to read, in bytes after decompression; 64 KiB if not given. */
        public fun maxMetadataBytes(maxMetadataBytes: Long): Builder = apply { writer.number("max_metadata_bytes", maxMetadataBytes) }

        /** The most checks that may wait at once because no key verifies their token; 8 if not given. */
        public fun maxWaiting(maxWaiting: Long): Builder = apply { writer.number("max_waiting", maxWaiting) }

        /** A snapshot taken from such a set with `snapshot`: the initial keys, which keep their age. */
        public fun snapshot(snapshot: String): Builder = apply { writer.text("snapshot", snapshot) }

        /** The options. */
        public fun build(): RemoteOptions = RemoteOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a key set that is fetched from its publisher. For `RemoteKeySet`.
 *
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param issuer the issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). Given instead of `url` and `metadataUrl`.
 * @param metadataUrl the URL of the metadata that says where the keys are. Given instead of `url` and `issuer`, and needs `metadataIssuer`.
 * @param metadataIssuer the `issuer` that the metadata must contain, if it differs from the issuer that was asked.
 * @param allowedHosts the only hosts that the metadata may name for the keys. They also receive the caller's headers, and may have addresses that are
 * not public.
 * @param allowHttp allow http, which lets anyone on the network path substitute keys: for tests, and for servers on the same machine.
 * @param defaultAge how long keys stay fresh if their server does not say; `10m` if not given.
 * @param minAge the shortest time that keys stay fresh, whatever their server says; `60s` if not given.
 * @param maxAge the longest time that keys stay fresh, whatever their server says; `1h` if not given.
 * @param stale how much longer keys stay in use while they cannot be fetched; `1h` if not given.
 * @param cooldown how often tokens that no key verifies may cause the keys to be fetched again: twice, and once more each time this interval has
 * passed; `30s` if not given.
 * @param timeout how long fetching the keys may take, including the metadata; `5s` if not given.
 * @param maxKeys the most keys to read; 100 if not given.
 * @param maxSetBytes the longest JWK Set to read, in bytes after decompression; 256 KiB if not given.
 * @param maxMetadataBytes the longest metadata to read, in bytes after decompression; 64 KiB if not given.
 * @param maxWaiting the most checks that may wait at once because no key verifies their token; 8 if not given.
 * @param snapshot a snapshot taken from such a set with `snapshot`: the initial keys, which keep their age.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun RemoteOptions(
    signatureUses: Collection<String>? = null,
    issuer: String? = null,
    metadataUrl: String? = null,
    metadataIssuer: String? = null,
    allowedHosts: Collection<String>? = null,
    allowHttp: Boolean = false,
    defaultAge: Duration? = null,
    minAge: Duration? = null,
    maxAge: Duration? = null,
    stale: Duration? = null,
    cooldown: Duration? = null,
    timeout: Duration? = null,
    maxKeys: Long? = null,
    maxSetBytes: Long? = null,
    maxMetadataBytes: Long? = null,
    maxWaiting: Long? = null,
    snapshot: String? = null,
): RemoteOptions {
    val builder = RemoteOptions.Builder()
    builder.writer
        .texts("signature_uses", signatureUses)
        .text("issuer", issuer)
        .text("metadata_url", metadataUrl)
        .text("metadata_issuer", metadataIssuer)
        .texts("allowed_hosts", allowedHosts)
        .flag("allow_http", allowHttp.takeIf { it })
        .length("default_age", defaultAge)
        .length("min_age", minAge)
        .length("max_age", maxAge)
        .length("stale", stale)
        .length("cooldown", cooldown)
        .length("timeout", timeout)
        .number("max_keys", maxKeys)
        .number("max_set_bytes", maxSetBytes)
        .number("max_metadata_bytes", maxMetadataBytes)
        .number("max_waiting", maxWaiting)
        .text("snapshot", snapshot)
    return builder.build()
}
