package dev.tokenseal.interop

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicContainer
import org.junit.jupiter.api.DynamicContainer.dynamicContainer
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.nio.file.Files
import java.nio.file.Path

/**
 * Exchanges everything with every library, and compares what was exchanged with
 * docs/interop-kotlin.md.
 */
internal class InteropTest {
    /** A test for every row of the page. */
    @TestFactory
    fun tokens(): List<DynamicContainer> = Form.entries.map { form ->
        dynamicContainer(form.name, form.subjects.map { subject -> test(form.name, subject.label) { exchange(form, subject, it) } })
    }

    @TestFactory
    fun several(): List<DynamicTest> = SEVERAL.map { test("several", it.label, it::exchange) }

    @TestFactory
    fun thumbprints(): List<DynamicTest> = THUMBPRINTS.map { (label, subject) -> test("thumbprint", label) { compareThumbprints(subject, it) } }

    private fun test(what: String, label: String, exchange: (Library) -> Exchanged): DynamicTest = dynamicTest(label) {
        for (other in OTHERS) {
            try {
                exchange(other)
            } catch (failure: Throwable) {
                throw AssertionError("$what, $label, ${other.name}: $failure", failure)
            }
        }
    }

    @Test
    fun page() {
        println(counts())
        assertEquals(emptyList<String>(), unexpected(), "the page would not tell the truth")
        val page = render()
        if (System.getenv("TOKENSEAL_GENERATE") != null) Files.writeString(PAGE, page)
        val before = if (Files.exists(PAGE)) Files.readString(PAGE) else ""
        assertEquals(before, page, "docs/interop-kotlin.md has drifted from what was exchanged: run `cargo xtask generate`")
        assertEquals(TOTALS, totals(), "not as many tokens or thumbprints as before")
    }

    companion object {
        private val PAGE = Path.of(System.getProperty("tokenseal.root"), "docs", "interop-kotlin.md")

        /** By library: its tokens that this package reads, tokens of this package that it reads, thumbprints that are equal. */
        private val TOTALS = mapOf("Nimbus" to Triple(1067, 1067, 58), "jjwt" to Triple(683, 683, 42), "jose4j" to Triple(745, 745, 58))
    }
}
