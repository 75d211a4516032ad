package dev.tokenseal

import dev.tokenseal.redis.JedisStore
import dev.tokenseal.redis.LettuceStore
import io.lettuce.core.RedisClient
import io.lettuce.core.RedisURI
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import redis.clients.jedis.DefaultJedisClientConfig
import redis.clients.jedis.HostAndPort
import kotlin.time.Duration.Companion.seconds

/**
 * Real Redis and Valkey servers, from the program of `tests/stores`. It stops them when its
 * standard input closes.
 */
internal class Stores : AutoCloseable {
    private val program = checkNotNull(System.getenv("TOKENSEAL_STORES")) { "`cargo xtask test` sets TOKENSEAL_STORES, and `cargo xtask setup stores` makes it" }
    private val process = ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val requests = process.outputStream.bufferedWriter()
    private val answers = process.inputStream.bufferedReader()

    fun start(kind: String, vararg more: Pair<String, JsonElement>): Started =
        ask("start" to JsonPrimitive(kind), *more).run { Started(getValue("id").jsonPrimitive.int, getValue("port").jsonPrimitive.int) }

    /** One of `stop`, `pause` and whatever else takes an id. */
    fun perform(what: String, started: Started, vararg more: Pair<String, JsonElement>): JsonObject = ask(what to JsonPrimitive(started.id), *more)

    fun command(started: Started, vararg words: String): JsonElement =
        perform("command", started, "args" to JsonArray(words.map(::JsonPrimitive))).getValue("reply")

    private fun ask(vararg members: Pair<String, JsonElement>): JsonObject {
        requests.write("${JsonObject(mapOf(*members))}\n")
        requests.flush()
        val answer = json(answers.readLine())
        check("error" !in answer) { "${members.toList()}: $answer" }
        return answer
    }

    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }
}

internal class Started(val id: Int, val port: Int)

/** Clients of every kind, with settings that a list must not adopt. */
internal enum class Client(val store: (port: Int, password: String?) -> RevocationStore) {
    JEDIS({ port, password ->
        val config = DefaultJedisClientConfig.builder().resp3().timeoutMillis(60_000).password(password).clientName("own")
        JedisStore(HostAndPort("127.0.0.1", port), config.build())
    }),
    LETTUCE({ port, password ->
        val uri = RedisURI.Builder.redis("127.0.0.1", port).withTimeout(java.time.Duration.ofMinutes(1))
        LettuceStore(CLIENT, (if (password == null) uri else uri.withPassword(password.toCharArray())).build())
    }),
}

/** The caller's own client. */
private val CLIENT: RedisClient by lazy { RedisClient.create() }

private const val ISSUER = "https://issuer.example"
private val KEY = Key.generate(SignatureAlgorithm.HS256)

/** A token with this id. */
internal fun tokenOf(id: String): String = sign(mapOf("jti" to id), KEY, TokenOptions(issuer = ISSUER, expiresIn = 900.seconds))

/** One server of a service: a list that it follows, and a verifier that has it. */
internal class Instance(store: RevocationStore, options: StoreOptions = StoreOptions(namespace = "test", create = true)) {
    val list = Revocations.redis(store, options)
    val verifier = Verifier(KEY, options = VerifyOptions(issuer = ISSUER), revocations = list)

    fun ready() = apply { verifier.ready(20.seconds) }

    fun revoke(id: String) = list.revokeId(ISSUER, id)

    /** Why a token is refused, or null. */
    fun refused(token: String): ErrorCode? = (runCatching { verifier.verify(token) }.exceptionOrNull() as TokenException?)?.code

    /** Waits until a token is refused for this reason, and says how many milliseconds that took. */
    fun until(token: String, code: ErrorCode?): Long {
        val began = System.nanoTime()
        while (refused(token) != code) {
            check(System.nanoTime() - began < 30_000_000_000) { "it is ${refused(token)} still, and not $code: ${list.status()}" }
            Thread.sleep(5)
        }
        return (System.nanoTime() - began) / 1_000_000
    }
}
