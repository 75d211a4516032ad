package dev.tokenseal.spring

import dev.tokenseal.http.letsInWhomItShould
import org.junit.jupiter.api.Test

internal class SpringBoot4Test {
    @Test
    fun `the example lets in whom it should`() = letsInWhomItShould("orders.Service", "spring-boot-4") { port -> listOf("--server.port=$port", "--server.address=127.0.0.1") }
}
