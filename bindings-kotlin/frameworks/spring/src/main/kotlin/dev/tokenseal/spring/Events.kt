@file:JvmName("Events")

package dev.tokenseal.spring

import dev.tokenseal.Http
import dev.tokenseal.HttpResponse
import dev.tokenseal.Revocations
import dev.tokenseal.TokenException
import dev.tokenseal.Verifier
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.RouterFunctions
import org.springframework.web.servlet.function.ServerResponse

/**
 * The route at which an identity provider tells logouts (OpenID Connect Back-Channel Logout 1.0): what a logout token says is revoked. Make it a bean.
 *
 * It is for everybody, and needs no CSRF token: give it a `SecurityFilterChain` of its own, without [protect].
 *
 * @param path the path, such as `/backchannel-logout`.
 * @param verifier what checks logout tokens, by the profile `LOGOUT_TOKEN`.
 * @param revocations the list that they are applied to.
 */
public fun backChannelLogout(path: String, verifier: Verifier, revocations: Revocations): RouterFunction<ServerResponse> =
    events(path, verifier, revocations, Http::logoutToken, Http::logoutAnswer)

/**
 * The route at which security events are pushed (RFC 8935): what one says of sessions and subjects is revoked. Make it a bean.
 *
 * It is for everybody, and needs no CSRF token: give it a `SecurityFilterChain` of its own, without [protect].
 *
 * @param path the path, such as `/events`.
 * @param verifier what checks them, by the profile `SECURITY_EVENT`.
 * @param revocations the list that they are applied to.
 */
public fun securityEvents(path: String, verifier: Verifier, revocations: Revocations): RouterFunction<ServerResponse> =
    events(path, verifier, revocations, { it }, Http::eventAnswer)

private fun events(path: String, verifier: Verifier, revocations: Revocations, tokenOf: (String) -> String, answer: (Throwable?) -> HttpResponse) =
    RouterFunctions.route().POST(path) { request ->
        val told = try {
            revocations.applyEvents(verifier.verify(tokenOf(request.body(String::class.java))))
            answer(null)
        } catch (error: TokenException) {
            answer(error)
        }
        ServerResponse.status(told.status).headers { headers -> told.headers.forEach { headers.add(it.name, it.value) } }.body(told.body)
    }.build()
