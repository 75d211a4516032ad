package dev.tokenseal

import dev.tokenseal.ffi.Length
import kotlinx.serialization.json.JsonObject
import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration
import dev.tokenseal.ffi.IssueOptions as NativeIssueOptions

/**
 * What an [Issuer] may be told for one token.
 *
 * ```kotlin
 * val issuer = Issuer(Key.generate(SignatureAlgorithm.HS256))
 * val token = issuer.issue(emptyMap<String, String>(), IssueOptions(subject = "alice", expiresIn = 5.minutes))
 * check(inspectUnverified(token).claims!!["sub"]!!.jsonPrimitive.content == "alice")
 * ```
 *
 * @param expiresIn how long the token is valid, in whole seconds; becomes `exp`. Required unless the claims have `exp` or [noExpiry] is set.
 * @param noExpiry makes a token that never expires.
 * @param audience becomes `aud`.
 * @param audiences several for whom the token is, [audience] among them.
 * @param subject becomes `sub`.
 * @param notBefore from when on the token is valid; becomes `nbf`, rounded down.
 * @param tokenId becomes `jti`.
 * @param header further parameters of the protected header. They must not name what the library sets (`alg`, `crit`, …).
 * @param now the time; the system's if not given.
 */
public class IssueOptions internal constructor(internal val native: NativeIssueOptions) {
    public constructor(
        expiresIn: Duration? = null,
        noExpiry: Boolean = false,
        audience: String? = null,
        audiences: Collection<String>? = null,
        subject: String? = null,
        notBefore: Instant? = null,
        tokenId: String? = null,
        header: JsonObject? = null,
        now: Instant? = null,
    ) : this(
        NativeIssueOptions(
            expiresIn = expiresIn?.lowered(),
            noExpiry = noExpiry,
            audience = oneOrMany(audience, audiences),
            subject = subject,
            notBefore = notBefore?.lowered(),
            tokenId = tokenId,
            header = header?.toString(),
            now = now?.lowered(),
        ),
    )

    /** The same for Java, an option at a time, and for lengths that are text. */
    public class Builder {
        private var native = NativeIssueOptions()

        /** How long the token is valid, in whole seconds; becomes `exp`. Required unless the claims have `exp` or [noExpiry] is set. */
        public fun expiresIn(expiresIn: JavaDuration): Builder = with { copy(expiresIn = expiresIn.lowered()) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun expiresIn(expiresIn: String): Builder = with { copy(expiresIn = Length.Text(expiresIn)) }

        /** Makes a token that never expires. */
        @JvmOverloads
        public fun noExpiry(noExpiry: Boolean = true): Builder = with { copy(noExpiry = noExpiry) }

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

        /** Further parameters of the protected header. They must not name what the library sets (`alg`, `crit`, …). */
        public fun header(header: Map<String, *>): Builder = with { copy(header = claimsText(header)) }

        /** The time; the system's if not given. */
        public fun now(now: Instant): Builder = with { copy(now = now.lowered()) }

        /** The options. */
        public fun build(): IssueOptions = IssueOptions(native)

        private inline fun with(change: NativeIssueOptions.() -> NativeIssueOptions) = apply { native = native.change() }
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
