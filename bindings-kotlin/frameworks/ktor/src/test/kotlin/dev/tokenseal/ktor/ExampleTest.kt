package dev.tokenseal.ktor

import dev.tokenseal.http.letsInWhomItShould
import org.junit.jupiter.api.Test

internal class ExampleTest {
    @Test
    fun `the example lets in whom it should`() = letsInWhomItShould("orders.ServiceKt", "ktor")
}
