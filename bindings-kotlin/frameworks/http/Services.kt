package dev.tokenseal.http

import dev.tokenseal.AccessRules
import dev.tokenseal.Key
import dev.tokenseal.KeySet
import dev.tokenseal.ProtectedResource
import dev.tokenseal.RemoteKeySet
import dev.tokenseal.RemoteOptions
import dev.tokenseal.ResourceOptions
import dev.tokenseal.Revocations
import dev.tokenseal.RevocationsOptions
import dev.tokenseal.RevokeOptions
import dev.tokenseal.StoreOptions
import dev.tokenseal.Token
import dev.tokenseal.Verifier
import dev.tokenseal.VerifyOptions
import dev.tokenseal.redis.JedisStore
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import redis.clients.jedis.HostAndPort
import java.net.InetAddress
import java.net.ServerSocket
import java.time.Instant
import kotlin.time.Duration.Companion.hours

/** A service from the cases: what checks the requests of an application. */
internal class Service(val name: String) {
    private val json = SERVICES.getValue(name)
    private val rules = rulesOf(json)

    /** The options of its verifier, from which tokens are made. */
    val about: JsonObject = json.getValue("verifier").jsonObject

    val hasRules: Boolean = rules != null

    val resource: ProtectedResource by lazy {
        val about = json.getValue("resource").jsonObject
        val options = ResourceOptions(
            resource = about.text("resource"),
            authorizationServers = about.texts("authorization_servers"),
            scopesSupported = about.texts("scopes_supported"),
            realm = about.text("realm"),
            cookie = about.text("cookie"),
        )
        val csrfKey = about.text("csrf_key")?.let(::keyOf)
        if (rules == null) ProtectedResource(verifier(), options, csrfKey) else ProtectedResource(verifier(), AccessRules.fromJson(rules), options, csrfKey)
    }

    private fun verifier(): Verifier {
        val options = VerifyOptions(
            issuer = about.text("issuer"),
            audience = about.text("audience"),
            publicOrigins = about.texts("public_origins").ifEmpty { null },
        )
        val keys = when (json.text("keys")) {
            null -> keyOf("issuer").public()
            else -> RemoteKeySet("http://127.0.0.1:${closedPort()}/jwks.json", RemoteOptions(allowHttp = true))
        }
        return Verifier(keys, options = options, revocations = revocations(), nonceKey = about.text("nonce_key")?.let(::keyOf))
    }

    private fun revocations(): Revocations? {
        if (json.text("revocations") == "unreachable") return Revocations.redis(JedisStore(HostAndPort("127.0.0.1", closedPort())), StoreOptions("http-cases"))
        val revoked = json.objects("revoked").ifEmpty { return null }
        val list = Revocations(RevocationsOptions(longestLifetime = 1.hours))
        for (entry in revoked) {
            entry.text("token_id")?.let { list.revokeId(about.text("issuer"), it, RevokeOptions(until = Instant.now().plusSeconds(3600))) }
            entry.text("subject")?.let { list.revokeSubject(about.text("issuer"), it) }
        }
        return list
    }
}

private fun keyOf(name: String): Key = Key.fromJwk(KEYS.getValue(name).toString())

/** A loopback port on which nobody listens: it was free a moment ago. */
internal fun closedPort(): Int = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }

/** The headers with which a handler says that it was reached, and for whom. */
internal fun saw(route: Route, token: Token?): List<Pair<String, String>> =
    listOfNotNull("Saw-Route" to route.name, token?.text("sub")?.let { "Saw-Subject" to it })
