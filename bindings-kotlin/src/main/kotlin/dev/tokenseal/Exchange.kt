package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.add
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlinx.serialization.json.put
import java.io.EOFException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.security.cert.CertPathBuilderException
import java.security.cert.CertificateException
import java.util.concurrent.TimeoutException
import java.util.function.Supplier
import javax.net.ssl.SSLException

/** A request that the core wants made. */
internal class Fetch(json: JsonObject) {
    val id: Long = json.getValue("id").jsonPrimitive.long
    val url: String = json.getValue("url").jsonPrimitive.content
    val headers: Map<String, String> = json.getValue("headers").jsonArray.associate { pair ->
        val (name, value) = pair.jsonArray.map { it.jsonPrimitive.content }
        name to value
    }
    val withCallerHeaders: Boolean = json.getValue("with_caller_headers").jsonPrimitive.boolean
    val maxBytes: Long = json.getValue("max_bytes").jsonPrimitive.long
    val nanos: Long = (json.getValue("timeout").jsonPrimitive.double * 1e9).toLong()
}

/**
 * A request for keys.
 *
 * @param whenOver as for [Flight].
 */
internal class Exchange(
    private val fetch: Fetch,
    private val http: HttpCarrier,
    private val headers: Supplier<Map<String, String>>?,
    whenOver: () -> Unit,
) : Flight(fetch.id, fetch.nanos, whenOver) {
    override fun perform(): Told {
        val all = callerHeaders() + fetch.headers
        val made = HttpRequest(fetch.url, all, fetch.maxBytes, timeLeft())
        onCancel(made::cancel)
        return answered(http.get(made))
    }

    private fun callerHeaders(): Map<String, String> {
        if (headers == null || !fetch.withCallerHeaders) return emptyMap()
        val given = try {
            headers.get().filterKeys { name -> fetch.headers.keys.none { it.equals(name, ignoreCase = true) } }
        } catch (error: Throwable) {
            cause = error
            throw error
        }
        // An HTTP client would show the value in its exception.
        if (given.any { (name, value) -> name.isEmpty() || name.any { it !in TOKEN } || value.any { it < ' ' && it != '\t' || it > '~' } }) {
            cause = IllegalArgumentException("a header has a character that HTTP does not allow")
            throw cause!!
        }
        return given
    }

    private fun answered(answer: HttpAnswer): Told {
        if (answer.body.size > fetch.maxBytes) return failed("too_large")
        val json = buildJsonObject {
            put("id", id)
            put("status", answer.status)
            put("headers", buildJsonArray { for ((name, values) in answer.headers) for (value in values) add(buildJsonArray { add(name); add(value) }) })
        }
        val text = json.toString()
        return if (Charsets.UTF_8.newEncoder().canEncode(text)) Told(text, answer.body) else failed("connect")
    }
}

/** The characters of a token (RFC 9110, section 5.6.2). */
private val TOKEN: Set<Char> = (('a'..'z') + ('A'..'Z') + ('0'..'9') + "!#$%&'*+-.^_`|~".toList()).toSet()

/**
 * A name for what was thrown: `tls` is for a bad certificate, not for every failure of a connection
 * that was meant to be secure.
 */
internal fun failure(error: Throwable): String {
    val causes = generateSequence(error) { it.cause }.take(20).toList()
    return when {
        error is BodyTooLarge -> "too_large"
        error is StoreError -> "store"
        causes.any { it is CertificateException || it is CertPathBuilderException } -> "tls"
        causes.any { it is SocketTimeoutException || it is TimeoutException } -> "timeout"
        causes.any { it is SocketException || it is EOFException } -> "connect"
        causes.any { it is SSLException } || error.message?.startsWith("HTTPS hostname wrong") == true -> "tls"
        else -> "connect"
    }
}
