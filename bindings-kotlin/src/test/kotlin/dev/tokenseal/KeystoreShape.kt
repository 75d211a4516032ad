package dev.tokenseal

import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.Provider
import java.security.PublicKey
import java.security.Security
import java.security.Signature
import java.security.SignatureSpi
import java.security.spec.ECGenParameterSpec

/**
 * What the Android Keystore is to an app, on a JVM: a platform provider that signs with keys whose
 * private half nobody gets. Signatures are DER, as the Keystore's `SHA256withECDSA` returns them.
 */
internal object KeystoreShape {
    /** Runs a test with a key pair of P-256 whose private half cannot be exported. */
    fun use(test: (KeyPair) -> Unit) {
        val provider = HardwareProvider()
        Security.addProvider(provider)
        try {
            val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
            test(KeyPair(pair.public, HardwareKey(pair.private)))
        } finally {
            Security.removeProvider(provider.name)
        }
    }

    /** As an app calls it: the platform finds the provider by the key. */
    fun sign(key: PrivateKey, bytes: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA").run {
        initSign(key)
        update(bytes)
        sign()
    }
}

/** A key that merely names what the hardware holds: it has neither an encoding nor a format. */
internal class HardwareKey(private val inside: PrivateKey) : PrivateKey {
    override fun getAlgorithm(): String = "EC"

    override fun getFormat(): String? = null

    override fun getEncoded(): ByteArray? = null

    fun sign(bytes: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA", "SunEC").run {
        initSign(inside)
        update(bytes)
        sign()
    }
}

private class HardwareProvider : Provider("Hardware", "1", "keys that cannot be exported") {
    init {
        val supported = mapOf("SupportedKeyClasses" to HardwareKey::class.java.name)
        putService(Service(this, "Signature", "SHA256withECDSA", HardwareSignature::class.java.name, null, supported))
    }
}

/** Public, so that the platform can make one. */
public class HardwareSignature : SignatureSpi() {
    private var key: HardwareKey? = null
    private val bytes = java.io.ByteArrayOutputStream()

    override fun engineInitSign(key: PrivateKey) {
        this.key = key as HardwareKey
        bytes.reset()
    }

    override fun engineUpdate(byte: Byte): Unit = bytes.write(byte.toInt())

    override fun engineUpdate(from: ByteArray, offset: Int, length: Int): Unit = bytes.write(from, offset, length)

    override fun engineSign(): ByteArray = checkNotNull(key).sign(bytes.toByteArray())

    override fun engineInitVerify(key: PublicKey): Unit = throw UnsupportedOperationException()

    override fun engineVerify(signature: ByteArray): Boolean = throw UnsupportedOperationException()

    @Deprecated("of the platform's class")
    override fun engineSetParameter(name: String, value: Any): Unit = throw UnsupportedOperationException()

    @Deprecated("of the platform's class")
    override fun engineGetParameter(name: String): Any = throw UnsupportedOperationException()
}
