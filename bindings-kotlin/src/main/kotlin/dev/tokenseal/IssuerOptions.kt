package dev.tokenseal

import dev.tokenseal.ffi.Length
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import java.time.Duration as JavaDuration
import dev.tokenseal.ffi.IssuerOptions as NativeIssuerOptions

/**
 * What an [Issuer] is told once, for every token that it issues.
 *
 * ```kotlin
 * val options = IssuerOptions(issuer = "https://issuer.example", lifetime = 15.minutes)
 * check(Issuer(Key.generate(SignatureAlgorithm.HS256), options = options).issue(mapOf("sub" to "alice")).isNotEmpty())
 * ```
 *
 * @param issuer becomes `iss`.
 * @param audience becomes `aud`.
 * @param audiences several for whom the token is, [audience] among them.
 * @param subject becomes `sub`.
 * @param lifetime how long a token is valid, in whole seconds, unless the call or the claims say otherwise.
 * @param noExpiry makes a token that never expires.
 * @param type the `typ` of the header; `JWT` if not given, or what the profile says.
 * @param header further parameters of the protected header. They must not name what the library sets (`alg`, `crit`, …).
 * @param profile a profile whose claims and `typ` the token is to have.
 * @param enc the content encryption; A256GCM if not given, or the key's own for `dir`. Not for signed tokens.
 * @param compress whether to compress the claims before they are encrypted. What a token holds can then be guessed from its length.
 */
public class IssuerOptions internal constructor(internal val native: NativeIssuerOptions) {
    public constructor(
        issuer: String? = null,
        audience: String? = null,
        audiences: Collection<String>? = null,
        subject: String? = null,
        lifetime: Duration? = null,
        noExpiry: Boolean = false,
        type: String? = null,
        header: JsonObject? = null,
        profile: Profile? = null,
        enc: ContentEncryption? = null,
        compress: Boolean = false,
    ) : this(
        NativeIssuerOptions(
            issuer = issuer,
            audience = oneOrMany(audience, audiences),
            subject = subject,
            lifetime = lifetime?.lowered(),
            noExpiry = noExpiry,
            tokenType = type,
            header = header?.toString(),
            profile = profile?.lowered,
            enc = enc?.lowered(),
            compress = compress,
        ),
    )

    /** The same for Java, an option at a time, and for lengths that are text. */
    public class Builder {
        private var native = NativeIssuerOptions()

        /** Becomes `iss`. */
        public fun issuer(issuer: String): Builder = with { copy(issuer = issuer) }

        /** Becomes `aud`. */
        public fun audience(audience: String): Builder = with { copy(audience = oneOrMany(audience, null)) }

        /** Several of the same. */
        public fun audience(audiences: Collection<String>): Builder = with { copy(audience = oneOrMany(null, audiences)) }

        /** Becomes `sub`. */
        public fun subject(subject: String): Builder = with { copy(subject = subject) }

        /** How long a token is valid, in whole seconds, unless the call or the claims say otherwise. */
        public fun lifetime(lifetime: JavaDuration): Builder = with { copy(lifetime = lifetime.lowered()) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun lifetime(lifetime: String): Builder = with { copy(lifetime = Length.Text(lifetime)) }

        /** Makes a token that never expires. */
        @JvmOverloads
        public fun noExpiry(noExpiry: Boolean = true): Builder = with { copy(noExpiry = noExpiry) }

        /** The `typ` of the header; `JWT` if not given, or what the profile says. */
        public fun type(type: String): Builder = with { copy(tokenType = type) }

        /** Further parameters of the protected header. They must not name what the library sets (`alg`, `crit`, …). */
        public fun header(header: Map<String, *>): Builder = with { copy(header = claimsText(header)) }

        /** A profile whose claims and `typ` the token is to have. */
        public fun profile(profile: Profile): Builder = with { copy(profile = profile.lowered) }

        /** The content encryption; A256GCM if not given, or the key's own for `dir`. Not for signed tokens. */
        public fun enc(enc: ContentEncryption): Builder = with { copy(enc = enc.lowered()) }

        /** Whether to compress the claims before they are encrypted. What a token holds can then be guessed from its length. */
        @JvmOverloads
        public fun compress(compress: Boolean = true): Builder = with { copy(compress = compress) }

        /** The options. */
        public fun build(): IssuerOptions = IssuerOptions(native)

        private inline fun with(change: NativeIssuerOptions.() -> NativeIssuerOptions) = apply { native = native.change() }
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
