package dev.tokenseal.spring

import dev.tokenseal.Answer
import dev.tokenseal.HttpHeader
import dev.tokenseal.ProtectedResource
import dev.tokenseal.RequestOptions
import jakarta.servlet.FilterChain
import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.security.access.AccessDeniedException
import org.springframework.security.authorization.AuthorityAuthorizationDecision
import org.springframework.security.authorization.AuthorizationDeniedException
import org.springframework.security.core.AuthenticationException
import org.springframework.security.core.context.SecurityContextHolder
import org.springframework.security.web.AuthenticationEntryPoint
import org.springframework.security.web.access.AccessDeniedHandler
import org.springframework.security.web.access.AccessDeniedHandlerImpl
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository
import org.springframework.web.filter.OncePerRequestFilter
import java.security.cert.X509Certificate

private const val ANSWER = "dev.tokenseal.answer"
private const val CERTIFICATES = "jakarta.servlet.request.X509Certificate"

/** The resource's answer to this request; null if it was not asked. */
internal var HttpServletRequest.answer: Answer?
    get() = getAttribute(ANSWER) as Answer?
    set(answer) = setAttribute(ANSWER, answer)

/** Asks the resource, and answers what it refuses. */
internal class ProtectedResourceFilter(private val resource: ProtectedResource, private val isOptional: Boolean) : OncePerRequestFilter() {
    private val contexts = RequestAttributeSecurityContextRepository()
    private val metadataPath = resource.metadataPath

    override fun doFilterInternal(request: HttpServletRequest, response: HttpServletResponse, chain: FilterChain) {
        if (request.method in listOf("GET", "HEAD") && request.requestURI == metadataPath) {
            return response.write(200, listOf(HttpHeader("Content-Type", "application/json")), resource.metadata().orEmpty())
        }
        // The path as received, including the application's: rules are about what the client sees.
        val answer = resource.check(request.method, request.requestURI, headersOf(request), RequestOptions(optional = isOptional, certificate = certificateOf(request)))
        request.answer = answer
        if (!answer.isAllowed) return response.write(answer.status, answer.headers, answer.body)
        answer.headers.forEach { response.addHeader(it.name, it.value) }
        answer.token?.let { token ->
            val context = SecurityContextHolder.createEmptyContext().apply { authentication = TokenAuthentication(token) }
            SecurityContextHolder.setContext(context)
            // For later dispatches, such as an error page.
            contexts.saveContext(context, request, response)
        }
        chain.doFilter(request, response)
    }

    private fun headersOf(request: HttpServletRequest) =
        request.headerNames.asSequence().flatMap { name -> request.getHeaders(name).asSequence().map { HttpHeader(name, it) } }.toList()

    /** The certificate that the client has proven to hold, if the server asked for one. */
    private fun certificateOf(request: HttpServletRequest) = (request.getAttribute(CERTIFICATES) as? Array<*>)?.firstOrNull().let { (it as? X509Certificate)?.encoded }
}

/**
 * Answers what Spring's authorization refuses as the resource would: that a token, or scopes, are
 * needed.
 */
internal object Refusing : AuthenticationEntryPoint, AccessDeniedHandler {
    private val others = AccessDeniedHandlerImpl()

    override fun commence(request: HttpServletRequest, response: HttpServletResponse, error: AuthenticationException) =
        refuse(request, response, RequestOptions()) { response.sendError(HttpServletResponse.SC_UNAUTHORIZED) }

    override fun handle(request: HttpServletRequest, response: HttpServletResponse, error: AccessDeniedException) {
        val needed = ((error as? AuthorizationDeniedException)?.authorizationResult as? AuthorityAuthorizationDecision)?.authorities.orEmpty()
        val scopes = needed.mapNotNull { it.authority }.filter { it.startsWith(SCOPE) }.map { it.removePrefix(SCOPE) }
        val options = if (scopes.isEmpty()) null else RequestOptions(scopes = scopes)
        // Spring itself answers for everything else that it requires, such as a role or a CSRF
        // token.
        refuse(request, response, options) { others.handle(request, response, error) }
    }

    /** If [requireScope] has already made an answer that refuses, that one is used. */
    private fun refuse(request: HttpServletRequest, response: HttpServletResponse, options: RequestOptions?, otherwise: () -> Unit) {
        val answer = request.answer?.let { if (options == null) it else it.again(options) }
        if (answer == null || answer.isAllowed) otherwise() else response.write(answer.status, answer.headers, answer.body)
    }
}

internal fun HttpServletResponse.write(code: Int, headers: List<HttpHeader>, body: String) {
    status = code
    headers.forEach { addHeader(it.name, it.value) }
    outputStream.write(body.encodeToByteArray())
}
