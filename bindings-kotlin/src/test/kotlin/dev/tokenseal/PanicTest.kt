package dev.tokenseal

import com.sun.jna.Function
import com.sun.jna.NativeLibrary
import dev.tokenseal.ffi.UniffiRustCallStatus
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import java.io.File
import dev.tokenseal.ffi.FfiConverterTypeTokenError as ErrorConverter

/**
 * A panic at the boundary becomes an error: tested in a library that was built with a function that
 * panics.
 */
internal class PanicTest {
    @Test
    fun `a panic is an error`() {
        val library = File(System.getProperty("tokenseal.testing")).resolve(System.mapLibraryName("tokenseal_uniffi"))
        val panic: Function = NativeLibrary.getInstance(library.path).getFunction("uniffi_tokenseal_uniffi_fn_func_panic_for_test")
        repeat(3) {
            val error = assertThrows(TokenException::class.java) {
                native {
                    val status = UniffiRustCallStatus()
                    panic.invoke(Void.TYPE, arrayOf(status))
                    check(status.isError())
                    throw ErrorConverter.lift(status.error_buf)
                }
            }
            assertEquals(ErrorCode.ERR_INTERNAL, error.code)
        }
        // And nothing is broken afterwards.
        val key = Key.generate(SignatureAlgorithm.HS256)
        verify(sign(mapOf("a" to 1), key, TokenOptions(noExpiry = true)), key, VerifyOptions(allowMissingExp = true))
    }
}
