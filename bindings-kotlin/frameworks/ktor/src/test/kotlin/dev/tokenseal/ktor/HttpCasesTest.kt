package dev.tokenseal.ktor

import dev.tokenseal.http.Hole
import dev.tokenseal.http.Placement
import dev.tokenseal.http.ROUTES
import dev.tokenseal.http.Running
import dev.tokenseal.http.Service
import dev.tokenseal.http.areNamed
import dev.tokenseal.http.conformance
import dev.tokenseal.http.saw
import io.ktor.http.HttpMethod
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.auth.Authentication
import io.ktor.server.auth.authenticate
import io.ktor.server.cio.CIO
import io.ktor.server.engine.ApplicationEngineFactory
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.response.header
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.method
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import dev.tokenseal.http.Route as Given

private val ENGINES = mapOf("Ktor on Netty" to Netty, "Ktor on CIO" to CIO)

internal class HttpCasesTest {
    @TestFactory
    fun `every case, on every engine`(): List<DynamicTest> = ENGINES.flatMap { (name, engine) ->
        Placement.entries.flatMap { placement ->
            // A gate cannot know what single routes require.
            conformance(name, HOLES, { service -> placement.takeIf { service.hasRules || it == Placement.ROUTE } }) { start(engine, it, placement) }
        }
    } + areNamed(HOLES)
}

/** None: Ktor routes by what came over the wire. */
private val HOLES = emptyList<Hole>()

/** An application with the routes of the cases. */
private fun start(engine: ApplicationEngineFactory<*, *>, service: Service, placement: Placement): Running {
    val server = embeddedServer(engine, port = 0, host = "127.0.0.1") {
        when (placement) {
            Placement.GATE -> {
                install(Protection) { resource = service.resource }
                routing { ROUTES.forEach { handle(it) } }
            }
            Placement.ROUTE -> routes(service)
        }
    }.start()
    return Running(runBlocking { server.engine.resolvedConnectors().first().port }) { server.stop(0, 0) }
}

private fun Application.routes(service: Service) {
    install(Authentication) { tokenseal("api") { resource = service.resource } }
    routing {
        metadata(service.resource)
        for (given in ROUTES) {
            authenticate("api", optional = given.isOptional && !service.hasRules) {
                if (given.scopes.isEmpty()) handle(given) else requireScope(*given.scopes.toTypedArray()) { handle(given) }
            }
        }
    }
}

private fun Route.handle(given: Given) = route(given.path.replace("{*rest}", "{rest...}")) {
    for (name in given.methods) {
        method(HttpMethod.parse(name)) {
            handle {
                saw(given, call.token).forEach { (name, value) -> call.response.header(name, value) }
                call.respondText("")
            }
        }
    }
}
