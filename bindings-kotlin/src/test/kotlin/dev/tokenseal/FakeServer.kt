package dev.tokenseal

import java.net.ConnectException
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/**
 * The system's time, which a test sets forward. It also advances by itself: a clock that stood
 * still would hold up what is rate-limited for the whole process.
 */
internal class TestClock : Clock() {
    @Volatile
    private var ahead = Duration.ZERO

    fun advance(seconds: Long) {
        ahead = ahead.plusSeconds(seconds)
    }

    override fun instant(): Instant = Instant.now().plus(ahead)

    override fun getZone(): ZoneId = ZoneOffset.UTC

    override fun withZone(zone: ZoneId): Clock = this
}

/** Answers without a network: with keys, unless told otherwise. */
internal class FakeServer(vararg keys: Key) : HttpCarrier {
    val requests = CopyOnWriteArrayList<HttpRequest>()

    @Volatile
    var answer: (HttpRequest) -> HttpAnswer = { published(*keys) }

    /** While there is one, nothing is answered. */
    @Volatile
    var gate: CountDownLatch? = null

    override fun get(request: HttpRequest): HttpAnswer {
        requests += request
        gate?.await()
        return answer(request)
    }

    fun publish(vararg keys: Key) {
        answer = { published(*keys) }
    }

    fun hold(): CountDownLatch = CountDownLatch(1).also { gate = it }

    fun fail() {
        answer = { throw ConnectException("nobody listens at https://user:password@host") }
    }
}

internal fun published(vararg keys: Key) = HttpAnswer(200, mapOf("Cache-Control" to listOf("max-age=600")), KeySet(*keys).toJwks().encodeToByteArray())

/** Waits for what another thread does; a test that waits in vain fails. */
internal fun eventually(what: String, holds: () -> Boolean) {
    val deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
    while (!holds()) {
        check(System.nanoTime() < deadline) { "it never came true: $what" }
        Thread.sleep(2)
    }
}
