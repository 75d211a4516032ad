package dev.tokenseal.http

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import java.io.IOException

/** Where a framework has the check. */
internal enum class Placement {
    /** In front of all routes. */
    GATE,

    /** As part of a route. */
    ROUTE,
}

/** A running server. */
internal class Running(val port: Int, private val end: () -> Unit) : AutoCloseable {
    override fun close() = end()
}

/**
 * Where a framework or its server answers differently from what tests/http says, and why.
 */
internal class Hole(val where: (framework: String, placement: Placement) -> Boolean, val why: String, vararg val cases: String)

/**
 * Every case of tests/http, to a live server of each service. A difference must be one of the
 * holes, and one that has been fixed must be removed from them. [placementOf] says where a service
 * has its check; null if it has none.
 */
internal fun conformance(framework: String, holes: List<Hole>, placementOf: (Service) -> Placement?, start: (Service) -> Running): List<DynamicTest> =
    SERVICES.keys.map(::Service).mapNotNull { service -> placementOf(service)?.let { test(framework, holes, it, service, start) } }

private fun test(framework: String, holes: List<Hole>, placement: Placement, service: Service, start: (Service) -> Running): DynamicTest =
    dynamicTest("$framework, $placement, ${service.name}") {
        val wrong = start(service).use { server ->
            CASES.filter { it.text("service") == service.name }.associate { it.text("id")!! to faults(it, service, server.port) }
        }
        val known = holes.filter { it.where(framework, placement) }.flatMap { it.cases.asList() }.toSet()
        val unexplained = wrong.filterKeys { it !in known }.flatMap { (id, faults) -> faults.map { "$id: $it" } }
        assertTrue(unexplained.isEmpty(), "\n" + unexplained.joinToString("\n"))
        assertEquals(emptyList<String>(), known.filter { wrong[it]?.isEmpty() == true }, "what has become right must leave the list")
        println("$framework, $placement, ${service.name}: ${wrong.count { it.value.isEmpty() }} of ${wrong.size}")
    }

/** Sends the requests of a case, and returns what is wrong with the answers. */
private fun faults(case: JsonObject, service: Service, port: Int): List<String> {
    var nonce: String? = null
    val filling = Filling(service.about, service.resource::csrfToken) { nonce }
    return case.objects("steps").flatMapIndexed { number, step ->
        val asked = step.getValue("request").jsonObject
        val headers = asked.pairs("headers").map { (name, value) -> name to filling.fill(value) }
        val got = try {
            send(port, asked.text("method")!!, filling.fill(asked.text("target")!!), headers, asked.text("body")?.let(filling::fill))
        } catch (error: IOException) {
            return listOf("step ${number + 1}: $error")
        }
        nonce = got.all("dpop-nonce").lastOrNull()
        wrong(got, step.getValue("answer").jsonObject, asked.text("method")!!).map { "step ${number + 1}: $it" }
    }
}

/** The cases that holes name must exist. */
internal fun areNamed(holes: List<Hole>): DynamicTest = dynamicTest("holes name cases") {
    assertEquals(emptyList<String>(), holes.flatMap { it.cases.asList() } - CASES.map { it.text("id")!! }.toSet())
}
