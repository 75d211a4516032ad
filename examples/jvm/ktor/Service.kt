// Ktor: `ISSUER=https://login.example PORT=8080 java … orders.ServiceKt`.

package orders

import dev.tokenseal.ProtectedResource
import dev.tokenseal.RemoteKeySet
import dev.tokenseal.RemoteOptions
import dev.tokenseal.ResourceOptions
import dev.tokenseal.Verifier
import dev.tokenseal.VerifyOptions
import dev.tokenseal.ktor.metadata
import dev.tokenseal.ktor.requireScope
import dev.tokenseal.ktor.token
import dev.tokenseal.ktor.tokenseal
import io.ktor.http.ContentType
import io.ktor.server.application.install
import io.ktor.server.auth.Authentication
import io.ktor.server.auth.authenticate
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing

private val ISSUER = System.getenv("ISSUER")

// http is for an issuer on this machine.
private val KEYS = RemoteKeySet(options = RemoteOptions(issuer = ISSUER, allowHttp = ISSUER.startsWith("http://127.0.0.1:")))
private val VERIFIER = Verifier(KEYS, options = VerifyOptions(issuer = ISSUER, audience = "https://orders.example"))
private val API = ProtectedResource(VERIFIER, ResourceOptions(resource = "https://orders.example", authorizationServers = listOf(ISSUER)))

fun main() {
    embeddedServer(Netty, port = System.getenv("PORT").toInt(), host = "127.0.0.1") {
        install(Authentication) { tokenseal { resource = API } }
        routing {
            metadata(API)
            get("/health") { call.respondText("""{"ok":true}""", ContentType.Application.Json) }
            authenticate {
                requireScope("orders:read") {
                    get("/orders/{order}") {
                        call.respondText("""{"order":"${call.parameters["order"]}","of":"${call.token?.text("sub")}"}""", ContentType.Application.Json)
                    }
                }
            }
        }
    }.start(wait = true)
}
