package dev.tokenseal.spring

import dev.tokenseal.Key
import dev.tokenseal.Profile
import dev.tokenseal.ProtectedResource
import dev.tokenseal.RemoteKeySet
import dev.tokenseal.RemoteOptions
import dev.tokenseal.SignatureAlgorithm
import dev.tokenseal.Token
import dev.tokenseal.Verifier
import dev.tokenseal.VerifyOptions
import dev.tokenseal.http.AUDIENCE
import dev.tokenseal.http.Got
import dev.tokenseal.http.ISSUER
import dev.tokenseal.http.Issuing
import dev.tokenseal.http.closedPort
import dev.tokenseal.http.send
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.springframework.context.support.GenericApplicationContext
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.oauth2.jwt.BadJwtException
import org.springframework.security.oauth2.jwt.JwtDecoder
import org.springframework.security.oauth2.jwt.JwtException
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.RouterFunctions
import org.springframework.web.servlet.function.ServerResponse

/** What the cases of tests/http do not say: how the adapter fits into Spring. */
internal class SpringTest {
    private val api = ProtectedResource(Issuing.verifier())

    /** Handlers that say who is asking. */
    private val routes: RouterFunction<ServerResponse> = RouterFunctions.route().apply {
        for (page in listOf("/", "/orders", "/admin")) GET(page) { request -> ServerResponse.ok().body(request.principal().map { "${it.name} ${(it as? TokenAuthentication)?.authorities}" }.orElse("nobody")) }
        POST("/") { ServerResponse.ok().body("done") }
        GET("/broken") { error("a defect of the service") }
    }.build()

    private fun GenericApplicationContext.routes() = registerBean("routes", RouterFunction::class.java, java.util.function.Supplier { routes })

    private fun protected(http: HttpSecurity, resource: ProtectedResource = api) = http.with(protect(resource)) {}

    @Test
    fun `scopes are authorities, and what lacks is told`() = served({ routes() }, chain = { http ->
        protected(http).authorizeHttpRequests {
            it.requestMatchers("/orders").hasAuthority("SCOPE_orders:read").requestMatchers("/admin").hasRole("ADMIN").anyRequest().authenticated()
        }.build()
    }) { port ->
        assertEquals("alice [SCOPE_orders:read, SCOPE_x]", send(port, "GET", "/orders", Issuing.bearer("scope" to "orders:read x")).body)
        assertEquals("alice [SCOPE_orders:read]", send(port, "GET", "/orders", Issuing.bearer("scp" to listOf("orders:read"))).body)
        assertEquals("alice []", send(port, "GET", "/", Issuing.bearer("scope" to listOf("orders:read"))).body)
        val refused = send(port, "GET", "/orders", Issuing.bearer("scope" to "orders:write"))
        assertEquals(403, refused.status)
        assertTrue("error=\"insufficient_scope\"" in refused.all("www-authenticate").single() && "scope=\"orders:read\"" in refused.all("www-authenticate").single())
        // tokenseal knows nothing of roles.
        assertEquals(403 to emptyList<String>(), send(port, "GET", "/admin", Issuing.bearer()).run { status to all("www-authenticate") })
    }

    @Test
    fun `no session is made, and errors have their own page`() = served({ routes() }, chain = { http ->
        protected(http).authorizeHttpRequests { it.anyRequest().authenticated() }.build()
    }) { port ->
        assertEquals(401 to emptyList<String>(), send(port, "GET", "/").run { status to all("set-cookie") })
        assertEquals(500, send(port, "GET", "/broken", Issuing.bearer("scope" to "a")).status)
    }

    @Test
    fun `a token in a header needs no CSRF token, and a request without one does`() = served({ routes() }, chain = { http ->
        http.with(protect(api)) { it.optional() }.authorizeHttpRequests { it.anyRequest().permitAll() }.build()
    }) { port ->
        assertEquals("done", send(port, "POST", "/", Issuing.bearer()).body)
        assertEquals(403, send(port, "POST", "/").status)
        assertEquals("nobody", send(port, "GET", "/").body)
        assertEquals(401, send(port, "GET", "/", listOf("Authorization" to "Bearer a.b.c")).status)
    }

    @Test
    fun `scopes that nobody checks let nobody in`() = served({ routes() }, chain = { http ->
        http.authorizeHttpRequests { it.anyRequest().access(requireScope("read")) }.build()
    }) { port ->
        assertEquals(500, send(port, "GET", "/", Issuing.bearer("scope" to "read")).status)
    }

    @Test
    fun `Spring's own resource server decodes by a verifier`() {
        val revocations = Issuing.revocations()
        val decoder: JwtDecoder = TokensealJwtDecoder(Issuing.verifier(revocations = revocations))
        served({
            routes()
            bean(decoder)
        }, chain = { http ->
            http.oauth2ResourceServer { it.jwt {} }.authorizeHttpRequests { it.requestMatchers("/orders").hasAuthority("SCOPE_read").anyRequest().authenticated() }.build()
        }) { port ->
            assertEquals(200, send(port, "GET", "/orders", Issuing.bearer("scope" to "read")).status)
            assertEquals(403, send(port, "GET", "/orders", Issuing.bearer("scope" to "write")).status)
            val token = Issuing.token()
            revocations.revoke(Issuing.verifier().verify(token))
            val refused = send(port, "GET", "/", listOf("Authorization" to "Bearer $token"))
            assertTrue(refused.status == 401 && "ERR_JWT_REVOKED" in refused.all("www-authenticate").single())
        }
    }

    @Test
    fun `a decoder gives what Spring expects`() {
        val (now, jwt) = System.currentTimeMillis() / 1000 to TokensealJwtDecoder(Issuing.verifier()).decode(Issuing.token("roles" to listOf("a")))
        assertEquals(listOf(AUDIENCE) to ISSUER, jwt.audience to jwt.issuer.toString())
        assertTrue(jwt.issuedAt!!.epochSecond - now in -5..5 && jwt.expiresAt!!.epochSecond - jwt.issuedAt!!.epochSecond == 900L)
        assertEquals(listOf("a"), jwt.getClaimAsStringList("roles"))
        assertEquals("ES256" to "k", jwt.headers["alg"] to jwt.headers["kid"])
        assertEquals("alice", TokensealReactiveJwtDecoder(Issuing.verifier()).decode(Issuing.token()).block()!!.subject)

        val bound = Issuing.token(confirm = Key.generate(SignatureAlgorithm.ES256).public())
        assertEquals("ERR_JWT_NOT_BOUND", assertThrows(BadJwtException::class.java) { TokensealJwtDecoder(Issuing.verifier()).decode(bound) }.message)
        val nowhere = Verifier(RemoteKeySet("http://127.0.0.1:${closedPort()}/jwks.json", RemoteOptions(allowHttp = true)), options = VerifyOptions(issuer = ISSUER, audience = AUDIENCE))
        for (decode in listOf(TokensealJwtDecoder(nowhere)::decode, { TokensealReactiveJwtDecoder(nowhere).decode(it).block() })) {
            val error = assertThrows(JwtException::class.java) { decode(Issuing.token()) }
            assertTrue(error !is BadJwtException && error.message == "ERR_JWKS_UNAVAILABLE", "$error")
        }
    }

    @Test
    fun `what the identity provider tells is revoked`() {
        val revocations = Issuing.revocations()
        val service = ProtectedResource(Issuing.verifier(revocations = revocations))
        served({
            routes()
            registerBean("logout", RouterFunction::class.java, java.util.function.Supplier { logoutRoute("/told/logout", Issuing.verifier(profile = Profile.LOGOUT_TOKEN), revocations) })
            registerBean("events", RouterFunction::class.java, java.util.function.Supplier { eventsRoute("/told/events", Issuing.verifier(profile = Profile.SECURITY_EVENT), revocations) })
            registerBean("told", org.springframework.security.web.SecurityFilterChain::class.java, java.util.function.Supplier {
                getBean(HttpSecurity::class.java).securityMatcher("/told/**").csrf { it.disable() }.authorizeHttpRequests { it.anyRequest().permitAll() }.build()
            })
        }, chain = { http -> protected(http.securityMatcher("/orders"), service).authorizeHttpRequests { it.anyRequest().authenticated() }.build() }) { port ->
            fun ask(session: String): Got = send(port, "GET", "/orders", Issuing.bearer("sid" to session))
            assertEquals(listOf(200, 200), listOf("phone", "tablet").map { ask(it).status })

            val loggedOut = send(port, "POST", "/told/logout", listOf("Content-Type" to "application/x-www-form-urlencoded"), "logout_token=${Issuing.logoutToken("phone")}")
            assertTrue(loggedOut.status == 200 && "no-store" in loggedOut.all("cache-control").single())
            assertEquals(listOf(401, 200), listOf("phone", "tablet").map { ask(it).status })

            assertEquals(202, send(port, "POST", "/told/events", listOf("Content-Type" to "application/secevent+jwt"), Issuing.sessionRevoked("tablet")).status)
            assertEquals(401, ask("tablet").status)

            assertEquals(400, send(port, "POST", "/told/logout", body = "logout_token=${Issuing.sessionRevoked("tablet")}").status)
            val refused = send(port, "POST", "/told/events", body = "x".repeat(3 shl 20))
            assertTrue(refused.status == 400 && "\"err\":\"invalid_request\"" in refused.body, refused.body)
        }
    }
}
