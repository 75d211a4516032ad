package dev.tokenseal.http

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import java.math.BigInteger
import java.security.AlgorithmParameters
import java.security.KeyFactory
import java.security.MessageDigest
import java.security.Signature
import java.security.interfaces.ECPrivateKey
import java.security.spec.ECGenParameterSpec
import java.security.spec.ECParameterSpec
import java.security.spec.ECPrivateKeySpec
import java.util.Base64
import java.util.UUID

private val P256: ECParameterSpec =
    AlgorithmParameters.getInstance("EC").apply { init(ECGenParameterSpec("secp256r1")) }.getParameterSpec(ECParameterSpec::class.java)

/**
 * The tokens and proofs that one case names, made by `java.security` alone, so that nothing checks
 * its own output. Within the case a name always stands for the same text. [csrf] returns the value
 * for a token, [given] the nonce of the last answer.
 */
internal class Filling(private val verifier: JsonObject, private val csrf: (String) -> String, private val given: () -> String?) {
    private val made = HashMap<Pair<String, String>, String>()

    fun fill(text: String): String = NAMED.replace(text) { made(it.groupValues[1], it.groupValues[2]) }

    private fun made(kind: String, name: String): String = made[kind to name] ?: when (kind) {
        "token" -> token(TOKENS.getValue(name))
        "proof" -> proof(PROOFS.getValue(name))
        else -> csrf(made("token", name))
    }.also { made[kind to name] = it }

    private fun token(spec: JsonObject): String {
        val now = System.currentTimeMillis() / 1000
        val issued = now + (spec.long("issued") ?: 0)
        val lifetime = if ("lifetime" in spec) spec.long("lifetime") else 300
        val key = KEYS.getValue(spec.text("key") ?: "issuer")
        val claims = claims(
            "iss" to if ("issuer" in spec) spec["issuer"] else verifier["issuer"],
            "aud" to if ("audience" in spec) spec["audience"] else verifier["audience"],
            "iat" to JsonPrimitive(issued),
            "exp" to lifetime?.let { JsonPrimitive(issued + it) },
            "nbf" to spec.long("not_before")?.let { JsonPrimitive(now + it) },
            "auth_time" to spec.long("authenticated")?.let { JsonPrimitive(now + it) },
            "jti" to spec["token_id"],
            "cnf" to spec.text("bound_to")?.let { JsonObject(mapOf("jkt" to JsonPrimitive(thumbprint(KEYS.getValue(it))))) },
        ) + spec.getValue("claims").jsonObject
        val header = claims("alg" to JsonPrimitive("ES256"), "kid" to key["kid"], "typ" to spec["type"])
        val (first, second, third) = jws(header, claims, key).split('.')
        return when (spec.text("altered")) {
            null -> "$first.$second.$third"
            "signature" -> "$first.$second.${if (third[0] == 'A') 'B' else 'A'}${third.drop(1)}"
            "claims" -> "$first.${encoded(claims + ("altered" to JsonPrimitive(true)))}.$third"
            else -> "${encoded(mapOf("alg" to JsonPrimitive("none")))}.$second."
        }
    }

    private fun proof(spec: JsonObject): String {
        val key = KEYS.getValue(spec.text("key")!!)
        val nonce = spec.text("nonce").let { if (it == "given") given() else it }
        val header = claims("typ" to JsonPrimitive("dpop+jwt"), "alg" to JsonPrimitive("ES256"), "jwk" to JsonObject(key.filterKeys { it in PUBLIC }))
        val claims = claims(
            "jti" to JsonPrimitive(UUID.randomUUID().toString()),
            "htm" to spec["method"],
            "htu" to spec["url"],
            "iat" to JsonPrimitive(System.currentTimeMillis() / 1000 + (spec.long("issued") ?: 0)),
            "ath" to spec.text("token")?.let { JsonPrimitive(hashed(made("token", it))) },
            "nonce" to nonce?.let(::JsonPrimitive),
        )
        return jws(header, claims, key)
    }
}

private val NAMED = Regex("<(token|proof|csrf):([^>]+)>")
private val PUBLIC = listOf("crv", "kty", "x", "y")

/** The claims that are present: a null, in Kotlin or in JSON, means that a claim is absent. */
private fun claims(vararg claims: Pair<String, JsonElement?>): Map<String, JsonElement> =
    claims.mapNotNull { (name, value) -> value?.takeUnless { it is kotlinx.serialization.json.JsonNull }?.let { name to it } }.toMap()

/** RFC 7638: the required members, by name. */
private fun thumbprint(key: JsonObject) = hashed(JsonObject(PUBLIC.associateWith { key.getValue(it) }).toString())

private fun jws(header: Map<String, JsonElement>, claims: Map<String, JsonElement>, key: JsonObject): String {
    val input = "${encoded(header)}.${encoded(claims)}"
    val number = BigInteger(1, Base64.getUrlDecoder().decode(key.text("d")))
    val signature = Signature.getInstance("SHA256withECDSAinP1363Format").run {
        initSign(KeyFactory.getInstance("EC").generatePrivate(ECPrivateKeySpec(number, P256)) as ECPrivateKey)
        update(input.toByteArray())
        sign()
    }
    return "$input.${base64url(signature)}"
}

private fun encoded(members: Map<String, JsonElement>) = base64url(JsonObject(members).toString().toByteArray())

private fun hashed(text: String) = base64url(MessageDigest.getInstance("SHA-256").digest(text.toByteArray()))

private fun base64url(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
