package dev.tokenseal.interop

import io.jsonwebtoken.Claims
import io.jsonwebtoken.JwtBuilder
import io.jsonwebtoken.JwtParserBuilder
import io.jsonwebtoken.Jwts
import io.jsonwebtoken.security.Jwks
import io.jsonwebtoken.security.KeyAlgorithm
import io.jsonwebtoken.security.KeyBuilderSupplier
import io.jsonwebtoken.security.KeyPairBuilderSupplier
import io.jsonwebtoken.security.Keys
import io.jsonwebtoken.security.SecureDigestAlgorithm
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import java.security.PrivateKey
import java.security.PublicKey
import java.util.Base64
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import java.security.Key as JavaKey

/** jjwt, with its Gson. */
internal object Jjwt : Library {
    override val name = "jjwt"

    override fun lacksForm(form: Form) = if (form.isJson) "jjwt has no JSON serialization" else null

    override fun lacks(subject: Subject, form: Form?) = when {
        subject.algorithm.startsWith("ML-DSA") -> "jjwt has no ML-DSA"
        subject.algorithm == "ES256K" -> "jjwt has no ES256K"
        subject.algorithm == "Ed25519" -> "jjwt knows Ed25519 by the name EdDSA only"
        subject.algorithm in setOf("RSA-OAEP-384", "RSA-OAEP-512") -> "jjwt has no ${subject.algorithm}"
        form == Form.COMPRESSED -> "jjwt compresses in the format of zlib (RFC 1950)"
        else -> null
    }

    override fun takesDer(subject: Subject) = true

    private fun signature(subject: Subject) = Jwts.SIG.get().forKey(subject.algorithm)

    private fun management(subject: Subject) = Jwts.KEY.get().forKey(subject.algorithm)

    @Suppress("UNCHECKED_CAST")
    override fun generate(subject: Subject, enc: String?): KeyForms {
        if (subject.isSecret) {
            val secret = when {
                subject.algorithm == "dir" -> Jwts.ENC.get().forKey(enc)
                subject.algorithm.startsWith("HS") -> signature(subject) as KeyBuilderSupplier<SecretKey, *>
                else -> management(subject) as KeyBuilderSupplier<SecretKey, *>
            }.key().build()
            return Ours.forms(subject, enc, Jwks.UNSAFE_JSON(Jwks.builder().key(secret).build()))
        }
        val pair = when {
            subject.isOkp -> Jwks.CRV.get().forKey(subject.curve ?: "Ed25519").keyPair()
            subject.curve != null -> Jwks.CRV.get().forKey(subject.curve).keyPair()
            subject.isRsa -> Jwts.SIG.RS256.keyPair()
            else -> (signature(subject) as KeyPairBuilderSupplier).keyPair()
        }.build()
        val jwk = Jwks.builder().keyPair<PublicKey, PrivateKey>(pair).build()
        return Ours.forms(subject, enc, Jwks.UNSAFE_JSON(jwk), pair.private.encoded, pair.public.encoded)
    }

    /**
     * A secret needs its `alg`, which jjwt goes by; one for `dir`, whose length is not always one
     * of AES, is handed over as bytes.
     */
    private fun Handed.parsed(jwk: String): JavaKey {
        val given = Json.parseToJsonElement(jwk).jsonObject
        if (subject.algorithm == "dir") return SecretKeySpec(Base64.getUrlDecoder().decode(given.getValue("k").jsonPrimitive.content), "AES")
        val members = if (subject.isSecret) JsonObject(given + ("alg" to JsonPrimitive(subject.algorithm))) else given
        return Jwks.parser().build().parse(members.toString()).toKey()
    }

    private fun Handed.privateKey(): JavaKey = if (subject.isPassword) Keys.password(PASSWORD.toCharArray()) else der?.let(subject::privateKey) ?: parsed(jwk)

    private fun Handed.publicKey(): JavaKey =
        if (subject.isPassword) privateKey() else publicDer?.let(subject::publicKey) ?: parsed(publicJwk)

    override fun make(job: Job): String = when {
        job.form.isNested -> builder().content(signed(job, builder().claims(claims())).compact(), "JWT").encrypted(job)
        job.form == Form.CLAIMS -> signed(job, builder().claims(claims())).compact()
        job.form == Form.ENCRYPTED_CLAIMS -> builder().claims(claims()).encrypted(job)
        job.form == Form.UNENCODED -> signed(job, builder().content(job.form.payload).encodePayload(false)).compact()
        job.isSigned -> signed(job, builder().content(job.form.payload)).compact()
        job.form == Form.COMPRESSED -> builder().content(job.form.payload).compressWith(Jwts.ZIP.DEF).encrypted(job)
        else -> builder().content(job.form.payload).encrypted(job)
    }

    private fun builder() = Jwts.builder()

    private fun claims() = mapOf(
        "iss" to ISSUER,
        "aud" to listOf(AUDIENCE, "https://other.example"),
        "sub" to SUBJECT,
        "exp" to 4_102_444_800L,
        "name" to "Zoë ☃",
    )

    @Suppress("UNCHECKED_CAST")
    private fun signed(job: Job, builder: JwtBuilder): JwtBuilder =
        builder.signWith(job.signs.privateKey(), signature(job.signs.subject) as SecureDigestAlgorithm<JavaKey, *>)

    @Suppress("UNCHECKED_CAST")
    private fun JwtBuilder.encrypted(job: Job): String {
        val key = job.encrypts.publicKey()
        return encryptWith(key, management(job.encrypts.subject) as KeyAlgorithm<JavaKey, *>, Jwts.ENC.get().forKey(job.enc)).compact()
    }

    override fun open(job: Job, token: String): ByteArray = when {
        job.form.isNested -> {
            val inner = parser(job.encrypts.privateKey()).build().parseEncryptedContent(token).payload.decodeToString()
            json(expecting(job.signs.publicKey()).parseSignedClaims(inner).payload)
        }
        job.form == Form.CLAIMS -> json(expecting(job.signs.publicKey()).parseSignedClaims(token).payload)
        job.form == Form.ENCRYPTED_CLAIMS -> json(expecting(job.encrypts.privateKey()).parseEncryptedClaims(token).payload)
        job.form == Form.UNENCODED -> parser(job.signs.publicKey()).build().parseSignedContent(token, job.form.payload).payload
        job.isSigned -> parser(job.signs.publicKey()).build().parseSignedContent(token).payload
        else -> parser(job.encrypts.privateKey()).build().parseEncryptedContent(token).payload
    }

    private fun parser(key: JavaKey): JwtParserBuilder = Jwts.parser().keyLocator { key }

    private fun expecting(key: JavaKey) = parser(key).requireIssuer(ISSUER).requireAudience(AUDIENCE).requireSubject(SUBJECT).build()

    private fun json(claims: Claims): ByteArray = buildJsonObject {
        put("iss", claims.issuer)
        putJsonArray("aud") { claims.audience.forEach { add(JsonPrimitive(it)) } }
        put("sub", claims.subject)
        put("exp", claims.expiration.time / 1000)
        put("name", claims["name"] as String)
        check(claims.keys - "iat" == CLAIMS.keys) { "other claims: ${claims.keys}" }
    }.toString().toByteArray()

    override fun thumbprint(forms: KeyForms, subject: Subject, hash: String): String =
        Jwks.parser().build().parse(forms.jwk).thumbprint(Jwks.HASH.get().forKey(hash.lowercase())).toString()

    override fun thumbprintOfPem(pem: String, subject: Subject) = null
}
