// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

// The options of a case, given through the builders: a text and a list, a length and its text are two things there.

internal fun generateOptions(from: Members): GenerateOptions = GenerateOptions.builder().apply {
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.text("curve")?.let { curve(Curve.of(it)) }
    from.whole("bits")?.let { bits(it.toInt()) }
    from.text("key_id")?.let { keyId(it) }
    from.done()
}.build()

internal fun jwkOptions(from: Members): JwkOptions = JwkOptions.builder().apply {
    from.text("alg")?.let { alg(Algorithm.of(it)) }
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.texts("signature_uses")?.let { signatureUses(*it.toTypedArray()) }
    from.flag("allow_weak_secret")?.let { allowWeakSecret(it) }
    from.done()
}.build()

internal fun keyOptions(from: Members): KeyOptions = KeyOptions.builder().apply {
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.text("key_id")?.let { keyId(it) }
    from.text("password")?.let { password(it) }
    from.text("encoding")?.let { encoding(TextEncoding.of(it)) }
    from.flag("allow_weak_secret")?.let { allowWeakSecret(it) }
    from.done()
}.build()

internal fun jwksOptions(from: Members): JwksOptions = JwksOptions.builder().apply {
    from.texts("signature_uses")?.let { signatureUses(*it.toTypedArray()) }
    from.flag("strict")?.let { strict(it) }
    from.flag("public_only")?.let { publicOnly(it) }
    from.done()
}.build()

internal fun remoteOptions(from: Members): RemoteOptions = RemoteOptions.builder().apply {
    from.texts("signature_uses")?.let { signatureUses(*it.toTypedArray()) }
    from.text("issuer")?.let { issuer(it) }
    from.text("metadata_url")?.let { metadataUrl(it) }
    from.text("metadata_issuer")?.let { metadataIssuer(it) }
    from.texts("allowed_hosts")?.let { allowedHosts(*it.toTypedArray()) }
    from.flag("allow_http")?.let { allowHttp(it) }
    from.length("default_age", { defaultAge(it) }, { defaultAge(it) })
    from.length("min_age", { minAge(it) }, { minAge(it) })
    from.length("max_age", { maxAge(it) }, { maxAge(it) })
    from.length("stale", { stale(it) }, { stale(it) })
    from.length("cooldown", { cooldown(it) }, { cooldown(it) })
    from.length("timeout", { timeout(it) }, { timeout(it) })
    from.whole("max_keys")?.let { maxKeys(it) }
    from.whole("max_set_bytes")?.let { maxSetBytes(it) }
    from.whole("max_metadata_bytes")?.let { maxMetadataBytes(it) }
    from.whole("max_waiting")?.let { maxWaiting(it) }
    from.text("snapshot")?.let { snapshot(it) }
    from.done()
}.build()

internal fun ringOptions(from: Members): RingOptions = RingOptions.builder().apply {
    from.text("curve")?.let { curve(Curve.of(it)) }
    from.whole("bits")?.let { bits(it.toInt()) }
    from.length("rotate_every", { rotateEvery(it) }, { rotateEvery(it) })
    from.length("token_lifetime", { tokenLifetime(it) }, { tokenLifetime(it) })
    from.length("jwks_max_age", { jwksMaxAge(it) }, { jwksMaxAge(it) })
    from.length("verifier_refresh", { verifierRefresh(it) }, { verifierRefresh(it) })
    from.length("clock_skew", { clockSkew(it) }, { clockSkew(it) })
    from.done()
}.build()

internal fun ringStoreOptions(from: Members): RingStoreOptions = RingStoreOptions.builder().apply {
    from.text("namespace")?.let { namespace(it) }
    from.length("max_staleness", { maxStaleness(it) }, { maxStaleness(it) })
    from.length("timeout", { timeout(it) }, { timeout(it) })
    from.done()
}.build()

internal fun revocationsOptions(from: Members): RevocationsOptions = RevocationsOptions.builder().apply {
    from.length("longest_lifetime", { longestLifetime(it) }, { longestLifetime(it) })
    from.flag("audit")?.let { audit(it) }
    from.done()
}.build()

internal fun fileOptions(from: Members): FileOptions = FileOptions.builder().apply {
    from.flag("create")?.let { create(it) }
    from.length("longest_lifetime", { longestLifetime(it) }, { longestLifetime(it) })
    from.done()
}.build()

internal fun storeOptions(from: Members): StoreOptions = StoreOptions.builder().apply {
    from.text("namespace")?.let { namespace(it) }
    from.flag("create")?.let { create(it) }
    from.length("longest_lifetime", { longestLifetime(it) }, { longestLifetime(it) })
    from.length("max_staleness", { maxStaleness(it) }, { maxStaleness(it) })
    from.text("when_unavailable")?.let { whenUnavailable(WhenUnavailable.of(it)) }
    from.flag("strict")?.let { strict(it) }
    from.length("beat", { beat(it) }, { beat(it) })
    from.length("timeout", { timeout(it) }, { timeout(it) })
    from.text("durability")?.let { durability(Durability.of(it)) }
    from.whole("replicas")?.let { replicas(it) }
    from.done()
}.build()

internal fun revokeOptions(from: Members): RevokeOptions = RevokeOptions.builder().apply {
    from.instant("until")?.let { until(it) }
    from.instant("before")?.let { before(it) }
    from.text("by")?.let { by(it) }
    from.text("reason")?.let { reason(it) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun eventOptions(from: Members): EventOptions = EventOptions.builder().apply {
    from.texts("subject_issuers")?.let { subjectIssuers(*it.toTypedArray()) }
    from.text("by")?.let { by(it) }
    from.text("reason")?.let { reason(it) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun entriesOptions(from: Members): EntriesOptions = EntriesOptions.builder().apply {
    from.text("issuer")?.let { issuer(it) }
    from.text("token_id")?.let { tokenId(it) }
    from.text("session_id")?.let { sessionId(it) }
    from.text("subject")?.let { subject(it) }
    from.text("key_id")?.let { keyId(it) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun statusTokenOptions(from: Members): StatusTokenOptions = StatusTokenOptions.builder().apply {
    from.length("ttl", { ttl(it) }, { ttl(it) })
    from.length("expires_in", { expiresIn(it) }, { expiresIn(it) })
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun statusListsOptions(from: Members): StatusListsOptions = StatusListsOptions.builder().apply {
    from.texts("allowed_uris")?.let { allowedUris(*it.toTypedArray()) }
    from.flag("allow_http")?.let { allowHttp(it) }
    from.length("default_age", { defaultAge(it) }, { defaultAge(it) })
    from.length("min_age", { minAge(it) }, { minAge(it) })
    from.length("max_age", { maxAge(it) }, { maxAge(it) })
    from.length("timeout", { timeout(it) }, { timeout(it) })
    from.whole("max_lists")?.let { maxLists(it) }
    from.whole("max_list_bytes")?.let { maxListBytes(it) }
    from.whole("max_inflated_bytes")?.let { maxInflatedBytes(it) }
    from.done()
}.build()

internal fun exportOptions(from: Members): ExportOptions = ExportOptions.builder().apply {
    from.flag("private")?.let { withPrivate(it) }
    from.done()
}.build()

internal fun tokenOptions(from: Members): TokenOptions = TokenOptions.builder().apply {
    from.length("expires_in", { expiresIn(it) }, { expiresIn(it) })
    from.text("issuer")?.let { issuer(it) }
    from.textOrTexts("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let { subject(it) }
    from.flag("no_expiry")?.let { noExpiry(it) }
    from.instant("not_before")?.let { notBefore(it) }
    from.text("token_id")?.let { tokenId(it) }
    from.text("type")?.let { type(it) }
    from.json("header")?.let { header(it) }
    from.text("profile")?.let { profile(Profile.of(it)) }
    from.instant("now")?.let { now(it) }
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.flag("compress")?.let { compress(it) }
    from.done()
}.build()

internal fun issuerOptions(from: Members): IssuerOptions = IssuerOptions.builder().apply {
    from.text("issuer")?.let { issuer(it) }
    from.textOrTexts("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let { subject(it) }
    from.length("lifetime", { lifetime(it) }, { lifetime(it) })
    from.flag("no_expiry")?.let { noExpiry(it) }
    from.text("type")?.let { type(it) }
    from.json("header")?.let { header(it) }
    from.text("profile")?.let { profile(Profile.of(it)) }
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.flag("compress")?.let { compress(it) }
    from.text("alg")?.let { alg(SignatureAlgorithm.of(it)) }
    from.names("key_management") { KeyManagement.of(it) }?.let { keyManagement(*it.toTypedArray()) }
    from.done()
}.build()

internal fun issueOptions(from: Members): IssueOptions = IssueOptions.builder().apply {
    from.length("expires_in", { expiresIn(it) }, { expiresIn(it) })
    from.textOrTexts("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let { subject(it) }
    from.flag("no_expiry")?.let { noExpiry(it) }
    from.instant("not_before")?.let { notBefore(it) }
    from.text("token_id")?.let { tokenId(it) }
    from.json("header")?.let { header(it) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun verifyOptions(from: Members): VerifyOptions = VerifyOptions.builder().apply {
    from.names("algorithms") { SignatureAlgorithm.of(it) }?.let { algorithms(*it.toTypedArray()) }
    from.names("key_management") { KeyManagement.of(it) }?.let { keyManagement(*it.toTypedArray()) }
    from.names("content_encryption") { ContentEncryption.of(it) }?.let { contentEncryption(*it.toTypedArray()) }
    from.names("accept") { TokenKind.of(it) }?.let { accept(*it.toTypedArray()) }
    from.textOrTexts("issuer", { issuer(it) }, { issuer(it) })
    from.texts("issuer_aliases")?.let { issuerAliases(*it.toTypedArray()) }
    from.text("issuer_template")?.let { issuerTemplate(it) }
    from.texts("allowed_tenants")?.let { allowedTenants(*it.toTypedArray()) }
    from.textOrTexts("audience", { audience(it) }, { audience(it) })
    from.text("subject")?.let { subject(it) }
    from.textOrTexts("type", { type(it) }, { type(it) })
    from.texts("required_claims")?.let { requiredClaims(*it.toTypedArray()) }
    from.json("expected_claims")?.let { expectedClaims(it) }
    from.length("max_age", { maxAge(it) }, { maxAge(it) })
    from.length("max_lifetime", { maxLifetime(it) }, { maxLifetime(it) })
    from.length("leeway", { leeway(it) }, { leeway(it) })
    from.whole("remember")?.let { remember(it) }
    from.instant("now")?.let { now(it) }
    from.texts("critical")?.let { critical(*it.toTypedArray()) }
    from.text("profile")?.let { profile(Profile.of(it)) }
    from.text("nonce")?.let { nonce(it) }
    from.text("azp")?.let { azp(it) }
    from.text("proof_of_possession")?.let { proofOfPossession(ProofOfPossession.of(it)) }
    from.texts("public_origins")?.let { publicOrigins(*it.toTypedArray()) }
    from.flag("allow_missing_exp")?.let { allowMissingExp(it) }
    from.flag("allow_any_audience")?.let { allowAnyAudience(it) }
    from.flag("allow_any_issuer")?.let { allowAnyIssuer(it) }
    from.flag("allow_any_tenant")?.let { allowAnyTenant(it) }
    from.flag("allow_any_type")?.let { allowAnyType(it) }
    from.flag("allow_any_nonce")?.let { allowAnyNonce(it) }
    from.flag("allow_numeric_subject")?.let { allowNumericSubject(it) }
    from.flag("allow_unchecked_status")?.let { allowUncheckedStatus(it) }
    from.flag("allow_missing_cty")?.let { allowMissingCty(it) }
    from.flag("allow_unsigned")?.let { allowUnsigned(it) }
    from.flag("allow_base64_padding")?.let { allowBase64Padding(it) }
    from.whole("max_token_bytes")?.let { maxTokenBytes(it) }
    from.whole("max_header_bytes")?.let { maxHeaderBytes(it) }
    from.whole("max_json_depth")?.let { maxJsonDepth(it) }
    from.whole("max_inflated_bytes")?.let { maxInflatedBytes(it) }
    from.whole("max_attempts")?.let { maxAttempts(it) }
    from.whole("max_pbes2_iterations")?.let { maxPbes2Iterations(it) }
    from.done()
}.build()

internal fun checkOptions(from: Members, certificate: ByteArray? = null): CheckOptions = CheckOptions.builder().apply {
    from.instant("now")?.let { now(it) }
    from.textOrTexts("proof", { proof(it) }, { proof(it) })
    from.text("method")?.let { method(it) }
    from.text("url")?.let { url(it) }
    certificate?.let { this.certificate(it) }
    from.done()
}.build()

internal fun resourceOptions(from: Members): ResourceOptions = ResourceOptions.builder().apply {
    from.text("resource")?.let { resource(it) }
    from.texts("authorization_servers")?.let { authorizationServers(*it.toTypedArray()) }
    from.texts("scopes_supported")?.let { scopesSupported(*it.toTypedArray()) }
    from.text("documentation")?.let { documentation(it) }
    from.text("realm")?.let { realm(it) }
    from.text("cookie")?.let { cookie(it) }
    from.flag("allow_insecure_cookies")?.let { allowInsecureCookies(it) }
    from.text("form")?.let { form(PathForm.of(it)) }
    from.names("ignores") { Ignored.of(it) }?.let { ignores(*it.toTypedArray()) }
    from.done()
}.build()

internal fun requestOptions(from: Members, certificate: ByteArray? = null): RequestOptions = RequestOptions.builder().apply {
    from.textOrTexts("scope", { scope(it) }, { scope(it) })
    from.flag("optional")?.let { optional(it) }
    certificate?.let { this.certificate(it) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun completeOptions(from: Members): CompleteOptions = CompleteOptions.builder().apply {
    from.text("format")?.let { format(SignatureFormat.of(it)) }
    from.done()
}.build()

internal fun proofOptions(from: Members): ProofOptions = ProofOptions.builder().apply {
    from.text("access_token")?.let { accessToken(it) }
    from.text("nonce")?.let { nonce(it) }
    from.text("token_id")?.let { tokenId(it) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun replayOptions(from: Members): ReplayOptions = ReplayOptions.builder().apply {
    from.whole("capacity")?.let { capacity(it) }
    from.done()
}.build()

internal fun replayStoreOptions(from: Members): ReplayStoreOptions = ReplayStoreOptions.builder().apply {
    from.text("namespace")?.let { namespace(it) }
    from.length("timeout", { timeout(it) }, { timeout(it) })
    from.done()
}.build()

internal fun accessOptions(from: Members): AccessOptions = AccessOptions.builder().apply {
    from.text("form")?.let { form(PathForm.of(it)) }
    from.names("ignores") { Ignored.of(it) }?.let { ignores(*it.toTypedArray()) }
    from.instant("now")?.let { now(it) }
    from.done()
}.build()

internal fun jwsSignOptions(from: Members): JwsSignOptions = JwsSignOptions.builder().apply {
    from.jsonOrJsons("header", { header(it) }, { header(it) })
    from.jsonOrJsons("unprotected", { unprotected(it) }, { unprotected(it) })
    from.texts("critical")?.let { critical(*it.toTypedArray()) }
    from.text("serialization")?.let { serialization(Serialization.of(it)) }
    from.flag("detached")?.let { detached(it) }
    from.flag("b64")?.let { b64(it) }
    from.done()
}.build()

internal fun jwsVerifyOptions(from: Members, payload: ByteArray? = null): JwsVerifyOptions = JwsVerifyOptions.builder().apply {
    from.names("algorithms") { SignatureAlgorithm.of(it) }?.let { algorithms(*it.toTypedArray()) }
    from.texts("critical")?.let { critical(*it.toTypedArray()) }
    from.flag("allow_base64_padding")?.let { allowBase64Padding(it) }
    payload?.let { this.payload(it) }
    from.text("require")?.let { require(Require.of(it)) }
    from.whole("max_token_bytes")?.let { maxTokenBytes(it) }
    from.whole("max_header_bytes")?.let { maxHeaderBytes(it) }
    from.whole("max_json_depth")?.let { maxJsonDepth(it) }
    from.whole("max_attempts")?.let { maxAttempts(it) }
    from.done()
}.build()

internal fun jweEncryptOptions(from: Members, aad: ByteArray? = null): JweEncryptOptions = JweEncryptOptions.builder().apply {
    from.text("enc")?.let { enc(ContentEncryption.of(it)) }
    from.json("header")?.let { header(it) }
    from.json("unprotected")?.let { unprotected(it) }
    from.jsons("recipient_headers")?.let { recipientHeaders(it) }
    aad?.let { this.aad(it) }
    from.text("serialization")?.let { serialization(Serialization.of(it)) }
    from.flag("compress")?.let { compress(it) }
    from.flag("allow_shared_content_key")?.let { allowSharedContentKey(it) }
    from.done()
}.build()

internal fun jweDecryptOptions(from: Members): JweDecryptOptions = JweDecryptOptions.builder().apply {
    from.names("key_management") { KeyManagement.of(it) }?.let { keyManagement(*it.toTypedArray()) }
    from.names("content_encryption") { ContentEncryption.of(it) }?.let { contentEncryption(*it.toTypedArray()) }
    from.texts("critical")?.let { critical(*it.toTypedArray()) }
    from.whole("max_token_bytes")?.let { maxTokenBytes(it) }
    from.whole("max_header_bytes")?.let { maxHeaderBytes(it) }
    from.whole("max_json_depth")?.let { maxJsonDepth(it) }
    from.whole("max_inflated_bytes")?.let { maxInflatedBytes(it) }
    from.whole("max_attempts")?.let { maxAttempts(it) }
    from.whole("max_pbes2_iterations")?.let { maxPbes2Iterations(it) }
    from.done()
}.build()
