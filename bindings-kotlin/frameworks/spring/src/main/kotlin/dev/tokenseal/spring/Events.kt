@file:JvmName("Events")

package dev.tokenseal.spring

import dev.tokenseal.EventOptions
import dev.tokenseal.Http
import dev.tokenseal.HttpResponse
import dev.tokenseal.Revocations
import dev.tokenseal.TokenException
import dev.tokenseal.Verifier
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.RouterFunctions
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse

/**
 * The route to which an identity provider reports logouts (OpenID Connect Back-Channel Logout 1.0):
 * what a logout token names is revoked. Make it a bean.
 *
 * It must be open to everyone: give it a `SecurityFilterChain` of its own, without [protect] and
 * with CSRF protection disabled, since that would read the body.
 *
 * @param path the path, such as `/backchannel-logout`.
 * @param verifier checks logout tokens, with the profile `LOGOUT_TOKEN`.
 * @param revocations the list that they are applied to.
 * @param options further issuers whose subjects they may name, and what the list's entries record.
 */
@JvmOverloads
public fun logoutRoute(path: String, verifier: Verifier, revocations: Revocations, options: EventOptions = EventOptions()): RouterFunction<ServerResponse> =
    told(path, Http::logoutToken, Http::logoutAnswer) { revocations.applyEvents(verifier.verify(it), options) }

/**
 * The route to which security events are pushed (RFC 8935): the sessions and subjects that they
 * name are revoked. Make it a bean.
 *
 * It must be open to everyone: give it a `SecurityFilterChain` of its own, without [protect] and
 * with CSRF protection disabled, since that would read the body.
 *
 * @param path the path, such as `/events`.
 * @param verifier checks them, with the profile `SECURITY_EVENT`.
 * @param revocations the list that they are applied to.
 * @param options further issuers whose subjects they may name, and what the list's entries record.
 */
@JvmOverloads
public fun eventsRoute(path: String, verifier: Verifier, revocations: Revocations, options: EventOptions = EventOptions()): RouterFunction<ServerResponse> =
    told(path, { it }, Http::eventAnswer) { revocations.applyEvents(verifier.verify(it), options) }

private fun told(path: String, tokenOf: (String) -> String, answer: (Throwable?) -> HttpResponse, apply: (String) -> Unit): RouterFunction<ServerResponse> =
    RouterFunctions.route().POST(path) { request ->
        val told = try {
            apply(tokenOf(bodyOf(request)))
            answer(null)
        } catch (error: TokenException) {
            answer(error)
        }
        ServerResponse.status(told.status).headers { headers -> told.headers.forEach { headers.add(it.name, it.value) } }.body(told.body)
    }.build()

/** Reads one byte more than is allowed, so that the core refuses a longer body, and no further. */
private fun bodyOf(request: ServerRequest) = request.servletRequest().inputStream.readNBytes(Http.maxBodyBytes + 1).decodeToString()
