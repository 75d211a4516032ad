package dev.tokenseal

import dev.tokenseal.ffi.Length
import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration
import dev.tokenseal.ffi.VerifyOptions as NativeVerifyOptions

/**
 * What checking a token may be told. Every check is made unless it is waived by name.
 *
 * ```kotlin
 * val options = VerifyOptions(issuer = "https://issuer.example", leeway = 30.seconds)
 * val same = VerifyOptions.builder().issuer("https://issuer.example").leeway("30s").build()
 * listOf(options, same).forEach { Verifier(Key.generate(SignatureAlgorithm.HS256), options = it) }
 * ```
 *
 * @param issuer the `iss` that the token must have.
 * @param issuers several of which any will do, [issuer] among them.
 * @param audience the `aud` that the token must have or list.
 * @param audiences several of which any will do, [audience] among them.
 * @param subject the `sub` that the token must have.
 * @param type the `typ` that the token must have. If not given: absent or `JWT`.
 * @param types several of which any will do, [type] among them.
 * @param requiredClaims claims that the token must have.
 * @param maxAge the greatest age of the token by its `iat`, in whole seconds.
 * @param leeway how far clocks may be apart, in whole seconds; not at all if not given.
 * @param now the time; the system's if not given. A [Verifier] is given it with each token.
 * @param algorithms the only signature algorithms to accept, of those that the keys allow.
 * @param keyManagement the only key management algorithms to accept, of those that the keys allow.
 * @param contentEncryption the only content encryption algorithms to accept.
 * @param critical names that may stand in `crit` because the caller understands them.
 * @param allowMissingExp accepts tokens without `exp`.
 * @param allowAnyAudience accepts any `aud`, where none is expected.
 * @param allowAnyIssuer accepts any `iss`, where none is expected.
 * @param allowAnyType accepts any `typ`, where none is expected.
 * @param allowUnsigned accepts tokens that are encrypted to a public key and not signed: anybody could have made them.
 * @param accept the kinds of token that a [Verifier] accepts. If not given, the one that its keys are for.
 * @param profile a profile that the token must follow.
 * @param nonce the `nonce` that an ID token must have.
 * @param azp the `azp` (authorized party) that an ID token must have.
 * @param maxTokenBytes the longest token; 256 KiB if not given.
 * @param maxHeaderBytes the longest header; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, 1 to 100; 32 if not given.
 * @param maxInflatedBytes the most bytes that compressed claims may inflate to; 256 KiB if not given.
 * @param maxAttempts the most keys that may be tried on a token; 16 if not given.
 * @param maxPbes2Iterations the most PBES2 iterations that a token may cost; 1,000,000 if not given.
 */
public class VerifyOptions internal constructor(internal val native: NativeVerifyOptions) {
    public constructor(
        issuer: String? = null,
        issuers: Collection<String>? = null,
        audience: String? = null,
        audiences: Collection<String>? = null,
        subject: String? = null,
        type: String? = null,
        types: Collection<String>? = null,
        requiredClaims: Collection<String>? = null,
        maxAge: Duration? = null,
        leeway: Duration? = null,
        now: Instant? = null,
        algorithms: Collection<SignatureAlgorithm>? = null,
        keyManagement: Collection<KeyManagement>? = null,
        contentEncryption: Collection<ContentEncryption>? = null,
        critical: Collection<String>? = null,
        allowMissingExp: Boolean = false,
        allowAnyAudience: Boolean = false,
        allowAnyIssuer: Boolean = false,
        allowAnyType: Boolean = false,
        allowUnsigned: Boolean = false,
        accept: Collection<TokenKind>? = null,
        profile: Profile? = null,
        nonce: String? = null,
        azp: String? = null,
        maxTokenBytes: Long? = null,
        maxHeaderBytes: Long? = null,
        maxJsonDepth: Long? = null,
        maxInflatedBytes: Long? = null,
        maxAttempts: Long? = null,
        maxPbes2Iterations: Long? = null,
    ) : this(
        NativeVerifyOptions(
            issuer = oneOrMany(issuer, issuers),
            audience = oneOrMany(audience, audiences),
            subject = subject,
            tokenType = oneOrMany(type, types),
            requiredClaims = requiredClaims?.toList(),
            maxAge = maxAge?.lowered(),
            leeway = leeway?.lowered(),
            now = now?.lowered(),
            algorithms = algorithms?.map { it.lowered() },
            keyManagement = keyManagement?.map { it.lowered() },
            contentEncryption = contentEncryption?.map { it.lowered() },
            critical = critical?.toList(),
            allowMissingExp = allowMissingExp,
            allowAnyAudience = allowAnyAudience,
            allowAnyIssuer = allowAnyIssuer,
            allowAnyType = allowAnyType,
            allowUnsigned = allowUnsigned,
            accept = accept?.map { it.lowered },
            profile = profile?.lowered,
            nonce = nonce,
            azp = azp,
            maxTokenBytes = maxTokenBytes?.lowered(),
            maxHeaderBytes = maxHeaderBytes?.lowered(),
            maxJsonDepth = maxJsonDepth?.lowered(),
            maxInflatedBytes = maxInflatedBytes?.lowered(),
            maxAttempts = maxAttempts?.lowered(),
            maxPbes2Iterations = maxPbes2Iterations?.lowered(),
        ),
    )

    /** The same for Java, an option at a time, and for lengths that are text. */
    public class Builder {
        private var native = NativeVerifyOptions()

        /** The `iss` that the token must have. */
        public fun issuer(issuer: String): Builder = with { copy(issuer = oneOrMany(issuer, null)) }

        /** Several of the same. */
        public fun issuer(issuers: Collection<String>): Builder = with { copy(issuer = oneOrMany(null, issuers)) }

        /** The `aud` that the token must have or list. */
        public fun audience(audience: String): Builder = with { copy(audience = oneOrMany(audience, null)) }

        /** Several of the same. */
        public fun audience(audiences: Collection<String>): Builder = with { copy(audience = oneOrMany(null, audiences)) }

        /** The `sub` that the token must have. */
        public fun subject(subject: String): Builder = with { copy(subject = subject) }

        /** The `typ` that the token must have. If not given: absent or `JWT`. */
        public fun type(type: String): Builder = with { copy(tokenType = oneOrMany(type, null)) }

        /** Several of the same. */
        public fun type(types: Collection<String>): Builder = with { copy(tokenType = oneOrMany(null, types)) }

        /** Claims that the token must have. */
        public fun requiredClaims(vararg requiredClaims: String): Builder = with { copy(requiredClaims = requiredClaims.asList()) }

        /** The greatest age of the token by its `iat`, in whole seconds. */
        public fun maxAge(maxAge: JavaDuration): Builder = with { copy(maxAge = maxAge.lowered()) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxAge(maxAge: String): Builder = with { copy(maxAge = Length.Text(maxAge)) }

        /** How far clocks may be apart, in whole seconds; not at all if not given. */
        public fun leeway(leeway: JavaDuration): Builder = with { copy(leeway = leeway.lowered()) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun leeway(leeway: String): Builder = with { copy(leeway = Length.Text(leeway)) }

        /** The time; the system's if not given. A [Verifier] is given it with each token. */
        public fun now(now: Instant): Builder = with { copy(now = now.lowered()) }

        /** The only signature algorithms to accept, of those that the keys allow. */
        public fun algorithms(vararg algorithms: SignatureAlgorithm): Builder = with { copy(algorithms = algorithms.map { it.lowered() }) }

        /** The only key management algorithms to accept, of those that the keys allow. */
        public fun keyManagement(vararg keyManagement: KeyManagement): Builder = with { copy(keyManagement = keyManagement.map { it.lowered() }) }

        /** The only content encryption algorithms to accept. */
        public fun contentEncryption(vararg contentEncryption: ContentEncryption): Builder = with { copy(contentEncryption = contentEncryption.map { it.lowered() }) }

        /** Names that may stand in `crit` because the caller understands them. */
        public fun critical(vararg critical: String): Builder = with { copy(critical = critical.asList()) }

        /** Accepts tokens without `exp`. */
        @JvmOverloads
        public fun allowMissingExp(allowMissingExp: Boolean = true): Builder = with { copy(allowMissingExp = allowMissingExp) }

        /** Accepts any `aud`, where none is expected. */
        @JvmOverloads
        public fun allowAnyAudience(allowAnyAudience: Boolean = true): Builder = with { copy(allowAnyAudience = allowAnyAudience) }

        /** Accepts any `iss`, where none is expected. */
        @JvmOverloads
        public fun allowAnyIssuer(allowAnyIssuer: Boolean = true): Builder = with { copy(allowAnyIssuer = allowAnyIssuer) }

        /** Accepts any `typ`, where none is expected. */
        @JvmOverloads
        public fun allowAnyType(allowAnyType: Boolean = true): Builder = with { copy(allowAnyType = allowAnyType) }

        /** Accepts tokens that are encrypted to a public key and not signed: anybody could have made them. */
        @JvmOverloads
        public fun allowUnsigned(allowUnsigned: Boolean = true): Builder = with { copy(allowUnsigned = allowUnsigned) }

        /** The kinds of token that a [Verifier] accepts. If not given, the one that its keys are for. */
        public fun accept(vararg accept: TokenKind): Builder = with { copy(accept = accept.map { it.lowered }) }

        /** A profile that the token must follow. */
        public fun profile(profile: Profile): Builder = with { copy(profile = profile.lowered) }

        /** The `nonce` that an ID token must have. */
        public fun nonce(nonce: String): Builder = with { copy(nonce = nonce) }

        /** The `azp` (authorized party) that an ID token must have. */
        public fun azp(azp: String): Builder = with { copy(azp = azp) }

        /** The longest token; 256 KiB if not given. */
        public fun maxTokenBytes(maxTokenBytes: Long): Builder = with { copy(maxTokenBytes = maxTokenBytes.lowered()) }

        /** The longest header; 16 KiB if not given. */
        public fun maxHeaderBytes(maxHeaderBytes: Long): Builder = with { copy(maxHeaderBytes = maxHeaderBytes.lowered()) }

        /** The deepest nesting of JSON, 1 to 100; 32 if not given. */
        public fun maxJsonDepth(maxJsonDepth: Long): Builder = with { copy(maxJsonDepth = maxJsonDepth.lowered()) }

        /** The most bytes that compressed claims may inflate to; 256 KiB if not given. */
        public fun maxInflatedBytes(maxInflatedBytes: Long): Builder = with { copy(maxInflatedBytes = maxInflatedBytes.lowered()) }

        /** The most keys that may be tried on a token; 16 if not given. */
        public fun maxAttempts(maxAttempts: Long): Builder = with { copy(maxAttempts = maxAttempts.lowered()) }

        /** The most PBES2 iterations that a token may cost; 1,000,000 if not given. */
        public fun maxPbes2Iterations(maxPbes2Iterations: Long): Builder = with { copy(maxPbes2Iterations = maxPbes2Iterations.lowered()) }

        /** The options. */
        public fun build(): VerifyOptions = VerifyOptions(native)

        private inline fun with(change: NativeVerifyOptions.() -> NativeVerifyOptions) = apply { native = native.change() }
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
