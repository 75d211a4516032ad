package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// The operations of tests/vectors/README.md, through the package's public API.

/** Performs a case and returns its outcome: all results, or the code and claim. */
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
    "jws.sign" to ::jwsSign,
    "jws.verify" to ::jwsVerify,
    "jwe.encrypt" to ::jweEncrypt,
    "jwe.decrypt" to ::jweDecrypt,
    "jwe.prepare_decrypt" to ::prepareDecrypt,
    "prepare" to { completed(it, prepareJson(it.text("claims"), it.key("key"), tokenOptions(it.options))) },
    "dpop.prove" to { tokenOnly(Dpop.prove(it.key("key"), it.text("method"), it.text("url"), proofOptions(it.options))) },
    "dpop.prepare" to { completed(it, Dpop.prepare(it.key("key"), it.text("method"), it.text("url"), proofOptions(it.options))) },
    "access.run" to ::runAccess,
    "resource.run" to ::runResource,
    "http.event_answer" to { answered(Http.eventAnswer(errorOf(it))) },
    "http.logout_answer" to { answered(Http.logoutAnswer(errorOf(it))) },
    "http.logout_token" to { tokenOnly(Http.logoutToken(it.text("body"))) },
    "dpop.run" to ::runProofs,
    "status_lists.run" to ::runStatusLists,
    "sign" to { tokenOnly(signJson(it.text("claims"), it.key("key"), tokenOptions(it.options))) },
    "encrypt" to { tokenOnly(encryptJson(it.text("claims"), it.key("key"), tokenOptions(it.options))) },
    "seal" to { tokenOnly(sealJson(it.text("claims"), it.key("sign_with"), it.key("encrypt_to"), tokenOptions(it.options))) },
    "verify" to { verified(verify(it.token(), it.keys("keys"), verifyOptions(it.options))) },
    "decrypt" to { verified(decrypt(it.token(), it.keys("keys"), verifyOptions(it.options))) },
    "unseal" to { verified(unseal(it.token(), it.keys("decrypt_with"), it.keys("verify_with"), verifyOptions(it.options))) },
    "verifier.verify" to ::verifyWithVerifier,
    "by_issuer.verify" to { verified(verifyByIssuer(it)) },
    "machine.run" to ::runMachine,
    "ring.run" to ::runRing,
    "revocations.run" to ::runRevocations,
    "revocations.follow" to ::runFollowed,
    // Not from the vectors: the programs of tests/day call them.
    "day.begin" to ::beginDay,
    "day.check" to ::checkDay,
    "revoked.begin" to ::beginRevoked,
    "revoked.revoke" to ::revoke,
    "revoked.check" to ::checkRevoked,
    "issuer.issue" to ::issue,
    "inspect_unverified" to ::inspect,
    "key.import" to { describe(it.key("key")) },
    "key.export" to ::exportKey,
    "key.public" to { members("jwk" to Json.parseToJsonElement(it.key("key").public().toJwk())) },
    "key.with_key_id" to ::withKeyId,
    "key.generate" to ::generateKey,
    "key.make" to ::makeKey,
    "key.equal" to { members("equal" to (it.key("key") == it.key("other"))) },
    "keyset.import" to ::importKeySet,
)

private fun tokenOnly(token: String) = members("token" to token)

private fun verified(token: Token) = members(
    "claims" to token.claimsJson,
    "header" to token.header,
    "key_id" to token.keyId,
    "kind" to token.kind.identifier,
    "outer_header" to token.outerHeader,
    "decryption_key_id" to token.decryptionKeyId,
)

private fun verifyWithVerifier(case: Case): JsonObject {
    val now = case.options.instant("now")
    return verified(Verifier(case.optionalKeys("keys"), case.optionalKeys("decryption_keys"), verifyOptions(case.options)).verify(case.token(), now))
}

private fun issue(case: Case): JsonObject {
    val issuer = Issuer(case.optionalKey("signing_key"), case.optionalKey("encryption_key"), issuerOptions(case.options))
    val options = issueOptions(Members(case.input["issue"]?.jsonObject ?: JsonObject(emptyMap())))
    val confirm = case.optionalKey("confirm") ?: case.input["confirm_certificate"]?.let { ClientCertificate(certificateOf(it)) }
    return tokenOnly(issuer.issueJson(case.text("claims"), options, confirm))
}

private fun inspect(case: Case): JsonObject {
    val shown = inspectUnverified(case.token())
    return members("kind" to shown.kind.identifier, "header" to shown.header, "claims" to shown.claimsJson)
}

private fun jwsSign(case: Case) = tokenOnly(Jws.sign(case.bytes("payload"), case.ownKeys(), jwsSignOptions(case.options)))

private fun jwsVerify(case: Case): JsonObject {
    val verified = Jws.verify(case.token(), case.keys("keys"), jwsVerifyOptions(case.options, case.optionalBytes("payload")))
    return members(
        "payload" to encode(verified.payload),
        "header" to verified.header,
        "unprotected" to verified.unprotected,
        "key_id" to verified.keyId,
        "verified" to verified.verified.map {
            members("index" to it.index, "key_id" to it.keyId, "algorithm" to it.algorithm.identifier, "header" to it.header)
        },
    )
}

private fun jweEncrypt(case: Case) =
    tokenOnly(Jwe.encrypt(case.bytes("plaintext"), case.ownKeys(), jweEncryptOptions(case.options, case.optionalBytes("aad"))))

private fun jweDecrypt(case: Case) = decrypted(Jwe.decrypt(case.token(), case.keys("keys"), jweDecryptOptions(case.options)))

private fun decrypted(decrypted: Decrypted) = members(
    "plaintext" to encode(decrypted.plaintext),
    "header" to decrypted.header,
    "unprotected" to decrypted.unprotected,
    "recipient_header" to decrypted.recipientHeader,
    "aad" to decrypted.aad?.let(::encode),
    "key_id" to decrypted.keyId,
    "recipient" to decrypted.recipient,
)

private fun completed(case: Case, unsigned: Unsigned): JsonObject {
    val format = completeOptions(Members(JsonObject(case.input.filterKeys { it == "format" })))
    val token = case.optionalBytes("signature")?.let { tokenOnly(unsigned.complete(it, format)) }.orEmpty()
    return JsonObject(members("signing_input" to unsigned.signingInput.decodeToString()) + token)
}

private fun prepareDecrypt(case: Case): JsonObject {
    val pending = Jwe.prepareDecrypt(case.text("token"), case.key("key"), jweDecryptOptions(case.options))
    val found = members("peer_key" to pending.peerKey?.let { Json.parseToJsonElement(it.toJwk()) }, "encrypted_key" to pending.encryptedKey?.let(::encode))
    return JsonObject(found + case.optionalBytes("secret")?.let { decrypted(pending.complete(it)) }.orEmpty())
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

private fun exportKey(case: Case): JsonObject {
    val (key, format) = case.key("key") to case.text("format")
    val private = case.input.getValue("private").jsonPrimitive.boolean
    return when (format) {
        "jwk" -> members(format to Json.parseToJsonElement(key.toJwk(private)))
        "pem" -> members(format to key.toPem(private))
        else -> members(format to encode(key.toDer(private)))
    }
}

private fun withKeyId(case: Case): JsonObject {
    val key = case.key("key").withKeyId(case.input["key_id"]?.jsonPrimitive?.contentOrNull)
    return JsonObject(describe(key) + members("jwk" to Json.parseToJsonElement(key.toJwk(private = key.isPrivate))))
}

private fun generate(options: Members, alg: String): Key = Key.generate(Algorithm.of(alg), generateOptions(options))

private fun generateKey(case: Case): JsonObject {
    val key = generate(case.options, case.text("alg"))
    return JsonObject(describe(key) + members("key_id_is_thumbprint" to (key.keyId == key.thumbprint())))
}

/** For the demo, not for vectors: a new key, private half and all. */
private fun makeKey(case: Case): JsonObject {
    val key = generate(Members(JsonObject(case.input - "alg")), case.text("alg"))
    val public = if (key.keyType == "oct") emptyMap() else members("public_jwk" to Json.parseToJsonElement(key.public().toJwk()))
    return JsonObject(members("jwk" to Json.parseToJsonElement(key.toJwk(private = true))) + public)
}

private fun importKeySet(case: Case): JsonObject {
    val set = readKeySet(case.input)
    val rejected = set.rejected.map { listOf(it.index, it.keyId, it.code.name) }
    return members("count" to set.size, "key_ids" to set.map { it.keyId }, "rejected" to rejected)
}

internal fun members(vararg members: Pair<String, Any?>): JsonObject = JsonObject(members.associate { (name, value) -> name to value(value) })

private fun value(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is Boolean -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is List<*> -> JsonArray(value.map(::value))
    else -> JsonPrimitive(value as String)
}
