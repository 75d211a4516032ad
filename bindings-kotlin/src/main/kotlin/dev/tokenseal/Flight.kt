package dev.tokenseal

import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.time.Duration

/** What the core is told: JSON, and the body of an HTTP answer next to it. */
internal class Told(val answer: String, val body: ByteArray = ByteArray(0))

/**
 * One request under its deadline. It has a thread of its own, so that its carrier goes on when its
 * time is up, wherever the request hangs.
 *
 * @param id the core's number for it.
 * @param nanos how long it may take.
 * @param whenOver called on that thread when there is something to report.
 */
internal abstract class Flight(protected val id: Long, nanos: Long, private val whenOver: () -> Unit) {
    private val deadline = System.nanoTime() + nanos
    private val thread = daemon("tokenseal-request", ::run)

    @Volatile
    private var told: Told? = null

    @Volatile
    private var isAbandoned = false

    @Volatile
    private var cancel: (() -> Unit)? = null

    /** What the caller's own function for headers, or a store's client, threw. */
    @Volatile
    var cause: Throwable? = null
        protected set

    val nanosLeft: Long get() = deadline - System.nanoTime()

    fun start() = thread.start()

    /** Its outcome; null while it is under way and has time left. */
    fun told(): Told? = told ?: if (nanosLeft > 0) null else failed("timeout")

    /** Ends what is still under way. */
    fun abandon() {
        isAbandoned = true
        if (told != null) return
        cancel?.invoke()
        thread.interrupt()
    }

    /** Makes the request, and returns its outcome. Anything it throws is a failure. */
    protected abstract fun perform(): Told

    /**
     * Sets what ends the request from another thread; called at once if nobody waits for it any
     * longer.
     */
    protected fun onCancel(action: () -> Unit) {
        cancel = action
        if (isAbandoned) action()
    }

    protected fun timeLeft(): Duration = Duration.ofNanos(nanosLeft.coerceAtLeast(1))

    protected fun failed(why: String) = Told(buildJsonObject { put("id", id); put("failed", why) }.toString())

    private fun run() {
        told = try {
            perform()
        } catch (error: Throwable) {
            failed(failure(error))
        }
        whenOver()
    }
}

/** A thread that keeps no process alive. */
internal fun daemon(name: String, work: () -> Unit): Thread = Thread(work, name).apply { isDaemon = true }
