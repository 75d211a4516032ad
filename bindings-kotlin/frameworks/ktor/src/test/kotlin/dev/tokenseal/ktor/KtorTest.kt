package dev.tokenseal.ktor

import dev.tokenseal.AccessRules
import dev.tokenseal.Dpop
import dev.tokenseal.HttpAnswer
import dev.tokenseal.Key
import dev.tokenseal.KeySet
import dev.tokenseal.Profile
import dev.tokenseal.ProtectedResource
import dev.tokenseal.RemoteKeySet
import dev.tokenseal.ResourceOptions
import dev.tokenseal.SignatureAlgorithm
import dev.tokenseal.Token
import dev.tokenseal.Verifier
import dev.tokenseal.VerifyOptions
import dev.tokenseal.http.AUDIENCE
import dev.tokenseal.http.Got
import dev.tokenseal.http.ISSUER
import dev.tokenseal.http.Issuing
import dev.tokenseal.http.send
import dev.tokenseal.prove
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.auth.Authentication
import io.ktor.server.auth.UserIdPrincipal
import io.ktor.server.auth.authenticate
import io.ktor.server.auth.basic
import io.ktor.server.auth.principal
import io.ktor.server.engine.connector
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.netty.NettyApplicationEngine
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Base64
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch

/** What the cases of tests/http do not say: how the adapter fits into Ktor. */
internal class KtorTest {
    private val api = ProtectedResource(Issuing.verifier())

    /** One thread for all calls: blocking it would show. */
    private fun <T> served(module: Application.() -> Unit, ask: (port: Int) -> T): T {
        val configure: NettyApplicationEngine.Configuration.() -> Unit = {
            connector { port = 0; host = "127.0.0.1" }
            connectionGroupSize = 1
            workerGroupSize = 1
            callGroupSize = 1
        }
        val server = embeddedServer(Netty, configure = configure, module = module).start()
        try {
            return ask(runBlocking { server.engine.resolvedConnectors().first().port })
        } finally {
            server.stop(0, 0)
        }
    }

    private fun Application.guarded(resource: ProtectedResource = api, routes: Route.() -> Unit) {
        install(Authentication) { tokenseal { this.resource = resource } }
        routing { authenticate { routes() } }
    }

    @Test
    fun `the token is the principal`() = served({ guarded { get("/") { call.respondText("${call.principal<Token>()?.text("sub")} ${call.token?.text("sub")}") } } }) { port ->
        assertEquals("alice alice", send(port, "GET", "/", Issuing.bearer()).body)
    }

    @Test
    fun `scopes add up, and the first challenge names them`() = served({
        guarded { requireScope("read") { requireScope("write") { post("/orders") { call.respondText("done") } } } }
    }) { port ->
        assertTrue("scope=\"write read\"" in send(port, "POST", "/orders").all("www-authenticate").single())
        assertEquals(403, send(port, "POST", "/orders", Issuing.bearer("scope" to "write")).status)
        assertEquals("done", send(port, "POST", "/orders", Issuing.bearer("scope" to "write read")).body)
    }

    @Test
    fun `a proof is used once, wherever it is asked for`() {
        val key = Key.generate(SignatureAlgorithm.ES256)
        val bound = ProtectedResource(Issuing.verifier(origins = listOf(AUDIENCE)))
        served({
            install(Protection) { resource = bound }
            guarded(bound) { requireScope("read") { get("/") { call.respondText("done") } } }
        }) { port ->
            val token = Issuing.token("scope" to "read", confirm = key.public())
            val headers = listOf("Authorization" to "DPoP $token", "DPoP" to Dpop.prove(key, "GET", "$AUDIENCE/", accessToken = token))
            assertEquals("done", send(port, "GET", "/", headers).body)
            assertEquals(401, send(port, "GET", "/", headers).status)
        }
    }

    @Test
    fun `scopes that nobody checks let nobody in`() = served({ routing { requireScope("read") { get("/") { call.respondText("open") } } } }) { port ->
        assertEquals(500, send(port, "GET", "/", Issuing.bearer("scope" to "read")).status)
    }

    @Test
    fun `another provider may let in whom this one refuses, but not without the scopes`() = served({
        install(Authentication) {
            tokenseal("api") { resource = api }
            basic("admin") { validate { UserIdPrincipal(it.name) } }
        }
        routing {
            authenticate("api", "admin") {
                get("/") { call.respondText("${call.principal<UserIdPrincipal>()?.name}") }
                requireScope("read") { get("/orders") { call.respondText("orders") } }
            }
        }
    }) { port ->
        val basic = listOf("Authorization" to "Basic ${Base64.getEncoder().encodeToString("root:x".toByteArray())}")
        assertEquals("root", send(port, "GET", "/", basic).body)
        assertEquals(401, send(port, "GET", "/orders", basic).status)
    }

    @Test
    fun `rules say what is public, and no route undoes them`() {
        val rules = """{ "rules": [ { "name": "o", "methods": ["GET"], "path": "/orders", "require": {} }, { "name": "h", "methods": ["GET"], "path": "/health", "public": true } ] }"""
        val ruled = ProtectedResource(Issuing.verifier(), AccessRules.fromJson(rules))
        served({
            install(Authentication) { tokenseal { resource = ruled } }
            routing { authenticate(optional = true) { listOf("/orders", "/health").forEach { get(it) { call.respondText("${call.token}") } } } }
        }) { port ->
            assertEquals("null", send(port, "GET", "/health").body)
            assertEquals(401, send(port, "GET", "/orders").status)
        }
    }

    @Test
    fun `no thread waits for keys`() {
        val (asked, published) = List(2) { CountDownLatch(1) }
        val keys = RemoteKeySet("https://login.example/jwks.json", http = {
            asked.countDown()
            published.await()
            HttpAnswer(200, emptyMap(), KeySet(Issuing.key).toJwks().encodeToByteArray())
        })
        val waiting = ProtectedResource(Verifier(keys, options = VerifyOptions(issuer = ISSUER, audience = AUDIENCE)))
        served({
            guarded(waiting) { get("/") { call.respondText("done") } }
            routing { get("/health") { call.respondText("well") } }
        }) { port ->
            val first = CompletableFuture.supplyAsync { send(port, "GET", "/", Issuing.bearer()) }
            asked.await()
            assertEquals("well", send(port, "GET", "/health").body)
            published.countDown()
            assertEquals("done", first.get().body)
        }
    }

    @Test
    fun `what the identity provider tells is revoked`() {
        val revocations = Issuing.revocations()
        val service = ProtectedResource(Issuing.verifier(revocations = revocations))
        served({
            guarded(service) { get("/") { call.respondText("done") } }
            routing {
                logoutRoute("/logout", Issuing.verifier(profile = Profile.LOGOUT_TOKEN), revocations)
                eventsRoute("/events", Issuing.verifier(profile = Profile.SECURITY_EVENT), revocations)
            }
        }) { port ->
            fun ask(session: String): Got = send(port, "GET", "/", Issuing.bearer("sid" to session))
            assertEquals(listOf(200, 200), listOf("phone", "tablet").map { ask(it).status })

            val loggedOut = send(port, "POST", "/logout", listOf("Content-Type" to "application/x-www-form-urlencoded"), "logout_token=${Issuing.logoutToken("phone")}")
            assertEquals(200 to listOf("no-store"), loggedOut.status to loggedOut.all("cache-control"))
            assertEquals(listOf(401, 200), listOf("phone", "tablet").map { ask(it).status })

            assertEquals(202, send(port, "POST", "/events", listOf("Content-Type" to "application/secevent+jwt"), Issuing.sessionRevoked("tablet")).status)
            assertEquals(401, ask("tablet").status)

            assertEquals(400, send(port, "POST", "/logout", body = "logout_token=${Issuing.sessionRevoked("tablet")}").status)
            val refused = send(port, "POST", "/events", body = "x".repeat(3 shl 20))
            assertTrue(refused.status == 400 && "\"err\":\"invalid_request\"" in refused.body, refused.body)
        }
    }

    @Test
    fun `what lacks its resource does not start`() {
        assertThrows(IllegalArgumentException::class.java) { served({ install(Protection) }) {} }
        assertThrows(IllegalArgumentException::class.java) { served({ install(Authentication) { tokenseal {} } }) {} }
        assertThrows(IllegalArgumentException::class.java) { served({ routing { metadata(api) } }) {} }
        served({ routing { metadata(ProtectedResource(Issuing.verifier(), ResourceOptions(resource = "$AUDIENCE/v1"))) } }) { port ->
            assertEquals("application/json", send(port, "GET", "/.well-known/oauth-protected-resource/v1").all("content-type").single())
        }
    }
}
