package dev.tokenseal

import dev.tokenseal.ffi.PendingChange
import java.util.concurrent.CompletableFuture

// Changes that a store was told of. What came of one, the core says, whether or not it was waited for to the end.

/** Waits for a change on this thread, and gives the entry. */
internal fun Carrier.finished(pending: PendingChange): RevocationEntry {
    await(native { pending.timeLeft(times()) }) { native { pending.isSettled(it) } }
    return RevocationEntry(native { pending.finish() })
}

/** The same without waiting. */
internal fun Carrier.finishedLater(pending: PendingChange): CompletableFuture<RevocationEntry> {
    val result = CompletableFuture<RevocationEntry>()
    val settled = wait(native { pending.timeLeft(times()) }) { native { pending.isSettled(it) } }
    // Whoever cancels waits no longer.
    result.whenComplete { _, _ ->
        settled.cancel(false)
        pending.close()
    }
    settled.whenCompleteAsync { _, error ->
        try {
            if (error != null) throw error
            result.complete(RevocationEntry(native { pending.finish() }))
        } catch (error: Throwable) {
            result.completeExceptionally(error)
        }
    }
    return result
}
