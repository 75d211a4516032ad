package dev.tokenseal.interop

import java.security.KeyFactory
import java.security.PrivateKey
import java.security.Provider
import java.security.PublicKey
import java.security.spec.PKCS8EncodedKeySpec
import java.security.spec.X509EncodedKeySpec
import org.bouncycastle.jce.provider.BouncyCastleProvider

/**
 * A library that makes and reads tokens, this one among them. What it lacks it says itself, in
 * words that become the page's.
 */
internal interface Library {
    val name: String

    /** Why it has no token of this form. */
    fun lacksForm(form: Form): String?

    /**
     * Why it has the form, or a key, but not with this algorithm. What is said here is tried all
     * the same.
     */
    fun lacks(subject: Subject, form: Form?): String?

    /** Whether it takes keys of Java's own types. */
    fun takesDer(subject: Subject): Boolean

    /** A new key. */
    fun generate(subject: Subject, enc: String?): KeyForms

    /** A token of the claims or the payload. */
    fun make(job: Job): String

    /** The claims, as JSON, or the payload of a token. */
    fun open(job: Job, token: String): ByteArray

    /** The thumbprint of a key, as base64url. */
    fun thumbprint(forms: KeyForms, subject: Subject, hash: String): String

    /** The thumbprint of a public key that is read from PEM; null where the library reads none. */
    fun thumbprintOfPem(pem: String, subject: Subject): String?
}

/** A key as it is handed over. The JWKs have no `alg` and no `kid`, which are told apart. */
internal class KeyForms(val jwk: String, val publicJwk: String, val der: ByteArray?, val publicDer: ByteArray?)

/** A key in one of its forms, with the algorithm that it is for. */
internal class Handed(val subject: Subject, private val forms: KeyForms?, private val asDer: Boolean, val enc: String?) {
    val jwk: String get() = forms!!.jwk
    val publicJwk: String get() = forms!!.publicJwk
    val der: ByteArray? get() = forms!!.der.takeIf { asDer }
    val publicDer: ByteArray? get() = forms!!.publicDer.takeIf { asDer }
}

/** One exchange: what is made, and with which keys. */
internal class Job(val form: Form, val enc: String?, private val signing: Handed?, private val encryption: Handed?) {
    val signs: Handed get() = signing!!
    val encrypts: Handed get() = encryption!!
    val isSigned: Boolean get() = encryption == null
}

/** For what the platform has given up: the curve secp256k1. */
internal val BOUNCY_CASTLE: Provider = BouncyCastleProvider()

internal fun Subject.provider(): Provider? = BOUNCY_CASTLE.takeIf { algorithm == "ES256K" }

private fun Subject.factory(): KeyFactory {
    val type = when {
        isRsa -> "RSA"
        curve == "X25519" -> "X25519"
        isOkp -> "Ed25519"
        else -> "EC"
    }
    return provider()?.let { KeyFactory.getInstance(type, it) } ?: KeyFactory.getInstance(type)
}

/** A private key of the platform. */
internal fun Subject.privateKey(der: ByteArray): PrivateKey = factory().generatePrivate(PKCS8EncodedKeySpec(der))

/** A public key of the platform. */
internal fun Subject.publicKey(der: ByteArray): PublicKey = factory().generatePublic(X509EncodedKeySpec(der))
