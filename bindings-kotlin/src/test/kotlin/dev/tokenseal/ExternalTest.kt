package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import java.io.ByteArrayInputStream
import java.nio.file.Files
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.security.spec.MGF1ParameterSpec
import java.security.spec.X509EncodedKeySpec
import java.util.concurrent.TimeUnit
import javax.crypto.Cipher
import javax.crypto.KeyAgreement
import javax.crypto.spec.OAEPParameterSpec
import javax.crypto.spec.PSource
import kotlin.time.Duration.Companion.minutes

/** Keys that another provider holds: what prepare and prepareDecrypt are for. */
internal class ExternalTest {
    /** A key that a PKCS12 key store of the JVM made and keeps. */
    private fun keyStore(): KeyStore {
        val folder = Files.createTempDirectory("tokenseal")
        val file = folder.resolve("keys.p12")
        val tool = java.nio.file.Path.of(System.getProperty("java.home"), "bin", "keytool").toString()
        val command = listOf(tool, "-genkeypair", "-alias", "k", "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-storepass", "changeit", "-dname", "CN=test", "-keystore", file.toString())
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val said = process.inputStream.readAllBytes().decodeToString()
        check(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) { said }
        val store = KeyStore.getInstance("PKCS12").apply { load(ByteArrayInputStream(Files.readAllBytes(file)), "changeit".toCharArray()) }
        Files.delete(file)
        Files.delete(folder)
        return store
    }

    @Test
    fun `a key of a key store signs`() {
        val store = keyStore()
        val privateKey = store.getKey("k", "changeit".toCharArray()) as PrivateKey
        val publicKey = Key.fromCertificate(store.getCertificate("k").encoded, SignatureAlgorithm.ES256)

        val unsigned = prepare(mapOf("sub" to "alice"), publicKey, TokenOptions(expiresIn = 5.minutes))
        val signature = Signature.getInstance("SHA256withECDSAinP1363Format").run {
            initSign(privateKey)
            update(unsigned.signingInput)
            sign()
        }
        val token = unsigned.complete(signature)
        assertEquals("alice", verify(token, publicKey).text("sub"))

        signature[9] = (signature[9].toInt() xor 1).toByte()
        val error = assertThrows(TokenException::class.java) { unsigned.complete(signature) }
        assertEquals(ErrorCode.ERR_JWS_SIGNATURE_VERIFICATION_FAILED, error.code)
    }

    @Test
    fun `a key agreement of the platform decrypts`() {
        val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
        for (algorithm in listOf(KeyManagement.ECDH_ES, KeyManagement.ECDH_ES_A256KW)) {
            val publicKey = Key.fromDer(pair.public.encoded, algorithm)
            val pending = Jwe.prepareDecrypt(Jwe.encrypt("hello".toByteArray(), publicKey), publicKey)
            val peer = KeyFactory.getInstance("EC").generatePublic(X509EncodedKeySpec(pending.peerKey!!.toDer()))
            val shared = KeyAgreement.getInstance("ECDH").run {
                init(pair.private)
                doPhase(peer, true)
                generateSecret()
            }
            assertArrayEquals("hello".toByteArray(), pending.complete(shared).plaintext)
            val error = assertThrows(TokenException::class.java) { pending.complete(ByteArray(0)) }
            assertEquals(ErrorCode.ERR_JWE_DECRYPTION_FAILED, error.code)
        }
    }

    @Test
    fun `RSA of the platform decrypts`() {
        val pair = KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()
        val publicKey = Key.fromDer(pair.public.encoded, KeyManagement.RSA_OAEP_256)
        val pending = Jwe.prepareDecrypt(Jwe.encrypt("hello".toByteArray(), publicKey), publicKey)
        val contentKey = Cipher.getInstance("RSA/ECB/OAEPPadding").run {
            init(Cipher.DECRYPT_MODE, pair.private, OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT))
            doFinal(pending.encryptedKey)
        }
        assertArrayEquals("hello".toByteArray(), pending.complete(contentKey).plaintext)
    }
}
