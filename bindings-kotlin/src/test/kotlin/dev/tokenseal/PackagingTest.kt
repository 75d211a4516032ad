package dev.tokenseal

import com.sun.jna.Structure
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.StringWriter
import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import javax.tools.ToolProvider

/**
 * What the jar is apart from its classes: a module, metadata for GraalVM, rules for shrinkers, and
 * the versions that it is compiled for.
 */
internal class PackagingTest {
    private val classes = File(Key::class.java.protectionDomain.codeSource.location.toURI())
    private val folder: Path = Files.createTempDirectory("tokenseal-packaging")

    @Test
    fun `a modular program sees the API and nothing else`() {
        val jars = listOf(jar()) + System.getProperty("java.class.path").split(File.pathSeparator).filter { path ->
            listOf("kotlin-stdlib-", "kotlinx-serialization-", "jna-").any { File(path).name.startsWith(it) }
        }
        assertEquals("", compile(jars, "Key.generate(SignatureAlgorithm.ES256)"))
        assertTrue("not visible" in compile(jars, "dev.tokenseal.ffi.UniffiLib.INSTANCE"))
        assertEquals("", compile(jars, PROGRAM))
        val java = ProcessHandle.current().info().command().orElse("java")
        val path = (jars + "${folder.resolve("program")}").joinToString(File.pathSeparator)
        val started = ProcessBuilder(java, "--module-path", path, "-XX:TieredStopAtLevel=1", "--module", "program/program.Main").redirectErrorStream(true).start()
        val said = started.inputStream.bufferedReader().readText()
        assertTrue(started.waitFor(1, TimeUnit.MINUTES))
        assertTrue("alice in module dev.tokenseal" in said, said)
    }

    /** What the compiler says about a modular program that does [work]. */
    private fun compile(jars: List<String>, work: String): String {
        val sources = Files.createDirectories(folder.resolve("sources/program"))
        val files = listOf(
            Files.writeString(folder.resolve("sources/module-info.java"), "module program { requires dev.tokenseal; }"),
            Files.writeString(sources.resolve("Main.java"), "package program; import dev.tokenseal.*;\nclass Main { public static void main(String[] a) { Object made = $work; System.out.println(made); } }"),
        )
        val said = StringWriter()
        val options = listOf("--release", "17", "-Xlint:none", "-d", "${folder.resolve("program")}", "--module-path", jars.joinToString(File.pathSeparator))
        val compiler = ToolProvider.getSystemJavaCompiler()
        compiler.getStandardFileManager(null, null, null).use { compiler.getTask(said, it, null, options, null, it.getJavaFileObjectsFromPaths(files)).call() }
        return said.toString()
    }

    /** The jar as shipped: Maven's classes and library, and the module. */
    private fun jar(): String {
        val path = folder.resolve("tokenseal.jar")
        JarOutputStream(Files.newOutputStream(path)).use { jar ->
            for (root in listOf(classes, File("module"))) for (file in root.walk().filter { it.isFile }) {
                jar.putNextEntry(JarEntry(file.relativeTo(root).invariantSeparatorsPath))
                file.inputStream().use { it.copyTo(jar) }
            }
        }
        return "$path"
    }

    @Test
    fun `GraalVM is told of everything that JNA finds by reflection`() {
        val metadata = json(resource("/META-INF/native-image/dev.tokenseal/tokenseal/reachability-metadata.json"))
        val told = metadata.getValue("reflection").jsonArray.associate { (it as JsonObject).let { type -> type.getValue("type").jsonPrimitive.content to type } }
        for (name in told.keys) Class.forName(name, false, javaClass.classLoader)
        val used = classes.resolve("dev/tokenseal").walk().filter { it.extension == "class" }.map { Class.forName(nameOf(it), false, javaClass.classLoader) }
        val structures = used.filter { Structure::class.java.isAssignableFrom(it) && "Foreign" !in it.name && "VTable" !in it.name }.toList()
        val bound = used.filter { type -> "Integrity" !in type.name && type.declaredMethods.any { Modifier.isNative(it.modifiers) } }.toList()
        assertTrue(structures.size >= 5 && bound.size == 2, "$structures $bound")
        for (type in structures) assertTrue(told[type.name]?.get("allDeclaredFields")?.jsonPrimitive?.boolean == true, "$type is not told of")
        for (type in bound) assertTrue(told[type.name]?.get("jniAccessible")?.jsonPrimitive?.boolean == true, "$type is not told of")
        assertTrue((metadata.getValue("resources") as JsonArray).any { "libtokenseal_uniffi.so" in it.jsonObject.getValue("glob").jsonPrimitive.content })
    }

    @Test
    fun `shrinkers keep what JNA finds by name, and no more`() {
        val rules = resource("/META-INF/proguard/tokenseal.pro")
        assertTrue("native <methods>" in rules && "extends com.sun.jna.Structure" in rules)
        assertFalse("-keep class dev.tokenseal.** { *; }" in rules)
    }

    @Test
    fun `compilers two versions back read the classes`() {
        for (type in listOf(Key::class.java, Token::class.java, Class.forName("dev.tokenseal.Jwt"), Class.forName("dev.tokenseal.VerifyOptionsKt"))) {
            assertEquals(listOf(2, 2), type.getAnnotation(Metadata::class.java).metadataVersion.take(2), type.name)
        }
        val stdlib = System.getProperty("java.class.path").split(File.pathSeparator).single { File(it).name.startsWith("kotlin-stdlib-") }
        assertTrue(File(stdlib).name.startsWith("kotlin-stdlib-2.2."), stdlib)
    }

    /** What a compiled program links to is what a later version must still have. */
    @Test
    fun `options are known by their names, and no program links to a list of them`() {
        val compiled = checkNotNull(PrintingTest::class.java.getResource("PrintingTest.class")).readBytes()
        for ((name, isThere) in listOf("VerifyOptions\$Builder" to true, "VerifyOptionsKt" to false, "KeyOptionsKt" to false)) {
            val constant = "dev/tokenseal/$name".encodeToByteArray().let { byteArrayOf(1, 0, it.size.toByte()) + it }
            val found = compiled.indices.any { at -> constant.indices.all { at + it < compiled.size && compiled[at + it] == constant[it] } }
            assertEquals(isThere, found, name)
        }
    }

    /** A class of half a megabyte took a JVM two seconds to verify, before the first check. */
    @Test
    fun `no class is so large that it delays the first check`() {
        val large = classes.walk().filter { it.extension == "class" && it.length() > 80_000 }.map { "${it.name}: ${it.length()}" }.toList()
        assertEquals(emptyList<String>(), large)
    }

    private fun nameOf(file: File) = file.relativeTo(classes).path.removeSuffix(".class").replace(File.separatorChar, '.')

    private fun resource(name: String): String = checkNotNull(Key::class.java.getResource(name), { name }).readText()

    private companion object {
        /** Makes a token and checks it, and says which module did it. */
        const val PROGRAM = """java.util.Optional.of(Key.generate(SignatureAlgorithm.ES256)).map(key -> {
            String token = Jwt.sign(java.util.Map.of("sub", "alice"), key, TokenOptions.builder().expiresIn("1m").build());
            Token checked = new Verifier(key).verify(token);
            return checked.getSubject() + " in " + checked.getClass().getModule();
        }).get()"""
    }
}
