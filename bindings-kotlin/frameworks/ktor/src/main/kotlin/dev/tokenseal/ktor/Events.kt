package dev.tokenseal.ktor

import dev.tokenseal.Http
import dev.tokenseal.HttpResponse
import dev.tokenseal.Revocations
import dev.tokenseal.TokenException
import dev.tokenseal.Verifier
import dev.tokenseal.awaitApplyEvents
import dev.tokenseal.awaitVerify
import io.ktor.server.request.receiveText
import io.ktor.server.routing.Route
import io.ktor.server.routing.post

/**
 * The route at which an identity provider tells logouts (OpenID Connect Back-Channel Logout 1.0): what a logout token says is revoked.
 *
 * It is for everybody: place it outside of `authenticate`. Limit the size of bodies as for all routes, such as by Ktor's `RequestBodyLimit`.
 *
 * @param path the path, such as `/backchannel-logout`.
 * @param verifier what checks logout tokens, by the profile `LOGOUT_TOKEN`.
 * @param revocations the list that they are applied to.
 */
public fun Route.backChannelLogout(path: String, verifier: Verifier, revocations: Revocations): Route =
    events(path, verifier, revocations, Http::logoutToken, Http::logoutAnswer)

/**
 * The route at which security events are pushed (RFC 8935): what one says of sessions and subjects is revoked.
 *
 * It is for everybody: place it outside of `authenticate`. Limit the size of bodies as for all routes, such as by Ktor's `RequestBodyLimit`.
 *
 * @param path the path, such as `/events`.
 * @param verifier what checks them, by the profile `SECURITY_EVENT`.
 * @param revocations the list that they are applied to.
 */
public fun Route.securityEvents(path: String, verifier: Verifier, revocations: Revocations): Route =
    events(path, verifier, revocations, { it }, Http::eventAnswer)

private fun Route.events(path: String, verifier: Verifier, revocations: Revocations, tokenOf: (String) -> String, answer: (Throwable?) -> HttpResponse): Route =
    post(path) {
        val response = try {
            revocations.awaitApplyEvents(verifier.awaitVerify(tokenOf(call.receiveText())))
            answer(null)
        } catch (error: TokenException) {
            answer(error)
        }
        call.answer(response)
    }
