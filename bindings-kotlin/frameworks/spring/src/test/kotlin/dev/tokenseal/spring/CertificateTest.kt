package dev.tokenseal.spring

import dev.tokenseal.ClientCertificate
import dev.tokenseal.Issuer
import dev.tokenseal.IssuerOptions
import dev.tokenseal.ProtectedResource
import dev.tokenseal.http.AUDIENCE
import dev.tokenseal.http.ISSUER
import dev.tokenseal.http.Issuing
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.springframework.boot.ssl.SslBundle
import org.springframework.boot.ssl.pem.PemSslStoreBundle
import org.springframework.boot.ssl.pem.PemSslStoreDetails
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory
import org.springframework.boot.web.server.Ssl
import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import kotlin.time.Duration.Companion.minutes

/**
 * Tokens that are bound to a certificate (RFC 8705), over a TLS connection that asks for one.
 */
internal class CertificateTest {
    private val folder = File(System.getProperty("tokenseal.root"), "bindings-node/test/http/tls")

    private fun path(name: String) = folder.resolve(name).path

    private fun tomcat() = TomcatServletWebServerFactory(0).apply {
        ssl = Ssl().apply {
            certificate = path("server.crt")
            certificatePrivateKey = path("server.key")
            trustCertificate = path("client.crt")
            clientAuth = Ssl.ClientAuth.NEED
        }
    }

    @Test
    fun `a bound token is good with its certificate only`() = served({}, ::tomcat, { http ->
        http.with(protect(ProtectedResource(Issuing.verifier()))) {}.authorizeHttpRequests { it.anyRequest().authenticated() }.build()
    }) { port ->
        val own = PemSslStoreDetails.forCertificate(path("client.crt")).withPrivateKey(path("client.key"))
        val context = SslBundle.of(PemSslStoreBundle(own, PemSslStoreDetails.forCertificate(path("server.crt")))).createSslContext()
        val client = HttpClient.newBuilder().sslContext(context).build()

        fun ask(certificate: String): Int {
            val issuer = Issuer(Issuing.key, options = IssuerOptions(issuer = ISSUER, audience = AUDIENCE, lifetime = 5.minutes))
            val token = issuer.issue(mapOf("sub" to "alice"), confirm = ClientCertificate(File(path(certificate)).readBytes()))
            val request = HttpRequest.newBuilder(URI("https://127.0.0.1:$port/nothing")).header("Authorization", "Bearer $token").build()
            return client.send(request, BodyHandlers.discarding()).statusCode()
        }
        // Nothing is served there: the request passed.
        assertEquals(404, ask("client.crt"))
        assertEquals(401, ask("server.crt"))
    }
}
