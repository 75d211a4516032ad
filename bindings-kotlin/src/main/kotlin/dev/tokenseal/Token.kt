package dev.tokenseal

import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.serializer
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
 * ```
 */
public class Token internal constructor(
    /** How the token was protected. */
    public val kind: TokenKind,
    /** How its sender proved to hold what it is bound to; null if nothing was proven. */
    public val provenBy: ProvenBy? = null,
    private val texts: (Int) -> String?,
) {
    internal constructor(token: NativeToken) : this(
        TokenKind.of(token.kind),
        // With a proof there is another way.
        provenBy = null,
        listOf(token.claimsJson, token.headerJson, token.keyId, token.outerHeaderJson, token.decryptionKeyId)::get,
    )

    /** The claims as JSON text, exactly as they were protected. */
    public val claimsJson: String by lazy(LazyThreadSafetyMode.PUBLICATION) { texts(0).orEmpty() }

    /** The claims, parsed when first asked for. Numbers keep their text, so that none is rounded. */
    public val claims: JsonObject by lazy(LazyThreadSafetyMode.PUBLICATION) { json(claimsJson) }

    /** The same as [header], exactly as it was protected. */
    internal val headerJson: String get() = texts(1).orEmpty()

    /** The protected header: the signed token's, or the encrypted token's where nothing is signed. */
    public val header: JsonObject by lazy(LazyThreadSafetyMode.PUBLICATION) { json(headerJson) }

    /** The key_id of the key that verified the signature (or decrypted, where nothing is signed). It is the key's own, never the token's. */
    public val keyId: String? get() = texts(2)

    /** The header of the encrypted token around the signed one. */
    public val outerHeader: JsonObject? get() = texts(3)?.let(::json)

    /** The key_id of the key that decrypted the token. */
    public val decryptionKeyId: String? get() = texts(4)

    /** A claim, or null where the token has none of this name. */
    public operator fun get(name: String): JsonElement? = claims[name]

    /** A claim that is a text, or null where it is none. */
    public fun text(name: String): String? = claims[name]?.plain() as? String

    /** The claims as plain maps, lists, texts, booleans and numbers: Long, BigInteger where that is too small, or Double. */
    public fun claimsMap(): Map<String, Any?> = claims.mapValues { it.value.plain() }

    /**
     * The claims as an instance of a serializable class. Claims that it does not have are left out.
     *
     * @throws TokenException `ERR_JWT_CLAIM_INVALID` where they do not fit.
     */
    public fun <T> claims(deserializer: DeserializationStrategy<T>): T = readClaims(claimsJson) { deserializer }

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
     * @throws TokenException `ERR_JWT_CLAIM_INVALID` where they do not fit.
     */
    public inline fun <reified T> claims(): T = readClaims(claimsJson) { serializer<T>() }

    /** Shows no claim. */
    override fun toString(): String = "Token(kind=$kind, keyId=$keyId)"
}

/** How the sender of a token proves to hold what the token is bound to (`cnf`, RFC 7800). */
public enum class ProvenBy(
    /** The name that it has in every language. */
    public val identifier: String,
) {
    /** By a DPoP proof of its key (RFC 9449). */
    DPOP("dpop"),

    /** By the certificate of its TLS connection (RFC 8705). */
    CERTIFICATE("certificate"),
}

/** What an unchecked token says of itself: for people and logs, never for decisions. */
public class Inspected internal constructor(shown: NativeInspected) {
    /** What kind of token it seems to be. */
    public val kind: TokenKind = TokenKind.of(shown.kind)

    /** Its protected header; of a nested token, the outer one. */
    public val header: JsonObject = json(shown.headerJson)

    /** The claims of a signed token as JSON text, if they are a strict JSON object. */
    public val claimsJson: String? = shown.claimsJson

    /** The same, parsed. */
    public val claims: JsonObject? get() = claimsJson?.let(::json)

    override fun toString(): String = "Inspected(kind=$kind)"
}
