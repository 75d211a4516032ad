package dev.tokenseal

import com.sun.jna.Memory
import com.sun.jna.Pointer
import dev.tokenseal.ffi.Lent
import dev.tokenseal.ffi.Key as NativeKey

// Secrets cross in memory outside of the heap, which the garbage collector does not copy and which
// is wiped right after the call. UniFFI's own buffers are freed as they are.

/** A key from bytes, which the core reads where they are lent. */
internal fun keyOf(
    form: String,
    bytes: ByteArray,
    algorithm: Algorithm?,
    password: String?,
    given: String,
): Key {
    val secret = password?.encodeToByteArray(throwOnInvalidSequence = true)
    try {
        val name = algorithm?.identifier
        val made = lending(bytes) { lent ->
            lendingOrNot(secret) { NativeKey.fromLent(form, lent, name, it, given) }
        }
        return Key(made)
    } finally {
        secret?.fill(0)
    }
}

/** A key as bytes; the caller's array is the only copy. */
internal fun NativeKey.bytes(form: String, given: String): ByteArray {
    var room = ROOM
    while (true) {
        lent(room) { memory, lent ->
            val length = lend(form, lent, given).toLong()
            if (length <= room) return memory.getByteArray(0, Math.toIntExact(length))
            room = length
        }
    }
}

private fun <R> lendingOrNot(bytes: ByteArray?, work: (Lent?) -> R): R =
    if (bytes == null) work(null) else lending(bytes) { work(it) }

private fun <R> lending(bytes: ByteArray, work: (Lent) -> R): R {
    if (bytes.isEmpty()) return work(Lent(0u, 0u))
    return lent(bytes.size.toLong()) { memory, lent ->
        memory.write(0, bytes, 0, bytes.size)
        work(lent)
    }
}

private inline fun <R> lent(size: Long, work: (Memory, Lent) -> R): R = Memory(size).use { memory ->
    try {
        work(memory, Lent(Pointer.nativeValue(memory).toULong(), size.toULong()))
    } finally {
        memory.clear()
    }
}

/** Enough for every key but the largest RSA keys. */
private const val ROOM = 4096L
