package dev.tokenseal.http

import java.io.ByteArrayOutputStream
import java.net.InetAddress
import java.net.Socket

/** What a server answered: its headers, with names in lower case. */
internal class Got(val status: Int, val headers: List<Pair<String, String>>, val body: String) {
    fun all(name: String): List<String> = headers.filter { it.first == name }.map { it.second }
}

/**
 * Sends a request exactly as given, which no HTTP client would do: no path is normalized, no header
 * merged or refused. Each request has its own connection.
 */
internal fun send(port: Int, method: String, target: String, headers: List<Pair<String, String>> = emptyList(), body: String? = null): Got {
    // Ktor's CIO waits for a body if the method has a use for one and no length is given (RFC 9110,
    // section 8.6).
    val length = if (body == null && method in listOf("GET", "HEAD", "OPTIONS")) emptyList() else listOf("Content-Length" to "${body.orEmpty().length}")
    val lines = (listOf("Host" to "127.0.0.1:$port", "Connection" to "close") + headers + length).map { (name, value) -> "$name: $value\r\n" }
    val text = "$method $target HTTP/1.1\r\n${lines.joinToString("")}\r\n${body.orEmpty()}"
    return Socket(InetAddress.getLoopbackAddress(), port).use { socket ->
        socket.soTimeout = 10_000
        socket.getOutputStream().run {
            write(text.toByteArray(Charsets.ISO_8859_1))
            flush()
        }
        got(socket.getInputStream().readAllBytes())
    }
}

private fun got(bytes: ByteArray): Got {
    val text = String(bytes, Charsets.ISO_8859_1)
    val end = text.indexOf("\r\n\r\n").also { check(it != -1) { "no answer, but `$text`" } }
    val lines = text.substring(0, end).split("\r\n")
    val headers = lines.drop(1).map { line -> line.substringBefore(':').lowercase() to line.substringAfter(':').trim() }
    val rest = bytes.copyOfRange(end + 4, bytes.size)
    val body = if ("transfer-encoding" to "chunked" in headers) joined(rest) else rest
    return Got(lines.first().split(' ')[1].toInt(), headers, String(body, Charsets.UTF_8))
}

/** A body in chunks (RFC 9112, section 7.1). That of an answer to HEAD is empty. */
private fun joined(bytes: ByteArray): ByteArray {
    val joined = ByteArrayOutputStream()
    var start = 0
    while (start < bytes.size) {
        val line = String(bytes, start, bytes.size - start, Charsets.ISO_8859_1).substringBefore("\r\n")
        val size = line.substringBefore(';').trim().toInt(16)
        if (size == 0) break
        joined.write(bytes, start + line.length + 2, size)
        start += line.length + 2 + size + 2
    }
    return joined.toByteArray()
}
