package dev.tokenseal

import dev.tokenseal.ffi.Length
import kotlinx.serialization.json.JsonObject
import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration
import dev.tokenseal.ffi.TokenOptions as NativeTokenOptions

/**
 * What making a token may be told. An option that contradicts a claim is `ERR_OPTION_INVALID`.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.HS256)
 * val token = sign(mapOf("scope" to "read"), key, TokenOptions(subject = "alice", expiresIn = 15.minutes))
 * check(verify(token, key).text("sub") == "alice")
 * ```
 *
 * @param expiresIn how long the token is valid, in whole seconds; becomes `exp`. Required unless the claims have `exp` or [noExpiry] is set.
 * @param noExpiry makes a token that never expires.
 * @param issuer becomes `iss`.
 * @param audience becomes `aud`.
 * @param audiences several for whom the token is, [audience] among them.
 * @param subject becomes `sub`.
 * @param notBefore from when on the token is valid; becomes `nbf`, rounded down.
 * @param tokenId becomes `jti`.
 * @param type the `typ` of the header; `JWT` if not given, or what the profile says.
 * @param header further parameters of the protected header. They must not name what the library sets (`alg`, `crit`, …).
 * @param now the time; the system's if not given.
 * @param profile a profile whose claims and `typ` the token is to have.
 * @param enc the content encryption; A256GCM if not given, or the key's own for `dir`. Not for signed tokens.
 * @param compress whether to compress the claims before they are encrypted. What a token holds can then be guessed from its length.
 */
public class TokenOptions internal constructor(internal val native: NativeTokenOptions) {
    public constructor(
        expiresIn: Duration? = null,
        noExpiry: Boolean = false,
        issuer: String? = null,
        audience: String? = null,
        audiences: Collection<String>? = null,
        subject: String? = null,
        notBefore: Instant? = null,
        tokenId: String? = null,
        type: String? = null,
        header: JsonObject? = null,
        now: Instant? = null,
        profile: Profile? = null,
        enc: ContentEncryption? = null,
        compress: Boolean = false,
    ) : this(
        NativeTokenOptions(
            expiresIn = expiresIn?.lowered(),
            noExpiry = noExpiry,
            issuer = issuer,
            audience = oneOrMany(audience, audiences),
            subject = subject,
            notBefore = notBefore?.lowered(),
            tokenId = tokenId,
            tokenType = type,
            header = header?.toString(),
            now = now?.lowered(),
            profile = profile?.lowered,
            enc = enc?.lowered(),
            compress = compress,
        ),
    )

    /** The same for Java, an option at a time, and for lengths that are text. */
    public class Builder {
        private var native = NativeTokenOptions()

        /** How long the token is valid, in whole seconds; becomes `exp`. Required unless the claims have `exp` or [noExpiry] is set. */
        public fun expiresIn(expiresIn: JavaDuration): Builder = with { copy(expiresIn = expiresIn.lowered()) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun expiresIn(expiresIn: String): Builder = with { copy(expiresIn = Length.Text(expiresIn)) }

        /** Makes a token that never expires. */
        @JvmOverloads
        public fun noExpiry(noExpiry: Boolean = true): Builder = with { copy(noExpiry = noExpiry) }

        /** Becomes `iss`. */
        public fun issuer(issuer: String): Builder = with { copy(issuer = issuer) }

        /** Becomes `aud`. */
        public fun audience(audience: String): Builder = with { copy(audience = oneOrMany(audience, null)) }

        /** Several of the same. */
        public fun audience(audiences: Collection<String>): Builder = with { copy(audience = oneOrMany(null, audiences)) }

        /** Becomes `sub`. */
        public fun subject(subject: String): Builder = with { copy(subject = subject) }

        /** From when on the token is valid; becomes `nbf`, rounded down. */
        public fun notBefore(notBefore: Instant): Builder = with { copy(notBefore = notBefore.lowered()) }

        /** Becomes `jti`. */
        public fun tokenId(tokenId: String): Builder = with { copy(tokenId = tokenId) }

        /** The `typ` of the header; `JWT` if not given, or what the profile says. */
        public fun type(type: String): Builder = with { copy(tokenType = type) }

        /** Further parameters of the protected header. They must not name what the library sets (`alg`, `crit`, …). */
        public fun header(header: Map<String, *>): Builder = with { copy(header = claimsText(header)) }

        /** The time; the system's if not given. */
        public fun now(now: Instant): Builder = with { copy(now = now.lowered()) }

        /** A profile whose claims and `typ` the token is to have. */
        public fun profile(profile: Profile): Builder = with { copy(profile = profile.lowered) }

        /** The content encryption; A256GCM if not given, or the key's own for `dir`. Not for signed tokens. */
        public fun enc(enc: ContentEncryption): Builder = with { copy(enc = enc.lowered()) }

        /** Whether to compress the claims before they are encrypted. What a token holds can then be guessed from its length. */
        @JvmOverloads
        public fun compress(compress: Boolean = true): Builder = with { copy(compress = compress) }

        /** The options. */
        public fun build(): TokenOptions = TokenOptions(native)

        private inline fun with(change: NativeTokenOptions.() -> NativeTokenOptions) = apply { native = native.change() }
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
