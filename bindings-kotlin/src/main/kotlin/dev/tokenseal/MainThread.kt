package dev.tokenseal

import java.lang.reflect.Method

/** Android's main thread, which must never wait for a network. Elsewhere there is none. */
internal object MainThread {
    private val mainLooper: Method? = try {
        Class.forName("android.os.Looper").getMethod("getMainLooper")
    } catch (_: ReflectiveOperationException) {
        null
    } catch (_: LinkageError) {
        null
    }

    fun isCurrent(): Boolean = mainLooper != null && try {
        val looper: Any? = mainLooper.invoke(null)
        looper != null && looper.javaClass.getMethod("getThread").invoke(looper) === Thread.currentThread()
    } catch (_: ReflectiveOperationException) {
        // Android's stub classes, in tests that run on a JVM.
        false
    }
}
