package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// The operations of tests/vectors/README.md, through the package's public API.

/** Performs a case and gives its outcome: all results, or the code and claim. */
internal fun perform(case: JsonObject, groupKeys: JsonObject): JsonObject {
    val operation = checkNotNull(OPERATIONS[case.getValue("operation").jsonPrimitive.content]) { "an operation that is not known" }
    val outcome = try {
        operation(Case(case, groupKeys))
    } catch (error: TokenException) {
        members("error" to error.code.name, *listOfNotNull(error.claim?.let { "claim" to it }).toTypedArray())
    }
    val read = case["read"]?.jsonObject
    if (read == null || "error" in outcome) return outcome
    return perform(JsonObject(read + ("input" to JsonObject(read["input"]?.jsonObject.orEmpty() + outcome))), groupKeys)
}

private val OPERATIONS: Map<String, (Case) -> JsonObject> = mapOf(
    "jws.sign" to ::signBytes,
    "jws.verify" to ::verifyBytes,
    "jwe.encrypt" to ::encryptBytes,
    "jwe.decrypt" to ::decryptBytes,
    "jwe.prepare_decrypt" to ::prepareDecrypt,
    "prepare" to ::prepare,
    "sign" to { made(signJson(it.text("claims"), it.key("key"), tokenOptions(it.options))) },
    "encrypt" to { made(encryptJson(it.text("claims"), it.key("key"), tokenOptions(it.options))) },
    "seal" to { made(sealJson(it.text("claims"), it.key("sign_with"), it.key("encrypt_to"), tokenOptions(it.options))) },
    "verify" to { checked(verify(it.token(), it.keys("keys"), verifyOptions(it.options))) },
    "decrypt" to { checked(decrypt(it.token(), it.keys("keys"), verifyOptions(it.options))) },
    "unseal" to { checked(unseal(it.token(), it.keys("decrypt_with"), it.keys("verify_with"), verifyOptions(it.options))) },
    "verifier.verify" to ::verifyWithVerifier,
    "issuer.issue" to ::issue,
    "inspect_unverified" to ::inspect,
    "key.import" to { describe(it.key("key")) },
    "key.export" to ::export,
    "key.public" to { members("jwk" to Json.parseToJsonElement(it.key("key").public().toJwk())) },
    "key.generate" to ::generate,
    "key.make" to ::make,
    "key.equal" to { members("equal" to (it.key("key") == it.key("other"))) },
    "keyset.import" to ::importSet,
)

private fun made(token: String) = members("token" to token)

private fun checked(token: Token) = members(
    "claims" to token.claimsJson,
    "header" to token.header,
    "key_id" to token.keyId,
    "kind" to token.kind.name.lowercase(),
    "outer_header" to token.outerHeader,
    "decryption_key_id" to token.decryptionKeyId,
)

private fun verifyWithVerifier(case: Case): JsonObject {
    val now = case.options.instant("now")
    return checked(Verifier(case.optionalKeys("keys"), case.optionalKeys("decryption_keys"), verifyOptions(case.options)).verify(case.token(), now))
}

private fun issue(case: Case): JsonObject {
    val issuer = Issuer(case.optionalKey("signing_key"), case.optionalKey("encryption_key"), issuerOptions(case.options))
    return made(issuer.issueJson(case.text("claims"), issueOptions(Members(case.input["issue"]?.jsonObject ?: JsonObject(emptyMap())))))
}

private fun inspect(case: Case): JsonObject {
    val shown = inspectUnverified(case.token())
    return members("kind" to shown.kind.name.lowercase(), "header" to shown.header, "claims" to shown.claimsJson)
}

private fun headers(options: Members, name: String): Pair<JsonObject?, List<JsonObject>?> = when (val value = options.any(name)) {
    null -> null to null
    is JsonArray -> null to value.map { it.jsonObject }
    else -> value.jsonObject to null
}

private fun signBytes(case: Case): JsonObject {
    val options = case.options
    val (header, headers) = headers(options, "header")
    val (unprotected, each) = headers(options, "unprotected")
    val serialization = options.text("serialization")?.let { Serialization.of(it) } ?: Serialization.COMPACT
    val (detached, b64) = (options.flag("detached") ?: false) to (options.flag("b64") ?: true)
    options.done()
    return made(Jws.sign(case.bytes("payload"), case.makingKeys(), header, headers, unprotected, each, serialization, detached, b64))
}

private fun verifyBytes(case: Case): JsonObject {
    val options = case.options
    val verified = Jws.verify(
        case.token(),
        case.keys("keys"),
        payload = case.optionalBytes("payload"),
        algorithms = options.texts("algorithms")?.map(SignatureAlgorithm::of),
        critical = options.texts("critical"),
        require = options.text("require")?.let { Require.of(it) } ?: Require.ANY,
        maxTokenBytes = options.whole("max_token_bytes"),
        maxHeaderBytes = options.whole("max_header_bytes"),
        maxJsonDepth = options.whole("max_json_depth"),
        maxAttempts = options.whole("max_attempts"),
    )
    options.done()
    return members(
        "payload" to encode(verified.payload),
        "header" to verified.header,
        "unprotected" to verified.unprotected,
        "key_id" to verified.keyId,
        "verified" to verified.verified,
    )
}

private fun encryptBytes(case: Case): JsonObject {
    val options = case.options
    val token = Jwe.encrypt(
        case.bytes("plaintext"),
        case.makingKeys(),
        enc = options.text("enc")?.let(ContentEncryption::of),
        header = options.json("header"),
        unprotected = options.json("unprotected"),
        recipientHeaders = (options.any("recipient_headers") as JsonArray?)?.map { it.jsonObject },
        aad = case.optionalBytes("aad"),
        compress = options.flag("compress") ?: false,
        serialization = options.text("serialization")?.let { Serialization.of(it) } ?: Serialization.COMPACT,
        allowSharedContentKey = options.flag("allow_shared_content_key") ?: false,
    )
    options.done()
    return made(token)
}

private fun decryptBytes(case: Case): JsonObject {
    val options = case.options
    val decrypted = Jwe.decrypt(
        case.token(),
        case.keys("keys"),
        options.texts("key_management")?.map(KeyManagement::of),
        options.texts("content_encryption")?.map(ContentEncryption::of),
        options.texts("critical"),
        options.whole("max_token_bytes"),
        options.whole("max_header_bytes"),
        options.whole("max_json_depth"),
        options.whole("max_inflated_bytes"),
        options.whole("max_attempts"),
        options.whole("max_pbes2_iterations"),
    )
    options.done()
    return shown(decrypted)
}

private fun shown(decrypted: Decrypted) = members(
    "plaintext" to encode(decrypted.plaintext),
    "header" to decrypted.header,
    "unprotected" to decrypted.unprotected,
    "recipient_header" to decrypted.recipientHeader,
    "aad" to decrypted.aad?.let(::encode),
    "key_id" to decrypted.keyId,
    "recipient" to decrypted.recipient,
)

private fun prepare(case: Case): JsonObject {
    val unsigned = prepareJson(case.text("claims"), case.key("key"), tokenOptions(case.options))
    val token = case.optionalBytes("signature")?.let { made(unsigned.complete(it)) }.orEmpty()
    return JsonObject(members("signing_input" to unsigned.signingInput.decodeToString()) + token)
}

private fun prepareDecrypt(case: Case): JsonObject {
    val options = case.options
    val pending = Jwe.prepareDecrypt(
        case.text("token"),
        case.key("key"),
        options.texts("key_management")?.map(KeyManagement::of),
        options.texts("content_encryption")?.map(ContentEncryption::of),
        options.texts("critical"),
        options.whole("max_token_bytes"),
        options.whole("max_header_bytes"),
        options.whole("max_json_depth"),
        options.whole("max_inflated_bytes"),
        options.whole("max_attempts"),
        options.whole("max_pbes2_iterations"),
    )
    options.done()
    val found = members("peer_key" to pending.peerKey?.let { Json.parseToJsonElement(it.toJwk()) }, "encrypted_key" to pending.encryptedKey?.let(::encode))
    return JsonObject(found + case.optionalBytes("secret")?.let { shown(pending.complete(it)) }.orEmpty())
}

private fun describe(key: Key) = members(
    "algorithm" to key.algorithm?.identifier,
    "key_id" to key.keyId,
    "key_type" to key.keyType,
    "use" to key.use,
    "is_private" to key.isPrivate,
    "thumbprint" to key.thumbprint(),
    "thumbprint_uri" to key.thumbprintUri(),
    "thumbprint_sha512" to key.thumbprint(ThumbprintHash.SHA512),
)

private fun export(case: Case): JsonObject {
    val (key, format) = case.key("key") to case.text("format")
    val private = case.input.getValue("private").jsonPrimitive.boolean
    return when (format) {
        "jwk" -> members(format to Json.parseToJsonElement(key.toJwk(private)))
        "pem" -> members(format to key.toPem(private))
        else -> members(format to encode(key.toDer(private)))
    }
}

private fun generate(options: Members, alg: String): Key {
    val (enc, curve) = options.text("enc")?.let(ContentEncryption::of) to options.text("curve")?.let(Curve::of)
    val key = Key.generate(Algorithm.of(alg), enc, curve, options.whole("bits")?.toInt(), options.text("key_id"))
    options.done()
    return key
}

private fun generate(case: Case): JsonObject {
    val key = generate(case.options, case.text("alg"))
    return JsonObject(describe(key) + members("key_id_is_thumbprint" to (key.keyId == key.thumbprint())))
}

/** For the demo, not for vectors: a new key, private half and all. */
private fun make(case: Case): JsonObject {
    val key = generate(Members(JsonObject(case.input - "alg")), case.text("alg"))
    val public = if (key.keyType == "oct") emptyMap() else members("public_jwk" to Json.parseToJsonElement(key.public().toJwk()))
    return JsonObject(members("jwk" to Json.parseToJsonElement(key.toJwk(private = true))) + public)
}

private fun importSet(case: Case): JsonObject {
    val set = makeSet(case.input)
    val rejected = set.rejected.map { listOf(it.index, it.keyId, it.code.name) }
    return members("count" to set.size, "key_ids" to set.map { it.keyId }, "rejected" to rejected)
}

private fun members(vararg members: Pair<String, Any?>): JsonObject = JsonObject(members.associate { (name, value) -> name to value(value) })

private fun value(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is Boolean -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is List<*> -> JsonArray(value.map(::value))
    else -> JsonPrimitive(value as String)
}
