package dev.tokenseal

import dev.tokenseal.ffi.readySeconds
import java.util.concurrent.CompletableFuture
import java.time.Duration as JavaDuration

// Waiting until key sets have usable keys and lists of revocations have been read.

/** How long `ready` waits by default. */
internal val READY: JavaDuration by lazy { JavaDuration.ofMillis((readySeconds() * 1000).toLong()) }

/** Waits until all of them are ready, or says why one is not. */
internal fun Collection<Carrier>.ready(timeout: JavaDuration) {
    if (MainThread.isCurrent()) {
        forEach { if (!it.followed.isReady(it.times())) it.also(Carrier::start).refuse() }
        return
    }
    val deadline = System.nanoTime() + nanosOf(timeout)
    // All at once: each has its own thread.
    forEach { if (!it.followed.isReady(it.times())) it.start() }
    forEach { carrier -> if (!carrier.await((deadline - System.nanoTime()).coerceAtLeast(0) / 1e9, carrier.followed::isReady)) carrier.refuse() }
}

/** The same without waiting. */
internal fun Collection<Carrier>.readyAsync(timeout: JavaDuration): CompletableFuture<Void> {
    val seconds = nanosOf(timeout) / 1e9
    val waits = map { it to it.wait(seconds, it.followed::isReady) }
    val all = waits.map { (carrier, settled) -> settled.thenApplyAsync { isReady -> if (!isReady) carrier.refuse() } }
    return CompletableFuture.allOf(*all.toTypedArray()).also { whole ->
        // A caller that cancels it no longer waits.
        whole.whenComplete { _, _ -> waits.forEach { (_, settled) -> settled.cancel(false) } }
    }
}

/**
 * The future that the work returns; a failed one if it throws. (`CompletableFuture.failedFuture` is
 * not on older Android.)
 */
internal inline fun <T> futureOf(work: () -> CompletableFuture<T>): CompletableFuture<T> = try {
    work()
} catch (error: Exception) {
    CompletableFuture<T>().apply { completeExceptionally(error) }
}

private fun nanosOf(timeout: JavaDuration): Long = try {
    timeout.toNanos().coerceIn(0, Long.MAX_VALUE / 4)
} catch (_: ArithmeticException) {
    if (timeout.isNegative) 0 else Long.MAX_VALUE / 4
}
