package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledForJreRange
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * A native library that is missing, wrong or blocked: each in a JVM of its own, which asks twice.
 */
internal class LoadingTest {
    private val folder: Path = Files.createTempDirectory("tokenseal-loading")
    private val java = ProcessHandle.current().info().command().orElse("java")

    /** What the program prints for two calls, both of which must give the same error. */
    private fun refusals(vararg options: String, classpath: String = System.getProperty("java.class.path")): String {
        val command = listOf(java, "-XX:TieredStopAtLevel=1", "-cp", classpath) + options + "dev.tokenseal.LoadingProgram"
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readText()
        assertTrue(process.waitFor(1, TimeUnit.MINUTES))
        val lines = said.lines().filter { it.startsWith("1 ") || it.startsWith("2 ") }
        assertEquals(2, lines.size, said)
        assertEquals(lines[0].drop(2), lines[1].drop(2), "the second time says something else")
        val refusal = lines[0].drop(2)
        assertTrue(refusal.startsWith("ERR_INTERNAL ENVIRONMENT the native library cannot be loaded on "), refusal)
        assertTrue("with Java ${System.getProperty("java.version")}" in refusal && "docs/kotlin/loading.md" in refusal, refusal)
        return refusal
    }

    private fun with(path: Path) = "-Duniffi.component.tokenseal.libraryOverride=$path"

    @Test
    fun `a package without this platform's library`() {
        // The classes alone, as a repackaged jar would have them.
        val classes = File(Key::class.java.protectionDomain.codeSource.location.toURI())
        Files.createSymbolicLink(folder.resolve("dev"), classes.toPath().resolve("dev"))
        val others = System.getProperty("java.class.path").split(File.pathSeparator).filter { path -> !File(path).isDirectory || "test" in File(path).name }
        val said = refusals(classpath = (listOf("$folder") + others).joinToString(File.pathSeparator))
        assertTrue("no library for this platform" in said && "musl" !in said, said)
    }

    @Test
    fun `a library that is none, and one of somebody else's`() {
        val text = Files.writeString(folder.resolve("libtext.so"), "no library")
        assertTrue("jna.tmpdir" in refusals(with(text)))
        val others = Files.createDirectory(folder.resolve("jna"))
        // JNA's own file is a library, but not ours.
        val resource = com.sun.jna.Platform.RESOURCE_PREFIX + "/" + System.mapLibraryName("jnidispatch")
        val foreign = others.resolve(System.mapLibraryName("foreign"))
        com.sun.jna.Native::class.java.getResourceAsStream("/com/sun/jna/$resource")!!.use { Files.copy(it, foreign) }
        assertTrue("of another version" in refusals(with(foreign)))
    }

    @Test
    fun `a folder in which JNA may not unpack`() {
        val said = refusals("-Djna.tmpdir=${folder.resolve("none").also { Files.writeString(it, "") }}")
        assertTrue("set -Djna.tmpdir" in said, said)
    }

    @Test
    fun `JNA is not there`() {
        val classpath = System.getProperty("java.class.path").split(File.pathSeparator).filterNot { File(it).name.startsWith("jna-") }
        assertTrue("add net.java.dev.jna:jna" in refusals(classpath = classpath.joinToString(File.pathSeparator)))
    }

    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "Java denies it from version 24 on")
    fun `native access that is denied`() {
        assertTrue("--enable-native-access" in refusals("--illegal-native-access=deny"))
    }

    @Test
    fun `each place has its own advice`() {
        fun advice(step: LoadingStep, isMusl: Boolean = false, isAndroid: Boolean = false, hasLibrary: Boolean = true): String {
            val place = NotLoaded.Place("linux-x86-64", "21", isAndroid, isMusl, hasLibrary, "/tmp")
            return NotLoaded(step, ExceptionInInitializerError(UnsatisfiedLinkError("it failed\nat length")), place).message
        }
        for (step in listOf(LoadingStep.JNA, LoadingStep.LIBRARY)) {
            assertTrue("musl" in advice(step, isMusl = true) && "glibc" in advice(step, isMusl = true))
        }
        assertTrue("abiFilters" in advice(LoadingStep.LIBRARY, isAndroid = true, hasLibrary = false))
        assertTrue("noexec" in advice(LoadingStep.LIBRARY) && "/tmp" in advice(LoadingStep.LIBRARY))
        assertTrue("linux-x86-64 with Java 21: it failed." in advice(LoadingStep.JNA))
        assertFalse("at length" in advice(LoadingStep.JNA))
    }

    @Test
    fun `it can be loaded ahead`() {
        Tokenseal.load()
        Tokenseal.load()
    }

    /**
     * UniFFI's own check of every function: it takes a JVM a fifth of a second, so programs compare
     * versions instead.
     */
    @Test
    fun `the classes are made for the library`() {
        Tokenseal.load()
        dev.tokenseal.ffi.IntegrityCheckingUniffiLib.ensureInitialized()
    }
}

/** Calls twice, and prints the outcome. */
internal object LoadingProgram {
    @JvmStatic
    fun main(arguments: Array<String>) {
        for (time in 1..2) {
            try {
                if (time == 1) Key.generate(SignatureAlgorithm.HS256) else KeySet.fromJwks("""{"keys":[]}""")
                println("$time loaded")
            } catch (error: TokenException) {
                println("$time ${error.code} ${error.fault} ${error.message}")
            } catch (error: Throwable) {
                println("$time $error")
            }
        }
    }
}
