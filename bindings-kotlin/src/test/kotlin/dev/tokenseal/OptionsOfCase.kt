package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.time.Duration

// The options of a case, given through the builders: a text and a list, a length and its text are two things there.

internal fun verifyOptions(from: Members): VerifyOptions = VerifyOptions.builder().apply {
    from.oneOrMany("issuer", { issuer(it) }, { issuer(it) })
    from.oneOrMany("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let(::subject)
    from.oneOrMany("type", { type(it) }, { type(it) })
    from.texts("required_claims")?.let { requiredClaims(*it.toTypedArray()) }
    from.length("max_age", { maxAge(it) }, { maxAge(it) })
    from.length("leeway", { leeway(it) }, { leeway(it) })
    from.instant("now")?.let(::now)
    from.texts("algorithms")?.let { names -> algorithms(*names.map(SignatureAlgorithm::of).toTypedArray()) }
    from.texts("key_management")?.let { names -> keyManagement(*names.map(KeyManagement::of).toTypedArray()) }
    from.texts("content_encryption")?.let { names -> contentEncryption(*names.map(ContentEncryption::of).toTypedArray()) }
    from.texts("critical")?.let { critical(*it.toTypedArray()) }
    from.flag("allow_missing_exp")?.let(::allowMissingExp)
    from.flag("allow_any_audience")?.let(::allowAnyAudience)
    from.flag("allow_any_issuer")?.let(::allowAnyIssuer)
    from.flag("allow_any_type")?.let(::allowAnyType)
    from.flag("allow_unsigned")?.let(::allowUnsigned)
    from.texts("accept")?.let { names -> accept(*names.map { TokenKind.of(it) }.toTypedArray()) }
    from.profile()?.let(::profile)
    from.text("nonce")?.let(::nonce)
    from.text("azp")?.let(::azp)
    from.whole("max_token_bytes")?.let(::maxTokenBytes)
    from.whole("max_header_bytes")?.let(::maxHeaderBytes)
    from.whole("max_json_depth")?.let(::maxJsonDepth)
    from.whole("max_inflated_bytes")?.let(::maxInflatedBytes)
    from.whole("max_attempts")?.let(::maxAttempts)
    from.whole("max_pbes2_iterations")?.let(::maxPbes2Iterations)
    from.done()
}.build()

internal fun tokenOptions(from: Members): TokenOptions = TokenOptions.builder().apply {
    from.length("expires_in", { expiresIn(it) }, { expiresIn(it) })
    from.flag("no_expiry")?.let(::noExpiry)
    from.text("issuer")?.let(::issuer)
    from.oneOrMany("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let(::subject)
    from.instant("not_before")?.let(::notBefore)
    from.text("token_id")?.let(::tokenId)
    from.text("type")?.let(::type)
    from.json("header")?.let(::header)
    from.instant("now")?.let(::now)
    from.profile()?.let(::profile)
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.flag("compress")?.let(::compress)
    from.done()
}.build()

internal fun issuerOptions(from: Members): IssuerOptions = IssuerOptions.builder().apply {
    from.text("issuer")?.let(::issuer)
    from.oneOrMany("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let(::subject)
    from.length("lifetime", { lifetime(it) }, { lifetime(it) })
    from.flag("no_expiry")?.let(::noExpiry)
    from.text("type")?.let(::type)
    from.json("header")?.let(::header)
    from.profile()?.let(::profile)
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.flag("compress")?.let(::compress)
    from.done()
}.build()

internal fun issueOptions(from: Members): IssueOptions = IssueOptions.builder().apply {
    from.length("expires_in", { expiresIn(it) }, { expiresIn(it) })
    from.flag("no_expiry")?.let(::noExpiry)
    from.oneOrMany("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let(::subject)
    from.instant("not_before")?.let(::notBefore)
    from.text("token_id")?.let(::tokenId)
    from.json("header")?.let(::header)
    from.instant("now")?.let(::now)
    from.done()
}.build()

private fun Members.oneOrMany(name: String, one: (String) -> Unit, many: (List<String>) -> Unit) {
    when (val value = any(name)) {
        null -> Unit
        is JsonArray -> many(value.map { it.jsonPrimitive.content })
        else -> one(value.jsonPrimitive.content)
    }
}

private fun Members.length(name: String, duration: (Duration) -> Unit, text: (String) -> Unit) {
    val value = any(name) as JsonPrimitive? ?: return
    if (value.isString) text(value.content) else duration(Duration.ofSeconds(value.long))
}

private fun Members.profile(): Profile? = text("profile")?.let { Profile.of(it) }
