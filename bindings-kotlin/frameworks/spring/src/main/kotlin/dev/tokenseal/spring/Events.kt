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
 * The route at which an identity provider tells logouts (OpenID Connect Back-Channel Logout 1.0): what a logout token says is revoked. Make it a bean.
 *
 * It is for everybody: give it a `SecurityFilterChain` of its own, without [protect] and with CSRF protection disabled, which would read the body.
 *
 * @param path the path, such as `/backchannel-logout`.
 * @param verifier what checks logout tokens, by the profile `LOGOUT_TOKEN`.
 * @param revocations the list that they are applied to.
 * @param options whose subjects they may name besides, and what the list's entries say of them.
 */
@JvmOverloads
public fun logoutRoute(path: String, verifier: Verifier, revocations: Revocations, options: EventOptions = EventOptions()): RouterFunction<ServerResponse> =
    told(path, Http::logoutToken, Http::logoutAnswer) { revocations.applyEvents(verifier.verify(it), options) }

/**
 * The route at which security events are pushed (RFC 8935): what one says of sessions and subjects is revoked. Make it a bean.
 *
 * It is for everybody: give it a `SecurityFilterChain` of its own, without [protect] and with CSRF protection disabled, which would read the body.
 *
 * @param path the path, such as `/events`.
 * @param verifier what checks them, by the profile `SECURITY_EVENT`.
 * @param revocations the list that they are applied to.
 * @param options whose subjects they may name besides, and what the list's entries say of them.
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

/** One byte more than may be, so that the core refuses what is longer, and no more. */
private fun bodyOf(request: ServerRequest) = request.servletRequest().inputStream.readNBytes(Http.maxBodyBytes + 1).decodeToString()
