package dev.tokenseal

import java.io.ByteArrayOutputStream
import java.io.EOFException
import java.io.InputStream
import java.net.Authenticator
import java.net.HttpURLConnection
import java.net.ProtocolException
import java.net.Proxy
import java.net.SocketTimeoutException
import java.net.URL
import java.util.concurrent.atomic.AtomicBoolean
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLSocketFactory

/**
 * Fetches keys with the platform's [HttpURLConnection]: without redirects, caches, passwords, or a
 * proxy from the environment.
 *
 * ```kotlin
 * import javax.net.ssl.SSLContext
 *
 * val context = SSLContext.getDefault() // or one with a CA or a client certificate of your own
 * RemoteKeySet("https://issuer.internal/jwks.json", http = UrlConnectionCarrier(context.socketFactory))
 * ```
 *
 * If the process has set a `CookieHandler` for all connections, the platform sends its cookies here
 * as well.
 *
 * @param sslSocketFactory makes the TLS connections: for a CA or a client certificate of your own.
 * The platform's if omitted.
 */
public class UrlConnectionCarrier @JvmOverloads constructor(private val sslSocketFactory: SSLSocketFactory? = null) : HttpCarrier {
    override fun get(request: HttpRequest): HttpAnswer {
        val connection = URL(request.url).openConnection(Proxy.NO_PROXY) as HttpURLConnection
        prepare(connection, request)
        val hasAnswered = AtomicBoolean()
        // Before the answer, nothing else stops a server that sends its headers byte by byte. After
        // it, the loop that reads the body checks for this.
        request.onCancel { if (!hasAnswered.get()) connection.disconnect() }
        try {
            val status = connection.responseCode
            hasAnswered.set(true)
            if (status < 0) throw ProtocolException("this is no answer of HTTP")
            return HttpAnswer(status, headers(connection), body(connection, status, request))
        } catch (error: Throwable) {
            connection.disconnect()
            throw error
        }
    }

    private fun prepare(connection: HttpURLConnection, request: HttpRequest) {
        connection.instanceFollowRedirects = false
        connection.useCaches = false
        connection.connectTimeout = request.timeout.toMillis().coerceIn(1, Int.MAX_VALUE.toLong()).toInt()
        connection.readTimeout = connection.connectTimeout
        if (sslSocketFactory != null && connection is HttpsURLConnection) connection.sslSocketFactory = sslSocketFactory
        try {
            connection.setAuthenticator(NOBODY)
        } catch (_: NoSuchMethodError) {
            // Android has one for the whole process, and no way to bypass it.
        }
        request.headers.forEach(connection::setRequestProperty)
        // The next request is minutes away: no connection is kept open for it.
        connection.setRequestProperty("Connection", "close")
    }
}

/** Has no password for anyone. */
private val NOBODY = object : Authenticator() {}

/** The headers; the status line is not one of them, though the JDK counts it as the first. */
private fun headers(connection: HttpURLConnection): Map<String, List<String>> {
    val headers = LinkedHashMap<String, MutableList<String>>()
    var at = 0
    while (true) {
        val value = connection.getHeaderField(at) ?: return headers
        connection.getHeaderFieldKey(at)?.let { headers.getOrPut(it, ::ArrayList).add(value) }
        at++
    }
}

private fun body(connection: HttpURLConnection, status: Int, request: HttpRequest): ByteArray {
    val stream = (if (status >= 400) connection.errorStream else connection.inputStream) ?: return ByteArray(0)
    val body = stream.use { read(it, request) }
    val hasBody = status >= 200 && status != 204 && status != 304
    // The JDK takes a body that ends early for a complete one.
    if (hasBody && connection.contentLengthLong > body.size) throw EOFException("the body is shorter than its length")
    return body
}

private fun read(stream: InputStream, request: HttpRequest): ByteArray {
    val body = ByteArrayOutputStream()
    val chunk = ByteArray(8192)
    while (true) {
        val length = stream.read(chunk)
        if (length < 0) return body.toByteArray()
        if (request.isCancelled) throw SocketTimeoutException()
        body.write(chunk, 0, length)
        if (body.size() > request.maxBytes) throw BodyTooLarge()
    }
}

/** The body is longer than the request allows. */
internal class BodyTooLarge : java.io.IOException("the body is too large")
