package dev.tokenseal

import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import java.time.Instant
import dev.tokenseal.ffi.Inspected as NativeInspected
import dev.tokenseal.ffi.Token as NativeToken

/**
 * A token whose signature, encryption and claims were checked.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.HS256, keyId = "k")
 * val token = verify(sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes)), key)
 * check(token.text("sub") == "alice")
 * check(token.kind == TokenKind.SIGNED && token.keyId == "k")
 * check(token.subject == "alice" && token.expiresAt!! > token.issuedAt!!)
 * ```
 */
public class Token internal constructor(
    /** How the token was protected. */
    public val kind: TokenKind,
    /** How its sender proved possession of what it is bound to; null if nothing was proven. */
    public val provenBy: ProvenBy? = null,
    private val texts: (Int) -> String?,
) {
    internal constructor(token: NativeToken) : this(
        TokenKind.of(token.kind),
        // A check with a proof takes another path.
        provenBy = null,
        listOf(token.claimsJson, token.headerJson, token.keyId, token.outerHeaderJson, token.decryptionKeyId)::get,
    )

    /** The claims as JSON text, exactly as they were protected. */
    public val claimsJson: String by lazy(LazyThreadSafetyMode.PUBLICATION) { texts(0).orEmpty() }

    /**
     * The claims, parsed when first asked for. Numbers keep their text, so that none is rounded.
     */
    public val claims: JsonObject by lazy(LazyThreadSafetyMode.PUBLICATION) { json(claimsJson) }

    /** The same as [header], exactly as it was protected. */
    internal val headerJson: String get() = texts(1).orEmpty()

    /**
     * The protected header: the signed token's, or the encrypted token's if nothing is signed.
     */
    public val header: JsonObject by lazy(LazyThreadSafetyMode.PUBLICATION) { json(headerJson) }

    /**
     * The key_id of the key that verified the signature (or decrypted the token, if nothing is
     * signed). It is the key's own, never the token's.
     */
    public val keyId: String? get() = texts(2)

    /** The header of the encrypted token around the signed one. */
    public val outerHeader: JsonObject? get() = texts(3)?.let(::json)

    /** The key_id of the key that decrypted the token. */
    public val decryptionKeyId: String? get() = texts(4)

    /** Who made the token (`iss`); null if it does not say. */
    public val issuer: String? get() = text("iss")

    /**
     * Whom the token is about (`sub`); null if it does not say. A numeric subject, where allowed,
     * is returned as its digits.
     */
    public val subject: String? get() = (claims["sub"] as? JsonPrimitive)?.contentOrNull

    /** For whom the token is (`aud`): always a list, and empty if it does not say. */
    public val audience: List<String>
        get() = when (val aud = claims["aud"]) {
            is JsonArray -> aud.mapNotNull { it.plain() as? String }
            else -> listOfNotNull(aud?.plain() as? String)
        }

    /** When the token expires (`exp`); null for one that does not. */
    public val expiresAt: Instant? get() = time("exp")

    /** When the token was issued (`iat`); null if it does not say. */
    public val issuedAt: Instant? get() = time("iat")

    /** The token's own id (`jti`), by which it can be revoked; null if it has none. */
    public val tokenId: String? get() = text("jti")

    /** A claim that is a point in time, or null if it is not one. */
    private fun time(name: String): Instant? = (claims[name] as? JsonPrimitive)?.instant()

    /** A claim, or null if the token has none with this name. */
    public operator fun get(name: String): JsonElement? = claims[name]

    /** A claim that is a string, or null if it is not one. */
    public fun text(name: String): String? = claims[name]?.plain() as? String

    /**
     * The claims as plain maps, lists, strings, booleans and numbers: Long, BigInteger if that is
     * too small, or Double.
     */
    public fun claimsMap(): Map<String, Any?> = claims.mapValues { it.value.plain() }

    /**
     * The claims as an instance of a serializable class. Claims that the class does not have are
     * ignored.
     *
     * @throws TokenException `ERR_JWT_CLAIM_INVALID` if they do not fit the class.
     */
    public fun <T> claims(deserializer: DeserializationStrategy<T>): T = readClaims(claimsJson, deserializer)

    /**
     * The claims as an instance of a serializable class.
     *
     * ```kotlin
     * @Serializable
     * data class Session(val sub: String, val admin: Boolean = false)
     *
     * val key = Key.generate(SignatureAlgorithm.HS256)
     * val token = sign(Session("alice", admin = true), key, TokenOptions(expiresIn = 5.minutes))
     * check(verify(token, key).claims<Session>().admin)
     * ```
     *
     * @throws TokenException `ERR_JWT_CLAIM_INVALID` if they do not fit the class.
     */
    public inline fun <reified T> claims(): T = claims(serializerOf<T>())

    /** Shows no claim. */
    override fun toString(): String = printed(
        "Token",
        "kind" to kind.identifier,
        "keyId" to shown(keyId),
        "decryptionKeyId" to shown(decryptionKeyId.takeIf { kind == TokenKind.NESTED }),
    )
}

/** How the sender of a token proves possession of what the token is bound to (`cnf`, RFC 7800). */
public enum class ProvenBy(
    /** Its name in every language. */
    public val identifier: String,
) {
    /** With a DPoP proof by its key (RFC 9449). */
    DPOP("dpop"),

    /** With the client certificate of its TLS connection (RFC 8705). */
    CERTIFICATE("certificate"),
}

/** What an unchecked token says about itself: for people and logs, never for decisions. */
public class Inspected internal constructor(shown: NativeInspected) {
    /** The kind of token that it appears to be. */
    public val kind: TokenKind = TokenKind.of(shown.kind)

    /** Its protected header; of a nested token, the outer one. */
    public val header: JsonObject = json(shown.headerJson)

    /** The claims of a signed token as JSON text, if they are a strict JSON object. */
    public val claimsJson: String? = shown.claimsJson

    /** The same, parsed. */
    public val claims: JsonObject? get() = claimsJson?.let(::json)

    override fun toString(): String = printed("Inspected", "kind" to kind.identifier)
}
