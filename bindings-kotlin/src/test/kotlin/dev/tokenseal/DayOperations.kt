package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.time.Clock
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset

// The operations `day.begin` and `day.check` (tests/remote/README.md): a RemoteKeySet with a clock
// that is set by hand, and a Verifier that follows it.

private var day: Day? = null

internal fun beginDay(case: Case): JsonObject {
    val begun = Day(case)
    day = begun
    return JsonObject(mapOf("status" to begun.keys.status()))
}

internal fun checkDay(case: Case): JsonObject = checkNotNull(day) { "the day has not begun" }.check(case)

private class Day(case: Case) {
    private val clock = StandingClock()
    val keys = RemoteKeySet(case.text("url"), remoteOptions(case.options), clock = clock)
    private val verifier = Verifier(keys, options = verifyOptions(Members(case.input.getValue("verifier").jsonObject)), clock = clock)

    fun check(case: Case): JsonObject {
        clock.now = checkNotNull(Members(case.input).instant("now"))
        val outcomes = case.input.getValue("tokens").jsonArray.map { JsonPrimitive(outcome(it.jsonPrimitive.content)) }
        return JsonObject(mapOf("outcomes" to JsonArray(outcomes), "status" to keys.status()))
    }

    private fun outcome(token: String): String {
        val outcome = try {
            verifier.verify(token)
            "accepted"
        } catch (error: TokenException) {
            error.code.name
        }
        // A request that nobody waits for is carried out at the time at which it began.
        while (keys.status().getValue("fetching").jsonPrimitive.boolean) Thread.sleep(1)
        return outcome
    }
}

/** Stands still until it is set. */
private class StandingClock : Clock() {
    @Volatile
    var now: Instant = Instant.EPOCH

    override fun instant(): Instant = now

    override fun getZone(): ZoneId = ZoneOffset.UTC

    override fun withZone(zone: ZoneId): Clock = this
}
