package dev.tokenseal.spring

import dev.tokenseal.Token
import dev.tokenseal.http.Hole
import dev.tokenseal.http.Placement
import dev.tokenseal.http.ROUTES
import dev.tokenseal.http.Route
import dev.tokenseal.http.Running
import dev.tokenseal.http.Service
import dev.tokenseal.http.areNamed
import dev.tokenseal.http.conformance
import dev.tokenseal.http.saw
import jakarta.servlet.http.HttpServletResponse
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory
import org.springframework.boot.web.servlet.server.ServletWebServerFactory
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.core.annotation.AuthenticationPrincipal
import org.springframework.security.web.SecurityFilterChain
import org.springframework.web.bind.annotation.RequestMethod
import org.springframework.web.servlet.mvc.method.RequestMappingInfo
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping

private val SERVERS: Map<String, () -> ServletWebServerFactory> = mapOf(
    "Spring on Tomcat" to { TomcatServletWebServerFactory(0) },
    "Spring on Jetty" to { JettyServletWebServerFactory(0) },
    "Spring on Undertow" to { UndertowServletWebServerFactory(0) },
)

internal class HttpCasesTest {
    @TestFactory
    fun `every case, on every server`(): List<DynamicTest> =
        SERVERS.flatMap { (name, server) -> conformance(name, HOLES, ::placementOf) { start(server, it) } } + areNamed(HOLES)
}

private val HOLES = listOf(
    Hole({ _, placement -> placement == Placement.GATE }, "Spring MVC answers a preflight itself, by what it was told of CORS", "method-preflight"),
    Hole({ server, placement -> server == "Spring on Undertow" && placement == Placement.GATE }, "Undertow makes a space of a tab", "header-tab"),
)

/**
 * If there are rules, the filter refuses by them. What single routes require, Spring's
 * authorization says.
 */
private fun placementOf(service: Service) = if (service.hasRules) Placement.GATE else Placement.ROUTE

private fun start(server: () -> ServletWebServerFactory, service: Service): Running {
    val context = start({}, server, { chainOf(it, service) })
    val mappings = context.getBean(RequestMappingHandlerMapping::class.java)
    for (route in ROUTES) {
        val methods = route.methods.map(RequestMethod::valueOf).toTypedArray()
        mappings.registerMapping(RequestMappingInfo.paths(route.path).methods(*methods).options(mappings.builderConfiguration).build(), Handler(route), HANDLE)
    }
    return Running(context.webServer.port, context::close)
}

private fun chainOf(http: HttpSecurity, service: Service): SecurityFilterChain = when (placementOf(service)) {
    Placement.GATE -> http.with(protect(service.resource)) {}.authorizeHttpRequests { it.anyRequest().permitAll() }
    Placement.ROUTE -> http.with(protect(service.resource)) { it.optional() }.authorizeHttpRequests { requests ->
        for (route in ROUTES.filter { it.isOptional }) requests.requestMatchers(route.path).permitAll()
        for (route in ROUTES.filter { it.scopes.isNotEmpty() }) requests.requestMatchers(route.path).access(requireScope(*route.scopes.toTypedArray()))
        requests.anyRequest().authenticated()
    }
}.build()

/** Maps a method, as `@RequestMapping` would. */
internal class Handler(private val route: Route) {
    fun handle(@AuthenticationPrincipal token: Token?, response: HttpServletResponse) {
        saw(route, token).forEach { (name, value) -> response.addHeader(name, value) }
    }
}

private val HANDLE = Handler::class.java.getMethod("handle", Token::class.java, HttpServletResponse::class.java)
