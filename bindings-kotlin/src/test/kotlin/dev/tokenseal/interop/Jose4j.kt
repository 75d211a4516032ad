package dev.tokenseal.interop

import org.jose4j.base64url.Base64Url
import org.jose4j.jca.ProviderContext
import org.jose4j.jwa.AlgorithmConstraints
import org.jose4j.jwa.AlgorithmFactoryFactory
import org.jose4j.jwe.JsonWebEncryption
import org.jose4j.jwk.EcJwkGenerator
import org.jose4j.jwk.JsonWebKey
import org.jose4j.jwk.OctJwkGenerator
import org.jose4j.jwk.OkpJwkGenerator
import org.jose4j.jwk.PublicJsonWebKey
import org.jose4j.jwk.RsaJwkGenerator
import org.jose4j.jws.JsonWebSignature
import org.jose4j.jwt.JwtClaims
import org.jose4j.jwt.consumer.JwtConsumerBuilder
import org.jose4j.jwx.JsonWebStructure
import org.jose4j.keys.EcKeyUtil
import org.jose4j.keys.EllipticCurves
import org.jose4j.keys.PbkdfKey
import org.jose4j.keys.RsaKeyUtil
import org.jose4j.zip.CompressionAlgorithmIdentifiers
import java.security.Security
import java.security.Key as JavaKey

/** jose4j, with BouncyCastle for secp256k1. */
internal object Jose4j : Library {
    override val name = "jose4j"

    init {
        // It has ES256K if it finds secp256k1 with the first provider when it starts.
        Security.insertProviderAt(BOUNCY_CASTLE, 1)
        AlgorithmFactoryFactory.getInstance()
        Security.removeProvider(BOUNCY_CASTLE.name)
        Security.addProvider(BOUNCY_CASTLE)
    }

    override fun lacksForm(form: Form) = if (form.isJson) "jose4j has no JSON serialization" else null

    override fun lacks(subject: Subject, form: Form?) = when {
        subject.algorithm.startsWith("ML-DSA") -> "jose4j has no ML-DSA"
        subject.algorithm == "Ed25519" -> "jose4j knows Ed25519 by the name EdDSA only"
        subject.algorithm in setOf("RSA-OAEP-384", "RSA-OAEP-512") -> "jose4j has no ${subject.algorithm}"
        else -> null
    }

    override fun takesDer(subject: Subject) = true

    override fun generate(subject: Subject, enc: String?): KeyForms {
        if (subject.isSecret) {
            val secret = OctJwkGenerator.generateJwk(subject.secretBits(enc))
            return Ours.forms(subject, enc, secret.toJson(JsonWebKey.OutputControlLevel.INCLUDE_SYMMETRIC))
        }
        val key: PublicJsonWebKey = when {
            subject.isRsa -> RsaJwkGenerator.generateJwk(2048)
            subject.isOkp -> OkpJwkGenerator.generateJwk(subject.curve ?: "Ed25519")
            else -> {
                val curve = EllipticCurves.getSpec(subject.curve ?: CURVES.getValue(subject.algorithm))
                EcJwkGenerator.generateJwk(curve, subject.provider()?.name, null)
            }
        }
        val jwk = key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE)
        // BouncyCastle spells out the curve that jose4j gives it.
        if (subject.provider() != null) return Ours.forms(subject, enc, jwk)
        return Ours.forms(subject, enc, jwk, key.privateKey.encoded, key.publicKey.encoded)
    }

    private val CURVES = mapOf("ES256" to "P-256", "ES384" to "P-384", "ES512" to "P-521", "ES256K" to EllipticCurves.SECP_256K1)

    private fun Handed.pair(jwk: String) = PublicJsonWebKey.Factory.newPublicJwk(jwk, subject.provider()?.name)

    private fun Handed.privateKey(): JavaKey = when {
        subject.isPassword -> PbkdfKey(PASSWORD)
        subject.isSecret -> JsonWebKey.Factory.newJwk(jwk).key
        else -> der?.let(subject::privateKey) ?: pair(jwk).privateKey
    }

    private fun Handed.publicKey(): JavaKey =
        if (subject.isPassword || subject.isSecret) privateKey() else publicDer?.let(subject::publicKey) ?: pair(publicJwk).publicKey

    override fun make(job: Job): String = when {
        job.form.isNested -> encrypted(job, signer(job).apply { payload = CLAIMS.toString() }.compactSerialization.toByteArray())
        job.form == Form.CLAIMS -> signer(job).apply { payload = JwtClaims.parse(CLAIMS.toString()).toJson() }.compactSerialization
        job.form == Form.ENCRYPTED_CLAIMS -> encrypted(job, JwtClaims.parse(CLAIMS.toString()).toJson().toByteArray())
        job.isSigned -> signer(job).run {
            payloadBytes = job.form.payload
            if (job.form != Form.UNENCODED) return compactSerialization
            setHeader("b64", false)
            setCriticalHeaderNames("b64")
            detachedContentCompactSerialization
        }
        else -> encrypted(job, job.form.payload)
    }

    private fun signer(job: Job) = JsonWebSignature().apply {
        algorithmHeaderValue = job.signs.subject.algorithm
        key = job.signs.privateKey()
        provide(job.signs.subject)
    }

    private fun encrypted(job: Job, plaintext: ByteArray): String = JsonWebEncryption().run {
        algorithmHeaderValue = job.encrypts.subject.algorithm
        encryptionMethodHeaderParameter = job.enc
        if (job.form.isNested) contentTypeHeaderValue = "JWT"
        if (job.form == Form.COMPRESSED) compressionAlgorithmHeaderParameter = CompressionAlgorithmIdentifiers.DEFLATE
        key = job.encrypts.publicKey()
        permit(job.encrypts.subject)
        setPlaintext(plaintext)
        compactSerialization
    }

    /** Passwords have to be permitted by name. */
    private fun JsonWebEncryption.permit(subject: Subject) {
        if (subject.isPassword) setAlgorithmConstraints(AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, subject.algorithm))
    }

    private fun JsonWebStructure.provide(subject: Subject) = setProviderContext(context(subject))

    private fun context(subject: Subject) = ProviderContext().apply {
        subject.provider()?.let { suppliedKeyProviderContext.signatureProvider = it.name }
    }

    override fun open(job: Job, token: String): ByteArray = when {
        job.form.isClaims -> consumer(job).build().processToClaims(token).toJson().toByteArray()
        job.isSigned -> JsonWebSignature().run {
            compactSerialization = token
            if (job.form == Form.UNENCODED) {
                setKnownCriticalHeaders("b64")
                payloadBytes = job.form.payload
            }
            key = job.signs.publicKey()
            provide(job.signs.subject)
            check(verifySignature()) { "not verified" }
            payloadBytes
        }
        else -> JsonWebEncryption().run {
            compactSerialization = token
            key = job.encrypts.privateKey()
            permit(job.encrypts.subject)
            plaintextBytes
        }
    }

    private fun consumer(job: Job) = JwtConsumerBuilder().apply {
        setExpectedIssuer(ISSUER)
        setExpectedAudience(AUDIENCE)
        setExpectedSubject(SUBJECT)
        setRequireExpirationTime()
        if (job.form != Form.ENCRYPTED_CLAIMS) {
            setVerificationKey(job.signs.publicKey())
            setJwsProviderContext(context(job.signs.subject))
        } else {
            setDisableRequireSignature()
        }
        if (job.form != Form.CLAIMS) {
            setDecryptionKey(job.encrypts.privateKey())
            setEnableRequireEncryption()
        }
    }

    override fun thumbprint(forms: KeyForms, subject: Subject, hash: String): String {
        val provider = subject.provider()?.name
        val key = if (subject.isSecret) JsonWebKey.Factory.newJwk(forms.jwk) else PublicJsonWebKey.Factory.newPublicJwk(forms.jwk, provider)
        return Base64Url.encode(key.calculateThumbprint(hash))
    }

    override fun thumbprintOfPem(pem: String, subject: Subject): String? {
        val key = when {
            subject.isRsa -> RsaKeyUtil().fromPemEncoded(pem)
            subject.isOkp || subject.isSecret -> return null
            else -> EcKeyUtil(subject.provider()?.name, null).fromPemEncoded(pem)
        }
        return Base64Url.encode(PublicJsonWebKey.Factory.newPublicJwk(key).calculateThumbprint("SHA-256"))
    }
}
