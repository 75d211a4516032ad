package dev.tokenseal

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration.Companion.seconds

// The operations `revoked.begin`, `revoked.revoke` and `revoked.check` (tests/remote/README.md): a
// list in a store, and a Verifier that has it.

private var revoked: Revoked? = null

internal fun beginRevoked(case: Case): JsonObject {
    revoked = Revoked(case)
    return JsonObject(emptyMap())
}

internal fun revoke(case: Case): JsonObject = checkNotNull(revoked) { "no list has begun" }.revoke(case)

internal fun checkRevoked(case: Case): JsonObject = checkNotNull(revoked) { "no list has begun" }.check(case)

private class Revoked(case: Case) {
    private val issuer = case.text("issuer")
    private val list = Client.valueOf(case.text("client").uppercase())
        .run { Revocations.redis(store(case.input.getValue("port").jsonPrimitive.int, null), storeOptions(case.options)) }
    private val plain = Verifier(case.keys("keys"), options = VerifyOptions(issuer = issuer))
    private val verifier = Verifier(case.keys("keys"), options = VerifyOptions(issuer = issuer), revocations = list)

    init {
        verifier.ready(20.seconds)
    }

    fun revoke(case: Case): JsonObject {
        val value = case.text("value")
        return outcomes(
            listOf(
                timed("revoked") {
                    when (val kind = case.text("kind")) {
                        "token" -> list.revoke(plain.verify(case.token()))
                        "token_id" -> list.revokeId(issuer, value)
                        "session" -> list.revokeSession(issuer, value)
                        "subject" -> list.revokeSubject(issuer, value)
                        "key" -> list.revokeKey(issuer, value)
                        else -> error("there is no kind $kind")
                    }
                },
            ),
        )
    }

    fun check(case: Case): JsonObject =
        outcomes(case.input.getValue("tokens").jsonArray.map { timed("accepted") { verifier.verify(it.jsonPrimitive.content) } })

    /** The outcome of a call, and how many milliseconds it took. */
    private fun timed(good: String, call: () -> Unit): Pair<String, Double> {
        val began = System.nanoTime()
        val outcome = try {
            call()
            good
        } catch (error: TokenException) {
            error.code.name
        }
        return outcome to (System.nanoTime() - began) / 1e6
    }

    private fun outcomes(calls: List<Pair<String, Double>>) = JsonObject(
        mapOf("outcomes" to JsonArray(calls.map { JsonPrimitive(it.first) }), "longest" to JsonPrimitive(calls.maxOfOrNull { it.second } ?: 0.0)),
    )
}
