// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options for checking tokens. Every check is made unless it is waived by name. For `verify`, `decrypt`, `unseal`, `Verifier`.
 *
 * @param algorithms the only signature algorithms to accept, among those that the keys allow. Only for `verify`, `unseal`, `Verifier`.
 * @param keyManagement the only key management algorithms to accept, among those that the keys allow. Only for `decrypt`, `unseal`, `Verifier`.
 * @param contentEncryption the only content encryption algorithms to accept. Only for `decrypt`, `unseal`, `Verifier`.
 * @param accept the kinds of token to accept; the kind that the keys are for if not given. Only for `Verifier`.
 * @param issuer the `iss` that the token must have; of several, any will do.
 * @param issuers several of them, [issuer] among them.
 * @param audience the `aud` that the token must be or contain; of several, any will do.
 * @param audiences several of them, [audience] among them.
 * @param subject the `sub` that the token must have.
 * @param type the `typ` that the token must have; of several, any will do. If not given, it must be absent or `JWT`.
 * @param types several of them, [type] among them.
 * @param requiredClaims the names of claims that the token must have.
 * @param maxAge the greatest age of the token, counted from its `iat`.
 * @param leeway how far clocks may be apart; zero if not given.
 * @param now the current time; the system clock's if not given. Only for `verify`, `decrypt`, `unseal`.
 * @param critical the names that may stand in `crit` because the caller understands and checks them.
 * @param profile the profile that the token must follow.
 * @param nonce the `nonce` that an ID token must have.
 * @param azp the `azp` (authorized party) that an ID token must have.
 * @param allowMissingExp accept tokens without `exp`.
 * @param allowAnyAudience accept any `aud`, where none is expected.
 * @param allowAnyIssuer accept any `iss`, where none is expected.
 * @param allowAnyType accept any `typ`, where none is expected.
 * @param allowUnsigned accept tokens that are encrypted to a public key and not signed: anyone could have made them. Only for `decrypt`, `Verifier`.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, 1 to 100; 32 if not given.
 * @param maxInflatedBytes the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given.
 * @param maxPbes2Iterations the most PBES2 iterations that a token may cost, over all its recipients and the keys that are tried; 1,000,000 if not
 * given.
 */
public class VerifyOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        algorithms: Collection<SignatureAlgorithm>? = null,
        keyManagement: Collection<KeyManagement>? = null,
        contentEncryption: Collection<ContentEncryption>? = null,
        accept: Collection<TokenKind>? = null,
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
        critical: Collection<String>? = null,
        profile: Profile? = null,
        nonce: String? = null,
        azp: String? = null,
        allowMissingExp: Boolean = false,
        allowAnyAudience: Boolean = false,
        allowAnyIssuer: Boolean = false,
        allowAnyType: Boolean = false,
        allowUnsigned: Boolean = false,
        maxTokenBytes: Long? = null,
        maxHeaderBytes: Long? = null,
        maxJsonDepth: Long? = null,
        maxInflatedBytes: Long? = null,
        maxAttempts: Long? = null,
        maxPbes2Iterations: Long? = null,
    ) : this(
        OptionsWriter()
            .texts("algorithms", algorithms?.map { it.identifier })
            .texts("key_management", keyManagement?.map { it.identifier })
            .texts("content_encryption", contentEncryption?.map { it.identifier })
            .texts("accept", accept?.map { it.identifier })
            .textOrTexts("issuer", issuer, issuers)
            .textOrTexts("audience", audience, audiences)
            .text("subject", subject)
            .textOrTexts("type", type, types)
            .texts("required_claims", requiredClaims)
            .length("max_age", maxAge)
            .length("leeway", leeway)
            .time("now", now)
            .texts("critical", critical)
            .text("profile", profile?.identifier)
            .text("nonce", nonce)
            .text("azp", azp)
            .flag("allow_missing_exp", allowMissingExp.takeIf { it })
            .flag("allow_any_audience", allowAnyAudience.takeIf { it })
            .flag("allow_any_issuer", allowAnyIssuer.takeIf { it })
            .flag("allow_any_type", allowAnyType.takeIf { it })
            .flag("allow_unsigned", allowUnsigned.takeIf { it })
            .number("max_token_bytes", maxTokenBytes)
            .number("max_header_bytes", maxHeaderBytes)
            .number("max_json_depth", maxJsonDepth)
            .number("max_inflated_bytes", maxInflatedBytes)
            .number("max_attempts", maxAttempts)
            .number("max_pbes2_iterations", maxPbes2Iterations)
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /** The only signature algorithms to accept, among those that the keys allow. Only for `verify`, `unseal`, `Verifier`. */
        public fun algorithms(vararg algorithms: SignatureAlgorithm): Builder = apply { writer.texts("algorithms", algorithms.map { it.identifier }) }

        /** The only key management algorithms to accept, among those that the keys allow. Only for `decrypt`, `unseal`, `Verifier`. */
        public fun keyManagement(vararg keyManagement: KeyManagement): Builder = apply { writer.texts("key_management", keyManagement.map { it.identifier }) }

        /** The only content encryption algorithms to accept. Only for `decrypt`, `unseal`, `Verifier`. */
        public fun contentEncryption(vararg contentEncryption: ContentEncryption): Builder = apply { writer.texts("content_encryption", contentEncryption.map { it.identifier }) }

        /** The kinds of token to accept; the kind that the keys are for if not given. Only for `Verifier`. */
        public fun accept(vararg accept: TokenKind): Builder = apply { writer.texts("accept", accept.map { it.identifier }) }

        /** The `iss` that the token must have; of several, any will do. */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

        /** Several of them. */
        public fun issuer(issuer: Collection<String>): Builder = apply { writer.texts("issuer", issuer) }

        /** The `aud` that the token must be or contain; of several, any will do. */
        public fun audience(audience: String): Builder = apply { writer.text("audience", audience) }

        /** Several of them. */
        public fun audience(audience: Collection<String>): Builder = apply { writer.texts("audience", audience) }

        /** The `sub` that the token must have. */
        public fun subject(subject: String): Builder = apply { writer.text("subject", subject) }

        /** The `typ` that the token must have; of several, any will do. If not given, it must be absent or `JWT`. */
        public fun type(type: String): Builder = apply { writer.text("type", type) }

        /** Several of them. */
        public fun type(type: Collection<String>): Builder = apply { writer.texts("type", type) }

        /** The names of claims that the token must have. */
        public fun requiredClaims(vararg requiredClaims: String): Builder = apply { writer.texts("required_claims", requiredClaims.asList()) }

        /** The greatest age of the token, counted from its `iat`. */
        public fun maxAge(maxAge: JavaDuration): Builder = apply { writer.length("max_age", maxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxAge(maxAge: String): Builder = apply { writer.text("max_age", maxAge) }

        /** How far clocks may be apart; zero if not given. */
        public fun leeway(leeway: JavaDuration): Builder = apply { writer.length("leeway", leeway) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun leeway(leeway: String): Builder = apply { writer.text("leeway", leeway) }

        /** The current time; the system clock's if not given. Only for `verify`, `decrypt`, `unseal`. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The names that may stand in `crit` because the caller understands and checks them. */
        public fun critical(vararg critical: String): Builder = apply { writer.texts("critical", critical.asList()) }

        /** The profile that the token must follow. */
        public fun profile(profile: Profile): Builder = apply { writer.text("profile", profile.identifier) }

        /** The `nonce` that an ID token must have. */
        public fun nonce(nonce: String): Builder = apply { writer.text("nonce", nonce) }

        /** The `azp` (authorized party) that an ID token must have. */
        public fun azp(azp: String): Builder = apply { writer.text("azp", azp) }

        /** Accept tokens without `exp`. */
        @JvmOverloads
        public fun allowMissingExp(allowMissingExp: Boolean = true): Builder = apply { writer.flag("allow_missing_exp", allowMissingExp) }

        /** Accept any `aud`, where none is expected. */
        @JvmOverloads
        public fun allowAnyAudience(allowAnyAudience: Boolean = true): Builder = apply { writer.flag("allow_any_audience", allowAnyAudience) }

        /** Accept any `iss`, where none is expected. */
        @JvmOverloads
        public fun allowAnyIssuer(allowAnyIssuer: Boolean = true): Builder = apply { writer.flag("allow_any_issuer", allowAnyIssuer) }

        /** Accept any `typ`, where none is expected. */
        @JvmOverloads
        public fun allowAnyType(allowAnyType: Boolean = true): Builder = apply { writer.flag("allow_any_type", allowAnyType) }

        /** Accept tokens that are encrypted to a public key and not signed: anyone could have made them. Only for `decrypt`, `Verifier`. */
        @JvmOverloads
        public fun allowUnsigned(allowUnsigned: Boolean = true): Builder = apply { writer.flag("allow_unsigned", allowUnsigned) }

        /** The longest token, in bytes; 256 KiB if not given. */
        public fun maxTokenBytes(maxTokenBytes: Long): Builder = apply { writer.number("max_token_bytes", maxTokenBytes) }

        /** The longest header, protected and unprotected together, in bytes; 16 KiB if not given. */
        public fun maxHeaderBytes(maxHeaderBytes: Long): Builder = apply { writer.number("max_header_bytes", maxHeaderBytes) }

        /** The deepest nesting of JSON, 1 to 100; 32 if not given. */
        public fun maxJsonDepth(maxJsonDepth: Long): Builder = apply { writer.number("max_json_depth", maxJsonDepth) }

        /** The most bytes that a compressed plaintext may inflate to; 256 KiB if not given. */
        public fun maxInflatedBytes(maxInflatedBytes: Long): Builder = apply { writer.number("max_inflated_bytes", maxInflatedBytes) }

        /** The most keys to try on a token, over all its signatures or recipients; 16 if not given. */
        public fun maxAttempts(maxAttempts: Long): Builder = apply { writer.number("max_attempts", maxAttempts) }

        /** The most PBES2 iterations that a token may cost, over all its recipients and the keys that are tried; 1,000,000 if not given. */
        public fun maxPbes2Iterations(maxPbes2Iterations: Long): Builder = apply { writer.number("max_pbes2_iterations", maxPbes2Iterations) }

        /** The options. */
        public fun build(): VerifyOptions = VerifyOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
