package dev.tokenseal

import kotlin.time.Duration.Companion.minutes

/** The library as a whole. */
public object Tokenseal {
    /**
     * Loads the native library and makes one check, so that the program's first check does not have
     * to: on Android, off the main thread; in a service, before it reports that it is ready.
     * Further calls do nothing. You need not call it: everything else loads the library when
     * needed.
     *
     * ```kotlin
     * import kotlin.concurrent.thread
     *
     * thread { Tokenseal.load() }.join() // while the program does something else
     * ```
     *
     * @throws TokenException `ERR_INTERNAL` with the fault `ENVIRONMENT` if the library is missing,
     * wrong or blocked: the message says which platform this is, and what to do.
     */
    @JvmStatic
    public fun load(): Unit = first

    private val first by lazy {
        NativeCode.load()
        Key.generate(SignatureAlgorithm.HS256).use { key ->
            val token = sign(mapOf("sub" to "nobody"), key, TokenOptions(expiresIn = 1.minutes))
            Verifier(key).use { it.verify(token).subject }
        }
        Unit
    }
}
