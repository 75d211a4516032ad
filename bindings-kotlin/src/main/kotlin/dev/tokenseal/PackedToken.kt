package dev.tokenseal

import com.sun.jna.Native
import kotlinx.serialization.json.Json

/**
 * The one hot call: it crosses the boundary once, with one array for both directions
 * (`bindings-uniffi/src/direct.rs`). `bridge/src/packed/bytes.rs` describes what comes back.
 */
internal object PackedCheck {
    init {
        Native.register(PackedCheck::class.java, NativeCode.library)
    }

    fun ensureInitialized() = Unit

    @JvmName("tokenseal_check")
    external fun check(verifier: Long, now: Double, carried: Byte, buffer: ByteArray, tokenLength: Long, capacity: Long): Long
}

/**
 * Room for the key_ids and for the growth of a header: with it, the result fits where the token
 * was.
 */
private const val ROOM = 1024
private const val REFUSED = 3
private const val WAITS = 4
private const val MORE = 0x80

/** The bits of the kind, below those that say how possession was proven. */
private const val KIND = 0x0f
private const val DPOP = 0x10
private const val CERTIFICATE = 0x20
private val KINDS = arrayOf(TokenKind.SIGNED, TokenKind.ENCRYPTED, TokenKind.NESTED)
private const val TEXTS = 5
private const val SEPARATOR = '\u001f'
private const val ABSENT = -1

/**
 * Verifies a token with the verifier at this address, which the caller keeps alive. The time is in
 * seconds; NaN for the system's.
 */
internal fun verifyPacked(verifier: Long, token: String, now: Double): Token {
    val found = check(verifier, token, now, 0)
    val first = found[0].toInt()
    return if (first == REFUSED) throw refusal(found) else tokenOf(first, found)
}

/** The same for a caller that can fetch what the check may need. */
internal fun checkPacked(verifier: Long, token: String, now: Double): Outcome {
    val found = check(verifier, token, now, 1)
    val (first, hasMore) = found[0].toInt().let { (it and MORE.inv() and 0xff) to (it and MORE != 0) }
    val texts = when (first) {
        REFUSED -> 3
        WAITS -> 1
        else -> TEXTS
    }
    return Outcome(
        token = if (first != REFUSED && first != WAITS) tokenOf(first, found) else null,
        refused = if (first == REFUSED) refusal(found) else null,
        waits = if (first == WAITS) text(found, 0)?.toULong() else null,
        events = if (hasMore) text(found, texts) else null,
        due = if (hasMore) text(found, texts + 1)?.toLong() else null,
    )
}

/** A token in the form of `bridge/src/packed/text.rs`. */
internal fun tokenOf(packed: String): Token {
    val texts = packed.substring(3).split(SEPARATOR)
    val provenBy = when (packed[2]) {
        '1' -> ProvenBy.DPOP
        '2' -> ProvenBy.CERTIFICATE
        else -> null
    }
    return Token(KINDS[packed[0] - '0'], provenBy) { place ->
        val text = texts[place]
        if (text == "null") null else if (place == 2 || place == 4) Json.decodeFromString<String>(text) else text
    }
}

private fun check(verifier: Long, token: String, now: Double, carried: Byte): ByteArray {
    val bytes = token.toByteArray()
    var capacity = bytes.size + ROOM
    while (true) {
        val buffer = bytes.copyOf(capacity)
        val length = PackedCheck.check(verifier, now, carried, buffer, bytes.size.toLong(), capacity.toLong())
        if (length <= capacity) return buffer
        // Compressed claims: the check inflates them once more.
        capacity = Math.toIntExact(length)
    }
}

private fun tokenOf(first: Int, found: ByteArray): Token {
    val provenBy = when {
        first and DPOP != 0 -> ProvenBy.DPOP
        first and CERTIFICATE != 0 -> ProvenBy.CERTIFICATE
        else -> null
    }
    return Token(KINDS[first and KIND], provenBy) { text(found, it) }
}

private fun refusal(found: ByteArray) = refused(text(found, 0) ?: ErrorCode.ERR_INTERNAL.name, text(found, 1).orEmpty(), text(found, 2))

/** The text at this index; each is preceded by its length. */
private fun text(result: ByteArray, place: Int): String? {
    var at = 1
    repeat(place) { at += 4 + length(result, at).coerceAtLeast(0) }
    val length = length(result, at)
    return if (length == ABSENT) null else String(result, at + 4, length, Charsets.UTF_8)
}

private fun length(result: ByteArray, at: Int): Int = byte(result, at) or (byte(result, at + 1) shl 8) or (byte(result, at + 2) shl 16) or (byte(result, at + 3) shl 24)

private fun byte(result: ByteArray, at: Int) = result[at].toInt() and 0xff

/**
 * A token in which lone surrogates are replaced: the core refuses the result, and cannot take it
 * for another token.
 */
internal fun unpaired(token: String): String = String(token.toByteArray(), Charsets.UTF_8)
