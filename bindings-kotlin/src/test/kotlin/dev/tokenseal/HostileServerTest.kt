package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/** The driver against a real server, in everything that the server can do. */
internal class HostileServerTest {
    private val signing = Json.parseToJsonElement(root.resolve("tests/vectors/jws_algorithms.json").readText()).jsonObject.getValue("groups").jsonArray
        .flatMap { it.jsonObject["keys"]?.jsonObject?.get("keys")?.jsonArray.orEmpty() }
        .first { it.jsonObject["alg"]?.jsonPrimitive?.content == "ES256" && "d" in it.jsonObject }
        .let { Key.fromJwk(it.jsonObject).withKeyId("good-1") }
    private val token = sign(mapOf("sub" to "alice"), signing, TokenOptions(noExpiry = true))
    private val accepting = VerifyOptions(allowMissingExp = true)

    @Test
    fun `every behaviour has its outcome`() = HostileServer().use { server ->
        val file = Json.parseToJsonElement(behavioursFile.readText()).jsonObject
        val behaviours = file.getValue("behaviours").jsonArray.map { it.jsonObject }
        assertEquals(file.getValue("count").jsonPrimitive.int, behaviours.size)
        val pool = Executors.newFixedThreadPool(24)
        val problems = pool.invokeAll(behaviours.map { Callable { problem(server, it) } }).mapNotNull { it.get() }
        pool.shutdownNow()
        assertEquals(emptyList<String>(), problems)
        assertTrue(behaviours.size > 100)
    }

    /** What is wrong with the outcome of a behaviour. */
    private fun problem(server: HostileServer, behaviour: JsonObject): String? {
        fun text(member: String) = behaviour[member]?.jsonPrimitive?.contentOrNull
        val name = text("name")!!
        val place = server.place(text("url")!!) ?: return null
        val (id, clock) = "kotlin-$name" to TestClock()
        val factory = if ("client_certificate" in behaviour) server.identified else server.socketFactory
        val url = "$place/s/$id${text("path")}"
        val isMetadata = text("asked") == "metadata"
        val isSlow = behaviour["real_time"]?.jsonPrimitive?.boolean == true
        val options = RemoteOptions.builder().apply {
            if (isMetadata) issuer(url)
            if (url.startsWith("http:")) allowHttp()
            // One second if it must elapse, and the default in the soak; otherwise more than any
            // machine needs, however busy.
            if (!isSlow) timeout(Duration.ofSeconds(60)) else if (!isSoak) timeout(Duration.ofSeconds(1))
            behaviour["allowed_hosts"]?.let { hosts -> allowedHosts(*hosts.jsonArray.map { it.jsonPrimitive.content }.toTypedArray()) }
        }.build()
        val keys = RemoteKeySet(if (isMetadata) null else url, options, clock = clock.takeUnless { isSlow && isSoak }, http = UrlConnectionCarrier(factory))
        val began = System.nanoTime()
        fly(keys, 1)
        val taken = Duration.ofNanos(System.nanoTime() - began)
        val status = keys.status()
        val state = if (status.word("state") == "fresh") "ready" else "unavailable"
        val (expected, failure) = words(behaviour.getValue("outcome")) to status.word("last_failure")
        val found = "$name: $state, $failure; expected $expected, ${behaviour["failure"]}"
        if (state !in expected) return found
        if (isSoak && failure == "timeout" && taken.toMillis() !in LIMIT..2 * LIMIT) return "$name: over after $taken"
        if (state == "unavailable") return found.takeIf { failure !in words(behaviour["failure"]) } ?: strays(server, id, name)
        behaviour["fresh_for"]?.jsonPrimitive?.double?.let { fresh ->
            val left = status.getValue("expires_in").jsonPrimitive.double
            if (left > fresh || left < fresh - 30) return "$name: fresh for $left seconds, and not $fresh"
        }
        val verified = runCatching { Verifier(keys, options = accepting).verify(token) }
        if (expected.size == 1 && verified.isFailure) return "$name: $verified"
        if (name in AGAIN) {
            clock.advance(3600)
            fly(keys, 2)
            if (keys.status().word("state") != "fresh" || Verifier(keys, options = accepting).verify(token).keyId != "good-1") return "$name: ${keys.status()}"
        }
        return null
    }

    /** Has the keys fetched, and waits until the flight has ended, whatever its outcome. */
    private fun fly(keys: RemoteKeySet, landed: Int) {
        val carrier = keys.open()
        assertTrue(carrier.await(120.0) { carrier.followed.landed() >= landed.toULong() })
    }

    /** Whether a redirect was followed, to where good keys are. */
    private fun strays(server: HostileServer, id: String, name: String) =
        if ("redirect" in name && "/b/ok/" in server.log(id)) "$name: the redirect was followed" else null

    private fun words(value: JsonElement?): List<String?> = when (value) {
        null -> emptyList()
        is JsonArray -> value.map { it.jsonPrimitive.content }
        else -> listOf((value as JsonPrimitive).content)
    }

    private companion object {
        /** Time limits are real in the soak: the default, in milliseconds. */
        val isSoak = System.getenv("TOKENSEAL_SOAK") != null
        const val LIMIT = 5000L

        /** What must be fetched twice. */
        val AGAIN = setOf("ok", "304-after-etag", "304-after-last-modified", "304-with-other-etag", "keep-alive-closed")
    }
}

internal fun JsonObject.word(member: String): String? = (this[member] as? JsonPrimitive)?.contentOrNull
