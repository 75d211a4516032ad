package dev.tokenseal

import com.sun.jna.Platform
import java.io.File
import java.io.IOException

/** Why the native library could not be loaded: what is known about the place, and what to do. */
internal class NotLoaded(
    private val step: LoadingStep,
    private val cause: Throwable,
    private val place: Place = Place.here(),
) {
    val message: String
        get() = "the native library cannot be loaded on ${place.platform} with Java " +
            "${place.java}: ${said()}. ${advice()} See docs/kotlin/loading.md, \"When it does not load\"."

    fun exception(): TokenException =
        TokenException(ErrorCode.ERR_INTERNAL, message, cause = cause, fault = Fault.ENVIRONMENT)

    private val root: Throwable = generateSequence(cause) { it.cause }.last()

    /** What was thrown first, on one line. */
    private fun said(): String {
        val line = root.message.orEmpty().lineSequence().firstOrNull { it.isNotBlank() }
        return line?.trim()?.trimEnd('.') ?: root.javaClass.name
    }

    private fun advice(): String = when {
        step == LoadingStep.JNA && isMissingClass() ->
            "JNA is missing: add net.java.dev.jna:jna to the class path" +
                if (place.isAndroid) ", as its AAR (@aar)." else "."
        root.javaClass.name == "java.lang.IllegalCallerException" ->
            "Native access is not allowed: start Java with --enable-native-access=ALL-UNNAMED, " +
                "or with --enable-native-access=com.sun.jna where JNA is on the module path."
        place.isMusl ->
            "This system has musl, as Alpine does, and the package's library is for glibc 2.28 " +
                "and later: use an image with glibc."
        step == LoadingStep.VERSION ->
            "It is the library of another version: keep classes and library of one version, and " +
                "look for a second $LIBRARY on jna.library.path."
        step == LoadingStep.LIBRARY && place.isAndroid ->
            "The app holds no library for this ABI: look at abiFilters, and at packagingOptions " +
                "that exclude lib$LIBRARY.so."
        step == LoadingStep.LIBRARY && !place.hasLibrary ->
            "The package has no library for this platform: it has those for Linux (glibc), macOS " +
                "and Windows on x86-64 and ARM64, and a repackaged jar must keep the folder " +
                "${place.platform}."
        else ->
            "JNA unpacks libraries to ${place.folder}, which must be writable and not mounted " +
                "noexec: set -Djna.tmpdir to a folder that is."
    }

    private fun isMissingClass() = root is NoClassDefFoundError || root is ClassNotFoundException

    /** What matters about the machine. */
    class Place(
        /** In JNA's spelling, which the folders in the jar have too. */
        val platform: String,
        val java: String,
        val isAndroid: Boolean,
        val isMusl: Boolean,
        val hasLibrary: Boolean,
        val folder: String,
    ) {
        companion object {
            fun here(): Place {
                val platform = platform()
                val name = System.mapLibraryName(LIBRARY)
                return Place(
                    platform,
                    System.getProperty("java.version").orEmpty(),
                    System.getProperty("java.vm.name") == "Dalvik",
                    isMusl(),
                    NotLoaded::class.java.getResource("/$platform/$name") != null,
                    System.getProperty("jna.tmpdir") ?: System.getProperty("java.io.tmpdir", ""),
                )
            }

            /** Also if JNA itself is missing. */
            private fun platform(): String = try {
                Platform.RESOURCE_PREFIX
            } catch (_: LinkageError) {
                "${System.getProperty("os.name")}-${System.getProperty("os.arch")}"
            }

            /**
             * Whether this process was loaded by musl. Its files alone say nothing: Debian can have
             * them too.
             */
            private fun isMusl(): Boolean = try {
                File("/proc/self/maps").useLines { lines ->
                    lines.any { "/ld-musl-" in it || "/libc.musl-" in it }
                }
            } catch (_: IOException) {
                false
            }
        }
    }
}
