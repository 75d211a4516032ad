package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.jsonPrimitive
import java.time.Clock
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.concurrent.locks.ReentrantLock
import java.util.function.Consumer
import java.util.function.Supplier
import java.util.logging.Level
import kotlin.concurrent.withLock
import dev.tokenseal.ffi.RemoteKeySet as NativeRemoteKeySet
import dev.tokenseal.ffi.Times

/** What a key set is fetched with. */
internal class Driver(val http: HttpCarrier, val headers: Supplier<Map<String, String>>?, val clock: Clock?, val onEvent: Consumer<Event>?)

/** The times of a machine: the system's, unless a test has a clock. */
internal fun timesOf(clock: Clock?): Times = Times(clock?.tell()?.inSeconds(), null, null)

/**
 * Carries the flights of one key set, one after the other, on a thread that lives as long as there is something to fetch or somebody waits.
 *
 * It decides nothing: the core says what to fetch, and when there may be more.
 */
internal class Carrier(val set: NativeRemoteKeySet, private val driver: Driver) {
    val id: Long = set.id().toLong()
    val clock: Clock? get() = driver.clock

    /** What the caller's function for headers threw when it was last called. */
    @Volatile
    var cause: Throwable? = null
        private set

    private val lock = ReentrantLock()
    private val news = lock.newCondition()
    private val waiters = LinkedHashSet<Waiter>()
    private var thread: Thread? = null
    private var isWanted = false

    /** Has the core asked what there is to fetch, by a thread that runs already or a new one. */
    fun start() = lock.withLock {
        isWanted = true
        news.signalAll()
        if (thread == null) launch()
    }

    /** Waits on this thread, which must be able to. False: it was interrupted, or the time is up. */
    fun await(seconds: Double, isSettled: (Times) -> Boolean): Boolean {
        // From `headers` or `onEvent`: the flight would wait for itself.
        if (lock.withLock { thread } === Thread.currentThread()) return false
        val settled = wait(seconds, isSettled)
        try {
            return settled.get((seconds * 1e9).toLong() + GRACE * 2, TimeUnit.NANOSECONDS)
        } catch (_: TimeoutException) {
            return false
        } catch (_: InterruptedException) {
            Thread.currentThread().interrupt()
            return false
        } catch (error: ExecutionException) {
            throw error.cause ?: error
        } finally {
            settled.cancel(false)
        }
    }

    /** True as soon as it is settled, false when the time is up. What is done with it must not block: it is the carrier's thread. */
    fun wait(seconds: Double, isSettled: (Times) -> Boolean): CompletableFuture<Boolean> {
        if (isSettled(times())) return CompletableFuture.completedFuture(true)
        val waiter = Waiter(System.nanoTime() + (seconds * 1e9).toLong() + GRACE, isSettled)
        lock.withLock { waiters += waiter }
        waiter.settled.whenComplete { _, _ -> leave(waiter) }
        start()
        return waiter.settled
    }

    /** For whoever needs any keys that may be used: until there are some, or a flight has ended. Nobody waits for a second one. */
    fun anyKeys(): (Times) -> Boolean {
        val before = set.landed()
        return { set.isReady(it) || set.landed() > before }
    }

    fun times(): Times = timesOf(clock)

    /** Throws what is said where there are no keys. */
    fun refuse(): Nothing = throw try {
        native { set.refuse() }
        closed()
    } catch (error: TokenException) {
        error.withCause(cause)
    }

    private fun leave(waiter: Waiter) = lock.withLock {
        waiters -= waiter
        news.signalAll()
    }

    private fun launch() {
        val made = daemon("tokenseal-flight", ::run)
        try {
            made.start()
            thread = made
        } catch (error: OutOfMemoryError) {
            // There can be no more threads. Whoever waits has the error of the key set.
            LOGGER.log(Level.WARNING, "no thread could be started to fetch keys", error)
            waiters.toList().forEach { it.settled.complete(false) }
        }
    }

    private fun run() {
        try {
            do {
                val wake = fly()
            } while (stays(wake))
        } catch (error: Throwable) {
            if (error !is TokenException) LOGGER.log(Level.WARNING, "a flight has ended by an exception", error)
            val left = lock.withLock { waiters.toList().also { thread = null } }
            left.forEach { if (error is Exception && error !is TokenException) it.settled.completeExceptionally(error) else it.settled.complete(false) }
        }
    }

    /** One flight, if there is reason for one. Gives in how many seconds there may be more to do. */
    private fun fly(): Double? {
        var turn = Turn(native { set.poll(times()) })
        while (true) {
            val fetch = turn.fetch ?: return turn.wake
            val exchange = Exchange(fetch, driver.http, driver.headers) { lock.withLock { news.signalAll() } }
            val told = carry(exchange)
            cause = exchange.cause
            turn = Turn(native { set.tell(times(), told.answer, told.body) })
            driver.onEvent?.tell(turn.events)
            settle()
            exchange.abandon()
        }
    }

    private fun carry(exchange: Exchange): Told {
        exchange.start()
        while (true) {
            exchange.told()?.let { return it }
            settle()
            lock.withLock { if (exchange.told() == null) sleep(exchange.nanosLeft) }
        }
    }

    /** Whether there is more to do; until then it sleeps. */
    private fun stays(wake: Double?): Boolean {
        settle()
        lock.withLock {
            if (!isWanted && waiters.isEmpty()) {
                thread = null
                return false
            }
            if (!isWanted) sleep(wake?.let { (it * 1e9).toLong() } ?: Long.MAX_VALUE)
            isWanted = false
            return true
        }
    }

    /** Until there is news, or somebody's time is up. */
    private fun sleep(nanos: Long) {
        val now = System.nanoTime()
        val left = waiters.minOfOrNull { it.deadline - now } ?: Long.MAX_VALUE
        news.awaitNanos(minOf(nanos, left).coerceAtLeast(SHORTEST))
    }

    /** Lets go whoever has nothing to wait for any longer. */
    private fun settle() {
        val (all, times) = lock.withLock { waiters.toList() }.let { if (it.isEmpty()) return else it to times() }
        val now = System.nanoTime()
        for (waiter in all) try {
            if (waiter.isSettled(times)) waiter.settled.complete(true) else if (waiter.deadline - now <= 0) waiter.settled.complete(false)
        } catch (error: Exception) {
            waiter.settled.completeExceptionally(error)
        }
    }

    private class Waiter(val deadline: Long, val isSettled: (Times) -> Boolean) {
        val settled = CompletableFuture<Boolean>()
    }

    private companion object {
        /** By this much more than the core says, so that it is the core that says so. In nanoseconds, as is the other. */
        const val GRACE = 50_000_000L
        const val SHORTEST = 1_000_000L
    }
}

/** What the core wants, and what happened. */
private class Turn(text: String) {
    private val json = Json.parseToJsonElement(text) as JsonObject
    val fetch: Fetch? = (json.getValue("fetches") as JsonArray).firstOrNull()?.let { Fetch(it as JsonObject) }
    val events: List<Event> = eventsOf(json.getValue("events") as JsonArray)
    val wake: Double? = json.getValue("wake").jsonPrimitive.doubleOrNull
}
