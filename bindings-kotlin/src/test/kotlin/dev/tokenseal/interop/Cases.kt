package dev.tokenseal.interop

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

// What is exchanged: the forms of tokens, and the algorithms of each.

/** An algorithm, with the curve of its keys where there are several. */
internal data class Subject(val algorithm: String, val curve: String? = null) {
    val label: String get() = if (curve == null) "`$algorithm`" else "`$algorithm`, $curve"
    val isPassword: Boolean get() = algorithm.startsWith("PBES2")
    val isSecret: Boolean get() = Regex("HS|A\\d|dir").matchesAt(algorithm, 0)
    val isRsa: Boolean get() = Regex("RS|PS").matchesAt(algorithm, 0)
    val isOkp: Boolean get() = algorithm.startsWith("Ed") || curve == "X25519"

    /** How long a secret has to be. */
    fun secretBits(enc: String?): Int {
        val name = if (algorithm == "dir") enc!! else algorithm
        return Regex("(?:CBC-HS|HS|A)(\\d{3})").findAll(name).last().groupValues[1].toInt()
    }
}

private val SIGNATURES = listOf("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K")
    .plus(listOf("EdDSA", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"))
    .map { Subject(it) }
private val CURVES = listOf("P-256", "P-384", "P-521", "X25519")
private val MANAGEMENTS = listOf("dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW")
    .plus(listOf("RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"))
    .map { Subject(it) }
    .plus(listOf("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW").flatMap { algorithm -> CURVES.map { Subject(algorithm, it) } })
private val PASSWORDS = listOf("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW").map { Subject(it) }

private val EVERY_ENC = listOf("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")
private val ONE_OF_EACH = listOf("A128CBC-HS256", "A256GCM")
private val ONE = listOf("A256GCM")

/**
 * The key that nested tokens are encrypted to, and the one that signs them, where the other one is
 * the subject.
 */
internal val ENCRYPTS = Subject("ECDH-ES+A256KW", "P-256")
internal val SIGNS = Subject("ES256")

/**
 * The forms of tokens.
 *
 * @param title what the page calls it.
 * @param note what else is to be said of it.
 * @param encs what is exchanged for each algorithm.
 * @param asDer whether keys are handed over as DER too, with the last of [encs].
 */
internal enum class Form(
    val title: String,
    val note: String,
    val subjects: List<Subject>,
    val encs: List<String?> = listOf(null),
    val asDer: Boolean = false,
) {
    CLAIMS("signed JWT", "the reader checks `iss`, `aud`, `sub` and `exp`; keys as JWK and DER", SIGNATURES, asDer = true),
    COMPACT("compact JWS", "keys as JWK and DER", SIGNATURES, asDer = true),
    UNENCODED("detached JWS with `b64: false`", "the payload is text", SIGNATURES),
    FLATTENED("flattened JWS", "", SIGNATURES),
    GENERAL("general JWS", "", SIGNATURES),
    ENCRYPTED_CLAIMS("encrypted JWT", "A128CBC-HS256 and A256GCM", MANAGEMENTS, ONE_OF_EACH),
    ENCRYPTED("compact JWE", "all six `enc`; keys as DER, too, with A256GCM", MANAGEMENTS, EVERY_ENC, asDer = true),
    PASSWORD("compact JWE by a password", "A256GCM", PASSWORDS, ONE),
    COMPRESSED("compressed JWE (`zip`: DEF)", "A256GCM", MANAGEMENTS, ONE),
    ENCRYPTED_FLATTENED("flattened JWE", "A128CBC-HS256 and A256GCM, with `aad`", MANAGEMENTS, ONE_OF_EACH),
    ENCRYPTED_GENERAL("general JWE", "A128CBC-HS256 and A256GCM, with `aad`", MANAGEMENTS, ONE_OF_EACH),
    NESTED_BY_SIGNATURE("nested JWT (each signature)", "encrypted by ECDH-ES+A256KW on P-256 and A256GCM", SIGNATURES, ONE),
    NESTED_BY_ENCRYPTION("nested JWT (each encryption)", "ES256 inside; A128CBC-HS256 and A256GCM", MANAGEMENTS, ONE_OF_EACH),
    ;

    val signs: Boolean get() = subjects === SIGNATURES
    val isNested: Boolean get() = this == NESTED_BY_SIGNATURE || this == NESTED_BY_ENCRYPTION
    val isClaims: Boolean get() = isNested || this == CLAIMS || this == ENCRYPTED_CLAIMS
    /** What is signed or encrypted. Without base64url it has to be text for all to take it. */
    val payload: ByteArray get() = if (this == UNENCODED) CLAIMS.toString().toByteArray() else BYTES
    val isJson: Boolean get() = name.endsWith("FLATTENED") || name.endsWith("GENERAL")
}

/** Keys whose thumbprints have to be equal, by what to call them. */
internal val THUMBPRINTS = listOf(
    "oct" to Subject("HS256"),
    "RSA" to Subject("RS256"),
    "EC P-256" to Subject("ES256"),
    "EC P-384" to Subject("ES384"),
    "EC P-521" to Subject("ES512"),
    "EC secp256k1" to Subject("ES256K"),
    "OKP Ed25519" to Subject("EdDSA"),
    "OKP X25519" to Subject("ECDH-ES", "X25519"),
    "AKP" to Subject("ML-DSA-44"),
)

internal const val ISSUER = "https://issuer.example"
internal const val AUDIENCE = "https://api.example"
internal const val SUBJECT = "alice"
internal val CLAIMS: JsonObject = Json.parseToJsonElement(
    """{"iss":"$ISSUER","aud":["$AUDIENCE","https://other.example"],"sub":"$SUBJECT","exp":4102444800,"name":"Zoë ☃"}""",
).jsonObject
internal const val PASSWORD = "correct horse battery staple"
private val BYTES = ByteArray(300) { (it % 251).toByte() }
internal val AAD = "not secret".toByteArray()
