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
import dev.tokenseal.ffi.Followed
import dev.tokenseal.ffi.Times

/**
 * What a key set is fetched with, or a list of revocations is read with.
 *
 * @param flight makes one of the core's requests, and calls the second argument when it is over.
 */
internal class Driver(val clock: Clock?, val onEvent: Consumer<Event>?, val flight: (JsonObject, () -> Unit) -> Flight) {
    constructor(http: HttpCarrier, headers: Supplier<Map<String, String>>?, clock: Clock?, onEvent: Consumer<Event>?) :
        this(clock, onEvent, { request, whenOver -> Exchange(Fetch(request), http, headers, whenOver) })

    constructor(store: RevocationStore, clock: Clock?, onEvent: Consumer<Event>?) :
        this(clock, onEvent, { request, whenOver -> StoreFlight(request, store, whenOver) })
}

/** The times that a machine is given: the system's, unless a test has a clock. */
internal fun timesOf(clock: Clock?): Times = Times(clock?.tell()?.inSeconds(), null, null)

/**
 * Carries the requests of one key set or list of revocations, one after the other, on a thread that
 * lives as long as there is something to send or someone is waiting.
 *
 * It decides nothing: the core says what to send, and when there may be more.
 */
internal class Carrier(val followed: Followed, private val driver: Driver) {
    val id: Long = followed.id().toLong()
    val clock: Clock? get() = driver.clock

    /**
     * What the caller's function for headers, or the client of a store, threw when it was last
     * called.
     */
    @Volatile
    var cause: Throwable? = null
        private set

    private val lock = ReentrantLock()
    private val news = lock.newCondition()
    private val waiters = LinkedHashSet<Waiter>()
    private var thread: Thread? = null
    private var isWanted = false

    /** Asks the core what there is to fetch, on a thread that already runs or on a new one. */
    fun start() = lock.withLock {
        isWanted = true
        news.signalAll()
        if (thread == null) launch()
    }

    /**
     * Waits on this thread, which must be allowed to block. False if it was interrupted, or the
     * time is up.
     */
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

    /**
     * True as soon as it is settled, false when the time is up. Whatever depends on it must not
     * block: it runs on the carrier's thread.
     */
    fun wait(seconds: Double, isSettled: (Times) -> Boolean): CompletableFuture<Boolean> {
        if (isSettled(times())) return CompletableFuture.completedFuture(true)
        val waiter = Waiter(System.nanoTime() + (seconds * 1e9).toLong() + GRACE, isSettled)
        lock.withLock { waiters += waiter }
        waiter.settled.whenComplete { _, _ -> leave(waiter) }
        start()
        return waiter.settled
    }

    /**
     * For callers that need any usable keys: until there are some, or a flight has ended. Nobody
     * waits for a second one.
     */
    fun anyKeys(): (Times) -> Boolean {
        val before = followed.landed()
        return { followed.isReady(it) || followed.landed() > before }
    }

    fun times(): Times = timesOf(clock)

    /** Throws the error that says why it cannot be used. */
    fun refuse(): Nothing = throw try {
        native { followed.refuse() }
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
            // No more threads can be started. Those who wait get the error of the key set or list.
            LOGGER.log(Level.WARNING, "no thread could be started to fetch keys or to read a list of revocations", error)
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

    /**
     * Makes the requests that are due, one after the other. Returns in how many seconds there may
     * be more to do.
     */
    private fun fly(): Double? {
        val due = ArrayDeque<JsonObject>()
        var wake = due.take(Turn(native { followed.poll(times()) }))
        while (true) {
            val request = due.removeFirstOrNull() ?: return wake
            val flight = driver.flight(request) { lock.withLock { news.signalAll() } }
            val told = carry(flight)
            cause = flight.cause
            wake = due.take(Turn(native { followed.tell(times(), told.answer, told.body) }))
            settle()
            flight.abandon()
            // A change that was begun in the meantime does not wait for the last page of a long
            // list.
            if (lock.withLock { isWanted.also { isWanted = false } }) wake = due.take(Turn(native { followed.poll(times()) }))
        }
    }

    private fun ArrayDeque<JsonObject>.take(turn: Turn): Double? {
        this += turn.requests
        driver.onEvent?.tell(turn.events)
        return turn.wake
    }

    private fun carry(flight: Flight): Told {
        flight.start()
        while (true) {
            flight.told()?.let { return it }
            settle()
            lock.withLock { if (flight.told() == null) sleep(flight.nanosLeft) }
        }
    }

    /** Whether the thread is still needed; if so, it sleeps until there is more to do. */
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

    /** Sleeps until there is news, or a waiter's time is up. */
    private fun sleep(nanos: Long) {
        val now = System.nanoTime()
        val left = waiters.minOfOrNull { it.deadline - now } ?: Long.MAX_VALUE
        news.awaitNanos(minOf(nanos, left).coerceAtLeast(SHORTEST))
    }

    /** Releases those who have nothing left to wait for. */
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
        /**
         * How much longer than the core says to wait, so that the core is the one to report it. In
         * nanoseconds, like the other.
         */
        const val GRACE = 50_000_000L
        const val SHORTEST = 1_000_000L
    }
}

/** What the core wants, and what happened. */
private class Turn(text: String) {
    private val json = Json.parseToJsonElement(text) as JsonObject
    val requests: List<JsonObject> = listOf("fetches", "stores").flatMap { json[it] as JsonArray? ?: JsonArray(emptyList()) }.map { it as JsonObject }
    val events: List<Event> = eventsOf(json.getValue("events") as JsonArray)
    val wake: Double? = json.getValue("wake").jsonPrimitive.doubleOrNull
}
