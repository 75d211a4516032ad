package dev.tokenseal

import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.jsonPrimitive
import java.io.File
import java.net.URL
import java.security.KeyFactory
import java.security.KeyStore
import java.security.cert.CertificateFactory
import java.security.spec.PKCS8EncodedKeySpec
import java.util.Base64
import javax.net.ssl.KeyManager
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.TrustManagerFactory

/**
 * A real key server that behaves as badly as it is asked to (`tests/remote/README.md`). It exits
 * when its standard input closes.
 */
internal class HostileServer : AutoCloseable {
    private val process = ProcessBuilder(checkNotNull(System.getenv("TOKENSEAL_HOSTILE_SERVER")) { "cargo xtask test says where the server is" }).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val places = json(process.inputStream.bufferedReader().readLine())

    /** Trusts the server's CA, and no other. */
    val socketFactory: SSLSocketFactory = trusting(checkNotNull(place("ca")), null)

    /** The same, with a client's certificate. */
    val identified: SSLSocketFactory = trusting(checkNotNull(place("ca")), identity(checkNotNull(place("client"))))

    /** One of its addresses; null if the machine has none of the kind. */
    fun place(name: String): String? = places[name]?.takeUnless { it is JsonNull }?.jsonPrimitive?.content

    /** What a test with this id has requested so far. */
    fun log(id: String): String = URL("${place("http")}/s/$id/control/log").readText()

    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }
}

private fun trusting(pem: String, identity: Array<KeyManager>?): SSLSocketFactory {
    val store = emptyStore()
    certificates(pem).forEachIndexed { at, one -> store.setCertificateEntry("$at", one) }
    val managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }.trustManagers
    return SSLContext.getInstance("TLS").apply { init(identity, managers, null) }.socketFactory
}

/** A certificate and, after it, its private key. */
private fun identity(pem: String): Array<KeyManager> {
    val (begin, password) = "-----BEGIN PRIVATE KEY-----" to CharArray(0)
    val der = Base64.getMimeDecoder().decode(pem.substringAfter(begin).substringBefore("-----END"))
    val key = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(der))
    val store = emptyStore().apply { setKeyEntry("client", key, password, certificates(pem.substringBefore(begin)).toTypedArray()) }
    return KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(store, password) }.keyManagers
}

private fun emptyStore(): KeyStore = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null) }

private fun certificates(pem: String) = CertificateFactory.getInstance("X.509").generateCertificates(pem.byteInputStream())

/** The behaviours, with the outcome that each must have. */
internal val behavioursFile: File = root.resolve("tests/remote/behaviours.json")
