package dev.tokenseal

import dev.tokenseal.ffi.PendingChange
import dev.tokenseal.ffi.PendingEntries
import java.util.concurrent.CompletableFuture

// Changes sent to a store, and entries requested from it. The core reports their outcome, whether
// or not anyone waited to the end.

/** Waits for a change on this thread, and returns the entry. */
internal fun Carrier.finished(pending: PendingChange): RevocationEntry {
    await(native { pending.timeLeft(times()) }) { native { pending.isSettled(it) } }
    return RevocationEntry(native { pending.finish() })
}

/** The same without waiting. */
internal fun Carrier.finishedLater(pending: PendingChange): CompletableFuture<RevocationEntry> {
    val result = CompletableFuture<RevocationEntry>()
    val settled = wait(native { pending.timeLeft(times()) }) { native { pending.isSettled(it) } }
    // A caller that cancels no longer waits.
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

/** Waits for entries on this thread, as long as more pages come. */
internal fun Carrier.listed(pending: PendingEntries): List<RevocationEntry> {
    do {
        val pages = native { pending.pages() }
        val isSettled = await(native { pending.timeLeft(times()) }) { native { pending.isSettled(it) } }
    } while (!isSettled && native { pending.pages() } != pages)
    return native { pending.finish() }.map(::RevocationEntry)
}

/** The same without waiting. */
internal fun Carrier.listedLater(pending: PendingEntries): CompletableFuture<List<RevocationEntry>> {
    val result = CompletableFuture<List<RevocationEntry>>()
    // A caller that cancels no longer waits: what is closed is settled, with an error.
    result.whenComplete { _, _ -> pending.close() }
    pagesOf(pending).whenCompleteAsync { _, error ->
        try {
            if (error != null) throw error
            result.complete(native { pending.finish() }.map(::RevocationEntry))
        } catch (error: Throwable) {
            result.completeExceptionally(error)
        }
    }
    return result
}

private fun Carrier.pagesOf(pending: PendingEntries): CompletableFuture<Boolean> {
    val pages = native { pending.pages() }
    return wait(native { pending.timeLeft(times()) }) { native { pending.isSettled(it) } }.thenComposeAsync { isSettled ->
        if (isSettled || native { pending.pages() } == pages) CompletableFuture.completedFuture(isSettled) else pagesOf(pending)
    }
}
