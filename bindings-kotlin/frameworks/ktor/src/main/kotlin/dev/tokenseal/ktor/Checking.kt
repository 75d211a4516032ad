package dev.tokenseal.ktor

import dev.tokenseal.Answer
import dev.tokenseal.HttpHeader
import dev.tokenseal.HttpResponse
import dev.tokenseal.ProtectedResource
import dev.tokenseal.RequestOptions
import dev.tokenseal.awaitCheck
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.ByteArrayContent
import io.ktor.http.content.OutgoingContent
import io.ktor.server.application.ApplicationCall
import io.ktor.server.request.httpMethod
import io.ktor.server.request.path
import io.ktor.server.response.respond
import io.ktor.util.AttributeKey
import io.ktor.util.flattenEntries

// What a resource is told about a call, and how an answer is written.

/** The outcome of the check of a call, and the resource that made it. */
internal class Checked(val resource: ProtectedResource, val answer: Answer)

private val CHECKED = AttributeKey<Checked>("dev.tokenseal.checked")

internal val ApplicationCall.checked: Checked? get() = attributes.getOrNull(CHECKED)

/**
 * Asks the resource. A call that it has already checked is not checked again, since its proof is
 * used up.
 */
internal suspend fun ProtectedResource.answer(call: ApplicationCall, options: RequestOptions): Answer {
    val before = call.checked?.takeIf { it.resource === this } ?: return check(call, options).also { keep(call, it) }
    return before.answer.again(options)
}

/** Path and method are those that Ktor routes by; the path and the headers are as received. */
internal suspend fun ProtectedResource.check(call: ApplicationCall, options: RequestOptions): Answer {
    // Looked up by name, CIO returns only one of several headers.
    val headers = call.request.headers.flattenEntries().map { (name, value) -> HttpHeader(name, value) }
    return awaitCheck(call.request.httpMethod.value, call.request.path(), headers, options)
}

/** Makes this the answer for the call from now on. */
internal fun ProtectedResource.keep(call: ApplicationCall, answer: Answer) {
    call.attributes.put(CHECKED, Checked(this, answer))
    if (answer.isAllowed) call.add(answer.headers)
}

/** Answers a call that was refused. */
internal suspend fun ApplicationCall.refuse(answer: Answer) = write(answer.status, answer.headers, answer.body)

/** Answers as the core says. */
internal suspend fun ApplicationCall.answer(response: HttpResponse) = write(response.status, response.headers, response.body)

private suspend fun ApplicationCall.write(status: Int, headers: List<HttpHeader>, body: String) {
    // Ktor takes the content type only from the body.
    val (types, others) = headers.partition { it.name.equals(HttpHeaders.ContentType, ignoreCase = true) }
    add(others)
    val type = types.firstOrNull()?.let { ContentType.parse(it.value) }
    val code = HttpStatusCode.fromValue(status)
    respond(if (request.httpMethod == HttpMethod.Head) HeadOnly(code, type) else ByteArrayContent(body.encodeToByteArray(), type, code))
}

private fun ApplicationCall.add(headers: List<HttpHeader>) = headers.forEach { response.headers.append(it.name, it.value) }

/** Given a body, engines send it even in an answer to HEAD. */
private class HeadOnly(override val status: HttpStatusCode, override val contentType: ContentType?) : OutgoingContent.NoContent()
