package dev.tokenseal

import com.sun.jna.Native

/**
 * The one hot call: one crossing of the boundary, one array for both ways (`bindings-uniffi/src/direct.rs`). `bridge/src/packed/bytes.rs` describes
 * what comes back.
 */
internal object PackedCheck {
    init {
        Native.register(PackedCheck::class.java, System.getProperty("uniffi.component.tokenseal.libraryOverride") ?: "tokenseal_uniffi")
    }

    @JvmName("tokenseal_check")
    external fun check(verifier: Long, now: Double, buffer: ByteArray, tokenLength: Long, capacity: Long): Long
}

/** Room for the key_ids and for what a header grows by: with it, what was found fits where the token was. */
private const val ROOM = 1024
private const val REFUSED = 3
private val KINDS = arrayOf(TokenKind.SIGNED, TokenKind.ENCRYPTED, TokenKind.NESTED)
private const val ABSENT = -1

/** Verifies a token with the verifier at this address, which the caller keeps alive. The time is in seconds; NaN for the system's. */
internal fun verifyPacked(verifier: Long, token: String, now: Double): Token {
    val bytes = token.toByteArray()
    var capacity = bytes.size + ROOM
    while (true) {
        val buffer = bytes.copyOf(capacity)
        val length = PackedCheck.check(verifier, now, buffer, bytes.size.toLong(), capacity.toLong())
        if (length <= capacity) return unpack(buffer)
        // Compressed claims: they are inflated once more.
        capacity = Math.toIntExact(length)
    }
}

private fun unpack(result: ByteArray): Token {
    val first = result[0].toInt()
    if (first == REFUSED) {
        throw refused(text(result, 0) ?: ErrorCode.ERR_INTERNAL.name, text(result, 1).orEmpty(), text(result, 2))
    }
    return Token(KINDS[first]) { text(result, it) }
}

/** The text of this place; each is preceded by its length. */
private fun text(result: ByteArray, place: Int): String? {
    var at = 1
    repeat(place) { at += 4 + length(result, at).coerceAtLeast(0) }
    val length = length(result, at)
    return if (length == ABSENT) null else String(result, at + 4, length, Charsets.UTF_8)
}

private fun length(result: ByteArray, at: Int): Int = byte(result, at) or (byte(result, at + 1) shl 8) or (byte(result, at + 2) shl 16) or (byte(result, at + 3) shl 24)

private fun byte(result: ByteArray, at: Int) = result[at].toInt() and 0xff

/** A token whose halves of surrogate pairs are replaced: the core refuses what it has never seen, and reads no other token. */
internal fun unpaired(token: String): String = String(token.toByteArray(), Charsets.UTF_8)
