package dev.tokenseal.http

import com.sun.net.httpserver.HttpServer
import dev.tokenseal.Issuer
import dev.tokenseal.IssuerOptions
import dev.tokenseal.Key
import dev.tokenseal.KeySet
import dev.tokenseal.SignatureAlgorithm
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import java.io.File
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import kotlin.time.Duration.Companion.minutes

/** Starts the service from examples/jvm unchanged, and checks whom it lets in. */
internal fun letsInWhomItShould(main: String, log: String, arguments: (port: Int) -> List<String> = { emptyList() }) {
    val said = File("$log.log")
    val key = Key.generate(SignatureAlgorithm.ES256)
    publishing(key) { issuer ->
        val port = closedPort()
        val command = listOf("${System.getProperty("java.home")}/bin/java", "-cp", System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path"), main)
        val builder = ProcessBuilder(command + arguments(port)).redirectErrorStream(true).redirectOutput(said)
        val process = builder.apply { environment() += mapOf("ISSUER" to issuer, "PORT" to "$port") }.start()
        try {
            val until = System.nanoTime() + 60_000_000_000
            while (runCatching { send(port, "GET", "/health") }.exceptionOrNull() is IOException) {
                assertTrue(process.isAlive && System.nanoTime() < until) { said.readText() }
                Thread.sleep(100)
            }
            ask(port, issuer, key)
        } finally {
            process.destroyForcibly().waitFor()
        }
    }
}

private fun ask(port: Int, issuer: String, key: Key) {
    fun get(path: String, token: String? = null) = send(port, "GET", path, listOfNotNull(token?.let { "Authorization" to "Bearer $it" }))

    fun issued(scope: String = "orders:read", audience: String = "https://orders.example") =
        Issuer(key, options = IssuerOptions(issuer = issuer, audience = audience, lifetime = 5.minutes)).issue(mapOf("sub" to "alice", "scope" to scope))

    assertEquals("""{"ok":true}""", get("/health").body)
    val read = get("/orders/7", issued())
    assertTrue(read.status == 200 && "\"order\":\"7\"" in read.body && "\"of\":\"alice\"" in read.body, read.body)
    val refused = get("/orders/7")
    val challenge = refused.all("www-authenticate").single()
    assertTrue(refused.status == 401 && "scope=\"orders:read\"" in challenge && "resource_metadata=" in challenge, challenge)
    val lacking = get("/orders/7", issued(scope = "orders:write"))
    assertTrue(lacking.status == 403 && "\"error\":\"insufficient_scope\"" in lacking.body, lacking.body)
    assertTrue("ERR_JWT_CLAIM_MISMATCH" in get("/orders/7", issued(audience = "https://other.example")).body)
    assertTrue("\"authorization_servers\":[\"$issuer\"]" in get("/.well-known/oauth-protected-resource").body)
}

/** An issuer on this machine: its metadata and its keys. */
private fun publishing(key: Key, use: (issuer: String) -> Unit) {
    val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    val issuer = "http://127.0.0.1:${server.address.port}"
    val pages = mapOf(
        "/.well-known/openid-configuration" to """{"issuer":"$issuer","jwks_uri":"$issuer/jwks.json"}""",
        "/jwks.json" to KeySet(key.public()).toJwks(),
    )
    server.createContext("/") { exchange ->
        val page = pages[exchange.requestURI.path]?.encodeToByteArray()
        exchange.responseHeaders.add("Content-Type", "application/json")
        exchange.sendResponseHeaders(if (page == null) 404 else 200, page?.size?.toLong() ?: -1)
        page?.let { exchange.responseBody.write(it) }
        exchange.close()
    }
    server.start()
    try {
        use(issuer)
    } finally {
        server.stop(0)
    }
}
