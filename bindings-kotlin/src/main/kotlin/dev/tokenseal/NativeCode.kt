package dev.tokenseal

import com.sun.jna.Library
import com.sun.jna.Native
import com.sun.jna.NativeLibrary
import dev.tokenseal.ffi.UniffiLib
import dev.tokenseal.ffi.VERSION

/**
 * The native library, loaded once and before anything else of it is used: a class whose initialiser
 * fails is a `NoClassDefFoundError` ever after, which says nothing about how to fix it.
 */
internal object NativeCode {
    /** By its name, or by a path for tests. */
    val library: String =
        System.getProperty("uniffi.component.tokenseal.libraryOverride") ?: LIBRARY

    @JvmField
    @Volatile
    var isLoaded: Boolean = false

    private var failure: NotLoaded? = null

    /** Loads it, unless it is already loaded. Every later call repeats the first failure. */
    @Synchronized
    fun load() {
        if (isLoaded) return
        failure = failure ?: attempt()
        failure?.let { throw it.exception() }
        isLoaded = true
    }

    private fun attempt(): NotLoaded? {
        var step = LoadingStep.JNA
        return try {
            Native.POINTER_SIZE // the first use of JNA, which unpacks and loads its own library
            step = LoadingStep.LIBRARY
            val options = mapOf(Library.OPTION_CLASSLOADER to NativeCode::class.java.classLoader)
            val found = NativeLibrary.getInstance(library, options)
            step = LoadingStep.VERSION
            val asked = found.getFunction("tokenseal_version")
            val version = asked.invoke(String::class.java, emptyArray())
            if (version != VERSION) {
                val what = "the library is of version $version, and the classes are of $VERSION"
                throw UnsatisfiedLinkError(what)
            }
            UniffiLib.ensureInitialized()
            PackedCheck.ensureInitialized()
            null
        } catch (error: LinkageError) {
            NotLoaded(step, error)
        } catch (error: RuntimeException) {
            // Among others, what Java throws if native access is not allowed.
            NotLoaded(step, error)
        }
    }
}

/** How far loading came. */
internal enum class LoadingStep { JNA, LIBRARY, VERSION }

/** The name of the library, as files have it. */
internal const val LIBRARY = "tokenseal_uniffi"
