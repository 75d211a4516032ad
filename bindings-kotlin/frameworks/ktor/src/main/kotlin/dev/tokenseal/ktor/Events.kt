package dev.tokenseal.ktor

import dev.tokenseal.EventOptions
import dev.tokenseal.Http
import dev.tokenseal.HttpResponse
import dev.tokenseal.Revocations
import dev.tokenseal.TokenException
import dev.tokenseal.Verifier
import dev.tokenseal.awaitApplyEvents
import dev.tokenseal.awaitVerify
import io.ktor.server.application.ApplicationCall
import io.ktor.server.request.receiveChannel
import io.ktor.server.routing.Route
import io.ktor.server.routing.post
import io.ktor.utils.io.core.readText
import io.ktor.utils.io.readRemaining

/**
 * The route to which an identity provider reports logouts (OpenID Connect Back-Channel Logout 1.0):
 * what a logout token names is revoked.
 *
 * It must be open to everyone: place it outside `authenticate`.
 *
 * @param path the path, such as `/backchannel-logout`.
 * @param verifier checks logout tokens, with the profile `LOGOUT_TOKEN`.
 * @param revocations the list that they are applied to.
 * @param options further issuers whose subjects they may name, and what the list's entries record.
 */
public fun Route.logoutRoute(path: String, verifier: Verifier, revocations: Revocations, options: EventOptions = EventOptions()): Route =
    told(path, Http::logoutToken, Http::logoutAnswer) { revocations.awaitApplyEvents(verifier.awaitVerify(it), options) }

/**
 * The route to which security events are pushed (RFC 8935): the sessions and subjects that they
 * name are revoked.
 *
 * It must be open to everyone: place it outside `authenticate`.
 *
 * @param path the path, such as `/events`.
 * @param verifier checks them, with the profile `SECURITY_EVENT`.
 * @param revocations the list that they are applied to.
 * @param options further issuers whose subjects they may name, and what the list's entries record.
 */
public fun Route.eventsRoute(path: String, verifier: Verifier, revocations: Revocations, options: EventOptions = EventOptions()): Route =
    told(path, { it }, Http::eventAnswer) { revocations.awaitApplyEvents(verifier.awaitVerify(it), options) }

private fun Route.told(path: String, tokenOf: (String) -> String, answer: (Throwable?) -> HttpResponse, apply: suspend (String) -> Unit): Route = post(path) {
    val response = try {
        apply(tokenOf(call.receiveBody()))
        answer(null)
    } catch (error: TokenException) {
        answer(error)
    }
    call.answer(response)
}

/** Reads one byte more than is allowed, so that the core refuses a longer body, and no further. */
private suspend fun ApplicationCall.receiveBody() = receiveChannel().readRemaining(Http.maxBodyBytes + 1L).readText()
