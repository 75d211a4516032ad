package dev.tokenseal

import java.util.concurrent.atomic.AtomicLong
import dev.tokenseal.ffi.EncryptionKey as NativeEncryptionKey
import dev.tokenseal.ffi.Keys as NativeKeys
import dev.tokenseal.ffi.SigningKey as NativeSigningKey

/**
 * What the core holds for an object. Every use goes through here, whether as the receiver of a call
 * or as an argument: nothing is freed while in use, and nothing is used once closed.
 */
internal class NativeHandle<T : AutoCloseable>(val native: T) {
    /**
     * The calls that are under way, and one more until it is closed. The last to leave frees it.
     */
    private val users = AtomicLong(1)
    private val open = AtomicLong(1)

    val isOpen: Boolean get() = open.get() == 1L

    /** Calls the core with it. [malformed] is as for [native]. */
    inline fun <R> with(malformed: ErrorCode = ErrorCode.ERR_OPTION_INVALID, work: (T) -> R): R {
        enter()
        try {
            return native(malformed) { work(native) }
        } finally {
            leave()
        }
    }

    fun close() {
        if (open.getAndSet(0) == 1L) leave()
    }

    fun enter() {
        while (true) {
            val count = users.get()
            if (count == 0L || open.get() == 0L) throw closed()
            if (users.compareAndSet(count, count + 1)) return
        }
    }

    fun leave() {
        if (users.decrementAndGet() == 0L) native.close()
    }
}

/** Calls the core with several handles. */
internal inline fun <T : AutoCloseable, R> withAll(handles: Collection<NativeHandle<T>>, work: (List<T>) -> R): R {
    val entered = ArrayList<NativeHandle<T>>(handles.size)
    try {
        for (handle in handles) entered += handle.also { it.enter() }
        return native { work(entered.map { it.native }) }
    } finally {
        entered.forEach { it.leave() }
    }
}

// What follows is not inline: nested, as for a Verifier, the branches would multiply to a class of
// half a megabyte, which takes a JVM two seconds to verify before the first check.

/** Calls the core with a key, or none. */
internal fun <R> Key?.orNoKey(work: (dev.tokenseal.ffi.Key?) -> R): R = if (this == null) native { work(null) } else handle.with { work(it) }

/** Calls the core with the set of these keys. */
internal inline fun <R> Keys.with(malformed: ErrorCode = ErrorCode.ERR_OPTION_INVALID, work: (dev.tokenseal.ffi.KeySet) -> R): R =
    set.with(malformed, work)

/** Calls the core with the set of these keys, or none. */
internal fun <R> Keys?.orNone(work: (dev.tokenseal.ffi.KeySet?) -> R): R = if (this == null) native { work(null) } else set.with { work(it) }

/** Calls the core with the keys that verify, if any. */
internal fun <R> VerificationKeys?.verifying(work: (NativeKeys?) -> R): R = when (this) {
    null -> native { work(null) }
    is Keys -> set.with { work(NativeKeys.Fixed(it)) }
    is RemoteKeySet -> open().let { native { work(NativeKeys.Remote(set)) } }
    is KeyRing -> handle.with { work(NativeKeys.Ring(it)) }
}

/** Calls the core with the keys that decrypt, if any. */
internal fun <R> DecryptionKeys?.decrypting(work: (NativeKeys?) -> R): R = when (this) {
    null -> native { work(null) }
    is Keys -> set.with { work(NativeKeys.Fixed(it)) }
    is KeyRing -> handle.with { work(NativeKeys.Ring(it)) }
}

/** Calls the core with the key that signs, if any. */
internal fun <R> SigningKey?.signing(work: (NativeSigningKey?) -> R): R = when (this) {
    null -> native { work(null) }
    is Key -> handle.with { work(NativeSigningKey.Fixed(it)) }
    is KeyRing -> handle.with { work(NativeSigningKey.Ring(it)) }
}

/** Calls the core with the key to encrypt to, if any. */
internal fun <R> EncryptionKey?.encrypting(work: (NativeEncryptionKey?) -> R): R = when (this) {
    null -> native { work(null) }
    is Key -> handle.with { work(NativeEncryptionKey.Fixed(it)) }
    is RemoteKeySet -> open().let { native { work(NativeEncryptionKey.Remote(set)) } }
    is KeyRing -> handle.with { work(NativeEncryptionKey.Ring(it)) }
}

/** Calls the core with a list of revocations, or none. */
internal fun <R> Revocations?.orNone(work: (dev.tokenseal.ffi.Revocations?) -> R): R =
    if (this == null) native { work(null) } else handle.with { work(it) }

internal val Keys.set: NativeHandle<dev.tokenseal.ffi.KeySet>
    get() = when (this) {
        is Key -> alone
        is KeySet -> handle
    }
