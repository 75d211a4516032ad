// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for checking tokens. Every check is made unless it is waived by name. For `verify`, `decrypt`, `unseal`, `Verifier`. */
public class VerifyOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("VerifyOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The only signature algorithms to accept, among those that the keys allow. Only for `verify`, `unseal`, `Verifier`. */
        public fun algorithms(vararg algorithms: SignatureAlgorithm): Builder = apply { writer.texts("algorithms", algorithms.map { it.identifier }) }

        /** The only key management algorithms to accept, among those that the keys allow. Only for `decrypt`, `unseal`, `Verifier`. */
        public fun keyManagement(vararg keyManagement: KeyManagement): Builder = apply { writer.texts("key_management", keyManagement.map { it.identifier }) }

        /** The only content encryption algorithms to accept. Only for `decrypt`, `unseal`, `Verifier`. */
        public fun contentEncryption(vararg contentEncryption: ContentEncryption): Builder = apply { writer.texts("content_encryption", contentEncryption.map { it.identifier }) }

        /** The kinds of token to accept; if not given, the kind that the keys are for. Only for `Verifier`. */
        public fun accept(vararg accept: TokenKind): Builder = apply { writer.texts("accept", accept.map { it.identifier }) }

        /** The `iss` that the token must have. Several are an error: their keys would be in one pool, and each issuer could speak for the others. */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

        /** Several of them. */
        public fun issuer(issuer: Collection<String>): Builder = apply { writer.texts("issuer", issuer) }

        /** Other spellings of the issuer that the token's `iss` may have instead. */
        public fun issuerAliases(vararg issuerAliases: String): Builder = apply { writer.texts("issuer_aliases", issuerAliases.asList()) }

        /**
         * An issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the token's `iss` must be this with the token's
         * own claim filled in, a string without `/`. Given instead of `issuer`. Only for `Verifier`.
         */
        public fun issuerTemplate(issuerTemplate: String): Builder = apply { writer.text("issuer_template", issuerTemplate) }

        /** The values that the claim in `issuerTemplate` may have. Only for `Verifier`. */
        public fun allowedTenants(vararg allowedTenants: String): Builder = apply { writer.texts("allowed_tenants", allowedTenants.asList()) }

        /** The `aud` that the token must equal or contain; if several are given, any of them will do. */
        public fun audience(audience: String): Builder = apply { writer.text("audience", audience) }

        /** Several of them. */
        public fun audience(audience: Collection<String>): Builder = apply { writer.texts("audience", audience) }

        /** The `sub` that the token must have. */
        public fun subject(subject: String): Builder = apply { writer.text("subject", subject) }

        /**
         * The `typ` that the token must have; if several are given, any of them will do, and a list that includes `JWT` also accepts a token without
         * `typ`. If not given, `typ` must be absent or `JWT`. A profile's own types are accepted as well.
         */
        public fun type(type: String): Builder = apply { writer.text("type", type) }

        /** Several of them. */
        public fun type(type: Collection<String>): Builder = apply { writer.texts("type", type) }

        /** The names of claims that the token must have, and that must be neither null nor an empty string. */
        public fun requiredClaims(vararg requiredClaims: String): Builder = apply { writer.texts("required_claims", requiredClaims.asList()) }

        /**
         * The values that claims must have, by claim name: a string, a number, true or false, or a list of these, any of which will do. A claim that
         * is itself a list equals none of them.
         */
        public fun expectedClaims(expectedClaims: Map<String, *>): Builder = apply { writer.json("expected_claims", expectedClaims) }

        /** The greatest age of the token, counted from its `iat`. */
        public fun maxAge(maxAge: JavaDuration): Builder = apply { writer.length("max_age", maxAge) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxAge(maxAge: String): Builder = apply { writer.text("max_age", maxAge) }

        /** The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`. */
        public fun maxLifetime(maxLifetime: JavaDuration): Builder = apply { writer.length("max_lifetime", maxLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun maxLifetime(maxLifetime: String): Builder = apply { writer.text("max_lifetime", maxLifetime) }

        /** How far apart clocks may be, at most one hour; zero if not given. */
        public fun leeway(leeway: JavaDuration): Builder = apply { writer.length("leeway", leeway) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun leeway(leeway: String): Builder = apply { writer.text("leeway", leeway) }

        /**
         * How many accepted tokens to remember, up to 1000000: a token that is seen again is not verified again while its keys and times remain
         * valid. Revocation, status and proof of possession are still checked each time. Tokens and claims then stay in memory. Only for `Verifier`.
         */
        public fun remember(remember: Long): Builder = apply { writer.number("remember", remember) }

        /** The current time; the system clock's if not given. Only for `verify`, `decrypt`, `unseal`. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The names that may appear in `crit` because the caller understands and checks them. */
        public fun critical(vararg critical: String): Builder = apply { writer.texts("critical", critical.asList()) }

        /** The profile that the token must follow. */
        public fun profile(profile: Profile): Builder = apply { writer.text("profile", profile.identifier) }

        /** The `nonce` that an ID token must have. */
        public fun nonce(nonce: String): Builder = apply { writer.text("nonce", nonce) }

        /**
         * The `azp` (authorized party) that an ID token must have. If not given, with the profile `id-token`, an `azp` that is present must be the
         * expected audience.
         */
        public fun azp(azp: String): Builder = apply { writer.text("azp", azp) }

        /** Whether the sender must prove that it holds the key or certificate that the token is bound to (`cnf`); `when-bound` if not given. */
        public fun proofOfPossession(proofOfPossession: ProofOfPossession): Builder = apply { writer.text("proof_of_possession", proofOfPossession.identifier) }

        /**
         * Where clients reach the service, such as `https://api.example`: the scheme, the host and, unless it is the scheme's default, the port. A
         * DPoP proof must be for one of these and the path of the request. Without them no proof can be checked. Only for `Verifier`.
         */
        public fun publicOrigins(vararg publicOrigins: String): Builder = apply { writer.texts("public_origins", publicOrigins.asList()) }

        /** Accept tokens without `exp`. */
        @JvmOverloads
        public fun allowMissingExp(allowMissingExp: Boolean = true): Builder = apply { writer.flag("allow_missing_exp", allowMissingExp) }

        /** Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as absent. */
        @JvmOverloads
        public fun allowAnyAudience(allowAnyAudience: Boolean = true): Builder = apply { writer.flag("allow_any_audience", allowAnyAudience) }

        /** Accept any `iss` if none is expected. */
        @JvmOverloads
        public fun allowAnyIssuer(allowAnyIssuer: Boolean = true): Builder = apply { writer.flag("allow_any_issuer", allowAnyIssuer) }

        /** Accept any value of the claim in `issuerTemplate`: every tenant of that issuer. Only for `Verifier`. */
        @JvmOverloads
        public fun allowAnyTenant(allowAnyTenant: Boolean = true): Builder = apply { writer.flag("allow_any_tenant", allowAnyTenant) }

        /** Accept any `typ` if none is expected. */
        @JvmOverloads
        public fun allowAnyType(allowAnyType: Boolean = true): Builder = apply { writer.flag("allow_any_type", allowAnyType) }

        /** Accept any `nonce` of an ID token if none is expected. */
        @JvmOverloads
        public fun allowAnyNonce(allowAnyNonce: Boolean = true): Builder = apply { writer.flag("allow_any_nonce", allowAnyNonce) }

        /** Accept a `sub` that is a number; `subject` then expects its digits. */
        @JvmOverloads
        public fun allowNumericSubject(allowNumericSubject: Boolean = true): Builder = apply { writer.flag("allow_numeric_subject", allowNumericSubject) }

        /** Accept a token whose status has not been looked up, although its `status` claim says where to do so. */
        @JvmOverloads
        public fun allowUncheckedStatus(allowUncheckedStatus: Boolean = true): Builder = apply { writer.flag("allow_unchecked_status", allowUncheckedStatus) }

        /** Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside. Only for `unseal`, `Verifier`. */
        @JvmOverloads
        public fun allowMissingCty(allowMissingCty: Boolean = true): Builder = apply { writer.flag("allow_missing_cty", allowMissingCty) }

        /** Accept tokens that are encrypted to a public key and not signed: anyone could have made them. Only for `decrypt`, `Verifier`. */
        @JvmOverloads
        public fun allowUnsigned(allowUnsigned: Boolean = true): Builder = apply { writer.flag("allow_unsigned", allowUnsigned) }

        /**
         * Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them. Only for `verify`, `unseal`, `Verifier`.
         */
        @JvmOverloads
        public fun allowBase64Padding(allowBase64Padding: Boolean = true): Builder = apply { writer.flag("allow_base64_padding", allowBase64Padding) }

        /** The longest token, in bytes; 256 KiB if not given. */
        public fun maxTokenBytes(maxTokenBytes: Long): Builder = apply { writer.number("max_token_bytes", maxTokenBytes) }

        /** The longest header, protected and unprotected together, in bytes; 16 KiB if not given. */
        public fun maxHeaderBytes(maxHeaderBytes: Long): Builder = apply { writer.number("max_header_bytes", maxHeaderBytes) }

        /** The deepest nesting of JSON, from 1 to 100; 32 if not given. */
        public fun maxJsonDepth(maxJsonDepth: Long): Builder = apply { writer.number("max_json_depth", maxJsonDepth) }

        /** The most bytes that a compressed plaintext may inflate to; 256 KiB if not given. */
        public fun maxInflatedBytes(maxInflatedBytes: Long): Builder = apply { writer.number("max_inflated_bytes", maxInflatedBytes) }

        /**
         * The most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients times the
         * number of keys may be at most 1,000 times this.
         */
        public fun maxAttempts(maxAttempts: Long): Builder = apply { writer.number("max_attempts", maxAttempts) }

        /**
         * The most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given. Iterations of SHA-384
         * and SHA-512 count three times.
         */
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

/**
 * Options for checking tokens. Every check is made unless it is waived by name. For `verify`, `decrypt`, `unseal`, `Verifier`.
 *
 * @param algorithms the only signature algorithms to accept, among those that the keys allow. Only for `verify`, `unseal`, `Verifier`.
 * @param keyManagement the only key management algorithms to accept, among those that the keys allow. Only for `decrypt`, `unseal`, `Verifier`.
 * @param contentEncryption the only content encryption algorithms to accept. Only for `decrypt`, `unseal`, `Verifier`.
 * @param accept the kinds of token to accept; if not given, the kind that the keys are for. Only for `Verifier`.
 * @param issuer the `iss` that the token must have. Several are an error: their keys would be in one pool, and each issuer could speak for the
 * others.
 * @param issuers several of them, [issuer] among them.
 * @param issuerAliases other spellings of the issuer that the token's `iss` may have instead.
 * @param issuerTemplate an issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the token's `iss` must be this with
 * the token's own claim filled in, a string without `/`. Given instead of `issuer`. Only for `Verifier`.
 * @param allowedTenants the values that the claim in `issuerTemplate` may have. Only for `Verifier`.
 * @param audience the `aud` that the token must equal or contain; if several are given, any of them will do.
 * @param audiences several of them, [audience] among them.
 * @param subject the `sub` that the token must have.
 * @param type the `typ` that the token must have; if several are given, any of them will do, and a list that includes `JWT` also accepts a token
 * without `typ`. If not given, `typ` must be absent or `JWT`. A profile's own types are accepted as well.
 * @param types several of them, [type] among them.
 * @param requiredClaims the names of claims that the token must have, and that must be neither null nor an empty string.
 * @param expectedClaims the values that claims must have, by claim name: a string, a number, true or false, or a list of these, any of which will do.
 * A claim that is itself a list equals none of them.
 * @param maxAge the greatest age of the token, counted from its `iat`.
 * @param maxLifetime the longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`.
 * @param leeway how far apart clocks may be, at most one hour; zero if not given.
 * @param remember how many accepted tokens to remember, up to 1000000: a token that is seen again is not verified again while its keys and times
 * remain valid. Revocation, status and proof of possession are still checked each time. Tokens and claims then stay in memory. Only for `Verifier`.
 * @param now the current time; the system clock's if not given. Only for `verify`, `decrypt`, `unseal`.
 * @param critical the names that may appear in `crit` because the caller understands and checks them.
 * @param profile the profile that the token must follow.
 * @param nonce the `nonce` that an ID token must have.
 * @param azp the `azp` (authorized party) that an ID token must have. If not given, with the profile `id-token`, an `azp` that is present must be the
 * expected audience.
 * @param proofOfPossession whether the sender must prove that it holds the key or certificate that the token is bound to (`cnf`); `when-bound` if not
 * given.
 * @param publicOrigins where clients reach the service, such as `https://api.example`: the scheme, the host and, unless it is the scheme's default,
 * the port. A DPoP proof must be for one of these and the path of the request. Without them no proof can be checked. Only for `Verifier`.
 * @param allowMissingExp accept tokens without `exp`.
 * @param allowAnyAudience accept any `aud` if none is expected; an `aud` that is null or an empty list counts as absent.
 * @param allowAnyIssuer accept any `iss` if none is expected.
 * @param allowAnyTenant accept any value of the claim in `issuerTemplate`: every tenant of that issuer. Only for `Verifier`.
 * @param allowAnyType accept any `typ` if none is expected.
 * @param allowAnyNonce accept any `nonce` of an ID token if none is expected.
 * @param allowNumericSubject accept a `sub` that is a number; `subject` then expects its digits.
 * @param allowUncheckedStatus accept a token whose status has not been looked up, although its `status` claim says where to do so.
 * @param allowMissingCty accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside. Only for `unseal`,
 * `Verifier`.
 * @param allowUnsigned accept tokens that are encrypted to a public key and not signed: anyone could have made them. Only for `decrypt`, `Verifier`.
 * @param allowBase64Padding accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them. Only for `verify`,
 * `unseal`, `Verifier`.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, from 1 to 100; 32 if not given.
 * @param maxInflatedBytes the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients
 * times the number of keys may be at most 1,000 times this.
 * @param maxPbes2Iterations the most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given.
 * Iterations of SHA-384 and SHA-512 count three times.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun VerifyOptions(
    algorithms: Collection<SignatureAlgorithm>? = null,
    keyManagement: Collection<KeyManagement>? = null,
    contentEncryption: Collection<ContentEncryption>? = null,
    accept: Collection<TokenKind>? = null,
    issuer: String? = null,
    issuers: Collection<String>? = null,
    issuerAliases: Collection<String>? = null,
    issuerTemplate: String? = null,
    allowedTenants: Collection<String>? = null,
    audience: String? = null,
    audiences: Collection<String>? = null,
    subject: String? = null,
    type: String? = null,
    types: Collection<String>? = null,
    requiredClaims: Collection<String>? = null,
    expectedClaims: JsonObject? = null,
    maxAge: Duration? = null,
    maxLifetime: Duration? = null,
    leeway: Duration? = null,
    remember: Long? = null,
    now: Instant? = null,
    critical: Collection<String>? = null,
    profile: Profile? = null,
    nonce: String? = null,
    azp: String? = null,
    proofOfPossession: ProofOfPossession = ProofOfPossession.WHEN_BOUND,
    publicOrigins: Collection<String>? = null,
    allowMissingExp: Boolean = false,
    allowAnyAudience: Boolean = false,
    allowAnyIssuer: Boolean = false,
    allowAnyTenant: Boolean = false,
    allowAnyType: Boolean = false,
    allowAnyNonce: Boolean = false,
    allowNumericSubject: Boolean = false,
    allowUncheckedStatus: Boolean = false,
    allowMissingCty: Boolean = false,
    allowUnsigned: Boolean = false,
    allowBase64Padding: Boolean = false,
    maxTokenBytes: Long? = null,
    maxHeaderBytes: Long? = null,
    maxJsonDepth: Long? = null,
    maxInflatedBytes: Long? = null,
    maxAttempts: Long? = null,
    maxPbes2Iterations: Long? = null,
): VerifyOptions {
    val builder = VerifyOptions.Builder()
    builder.writer
        .texts("algorithms", algorithms?.map { it.identifier })
        .texts("key_management", keyManagement?.map { it.identifier })
        .texts("content_encryption", contentEncryption?.map { it.identifier })
        .texts("accept", accept?.map { it.identifier })
        .textOrTexts("issuer", issuer, issuers)
        .texts("issuer_aliases", issuerAliases)
        .text("issuer_template", issuerTemplate)
        .texts("allowed_tenants", allowedTenants)
        .textOrTexts("audience", audience, audiences)
        .text("subject", subject)
        .textOrTexts("type", type, types)
        .texts("required_claims", requiredClaims)
        .json("expected_claims", expectedClaims)
        .length("max_age", maxAge)
        .length("max_lifetime", maxLifetime)
        .length("leeway", leeway)
        .number("remember", remember)
        .time("now", now)
        .texts("critical", critical)
        .text("profile", profile?.identifier)
        .text("nonce", nonce)
        .text("azp", azp)
        .text("proof_of_possession", proofOfPossession.takeUnless { it == ProofOfPossession.WHEN_BOUND }?.identifier)
        .texts("public_origins", publicOrigins)
        .flag("allow_missing_exp", allowMissingExp.takeIf { it })
        .flag("allow_any_audience", allowAnyAudience.takeIf { it })
        .flag("allow_any_issuer", allowAnyIssuer.takeIf { it })
        .flag("allow_any_tenant", allowAnyTenant.takeIf { it })
        .flag("allow_any_type", allowAnyType.takeIf { it })
        .flag("allow_any_nonce", allowAnyNonce.takeIf { it })
        .flag("allow_numeric_subject", allowNumericSubject.takeIf { it })
        .flag("allow_unchecked_status", allowUncheckedStatus.takeIf { it })
        .flag("allow_missing_cty", allowMissingCty.takeIf { it })
        .flag("allow_unsigned", allowUnsigned.takeIf { it })
        .flag("allow_base64_padding", allowBase64Padding.takeIf { it })
        .number("max_token_bytes", maxTokenBytes)
        .number("max_header_bytes", maxHeaderBytes)
        .number("max_json_depth", maxJsonDepth)
        .number("max_inflated_bytes", maxInflatedBytes)
        .number("max_attempts", maxAttempts)
        .number("max_pbes2_iterations", maxPbes2Iterations)
    return builder.build()
}
