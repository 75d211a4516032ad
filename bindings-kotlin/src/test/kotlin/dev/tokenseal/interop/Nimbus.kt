package dev.tokenseal.interop

import com.nimbusds.jose.CompressionAlgorithm
import com.nimbusds.jose.EncryptionMethod
import com.nimbusds.jose.JWEAlgorithm
import com.nimbusds.jose.JWEDecrypter
import com.nimbusds.jose.JWEEncrypter
import com.nimbusds.jose.JWEHeader
import com.nimbusds.jose.JWEObject
import com.nimbusds.jose.JWEObjectJSON
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.JWSObject
import com.nimbusds.jose.JWSObjectJSON
import com.nimbusds.jose.JWSSigner
import com.nimbusds.jose.JWSVerifier
import com.nimbusds.jose.Payload
import com.nimbusds.jose.crypto.AESDecrypter
import com.nimbusds.jose.crypto.AESEncrypter
import com.nimbusds.jose.crypto.DirectDecrypter
import com.nimbusds.jose.crypto.DirectEncrypter
import com.nimbusds.jose.crypto.ECDHDecrypter
import com.nimbusds.jose.crypto.ECDHEncrypter
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.crypto.ECDSAVerifier
import com.nimbusds.jose.crypto.Ed25519Signer
import com.nimbusds.jose.crypto.Ed25519Verifier
import com.nimbusds.jose.crypto.MACSigner
import com.nimbusds.jose.crypto.MACVerifier
import com.nimbusds.jose.crypto.PasswordBasedDecrypter
import com.nimbusds.jose.crypto.PasswordBasedEncrypter
import com.nimbusds.jose.crypto.RSADecrypter
import com.nimbusds.jose.crypto.RSAEncrypter
import com.nimbusds.jose.crypto.RSASSASigner
import com.nimbusds.jose.crypto.RSASSAVerifier
import com.nimbusds.jose.crypto.X25519Decrypter
import com.nimbusds.jose.crypto.X25519Encrypter
import com.nimbusds.jose.jwk.AsymmetricJWK
import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.JWK
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator
import com.nimbusds.jose.util.Base64URL
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier
import java.security.KeyPair
import java.security.PrivateKey
import java.security.PublicKey
import java.security.interfaces.ECPublicKey
import java.security.interfaces.RSAPublicKey

/** Nimbus JOSE+JWT, with BouncyCastle for secp256k1 and PEM, and Tink for Ed25519 and X25519. */
internal object Nimbus : Library {
    override val name = "Nimbus"

    override fun lacksForm(form: Form) = null

    override fun lacks(subject: Subject, form: Form?) = if (subject.algorithm.startsWith("ML-DSA")) "Nimbus has no ML-DSA" else null

    override fun takesDer(subject: Subject) = !subject.isOkp

    override fun generate(subject: Subject, enc: String?): KeyForms {
        val key = when {
            subject.isSecret -> OctetSequenceKeyGenerator(subject.secretBits(enc)).generate()
            subject.isRsa -> RSAKeyGenerator(2048).generate()
            subject.isOkp -> OctetKeyPairGenerator(if (subject.curve == null) Curve.Ed25519 else Curve.X25519).generate()
            else -> ECKeyGenerator(subject.ecCurve()).provider(subject.provider()).generate()
        }
        // Nimbus encodes no OKP keys, and spells the curve out where it is BouncyCastle's.
        val pair = if (key is AsymmetricJWK && !subject.isOkp && subject.provider() == null) pair(key, subject) else null
        return Ours.forms(subject, enc, key.toJSONString(), pair?.private?.encoded, pair?.public?.encoded)
    }

    private fun pair(key: AsymmetricJWK, subject: Subject): KeyPair = if (key is ECKey) key.toKeyPair(subject.provider()) else key.toKeyPair()

    private fun Subject.ecCurve(): Curve = Curve.parse(curve ?: Curve.forJWSAlgorithm(JWSAlgorithm.parse(algorithm)).single().name)

    private fun Handed.secret() = JWK.parse(jwk).toOctetSequenceKey().toSecretKey()

    private fun Handed.privateKey(): PrivateKey = der?.let(subject::privateKey) ?: pair(JWK.parse(jwk) as AsymmetricJWK, subject).private

    private fun Handed.publicKey(): PublicKey = publicDer?.let(subject::publicKey) ?: pair(JWK.parse(publicJwk) as AsymmetricJWK, subject).public

    fun signer(key: Handed): JWSSigner = when {
        key.subject.isSecret -> MACSigner(key.secret())
        key.subject.isRsa -> RSASSASigner(key.privateKey())
        key.subject.isOkp -> Ed25519Signer(JWK.parse(key.jwk).toOctetKeyPair())
        else -> ECDSASigner(key.privateKey(), key.subject.ecCurve()).apply { jcaContext.provider = key.subject.provider() }
    }

    fun verifier(key: Handed): JWSVerifier = when {
        key.subject.isSecret -> MACVerifier(key.secret())
        key.subject.isRsa -> RSASSAVerifier(key.publicKey() as RSAPublicKey)
        key.subject.isOkp -> Ed25519Verifier(JWK.parse(key.publicJwk).toOctetKeyPair())
        else -> ECDSAVerifier(key.publicKey() as ECPublicKey).apply { jcaContext.provider = key.subject.provider() }
    }

    private fun encrypter(key: Handed): JWEEncrypter = when {
        key.subject.isPassword -> PasswordBasedEncrypter(PASSWORD, 16, 100_000)
        key.subject.algorithm == "dir" -> DirectEncrypter(key.secret())
        key.subject.isSecret -> AESEncrypter(key.secret())
        key.subject.curve == null -> RSAEncrypter(key.publicKey() as RSAPublicKey)
        key.subject.isOkp -> X25519Encrypter(JWK.parse(key.publicJwk).toOctetKeyPair())
        else -> ECDHEncrypter(key.publicKey() as ECPublicKey)
    }

    private fun decrypter(key: Handed): JWEDecrypter = when {
        key.subject.isPassword -> PasswordBasedDecrypter(PASSWORD)
        key.subject.algorithm == "dir" -> DirectDecrypter(key.secret())
        key.subject.isSecret -> AESDecrypter(key.secret())
        key.subject.curve == null -> RSADecrypter(key.privateKey())
        key.subject.isOkp -> X25519Decrypter(JWK.parse(key.jwk).toOctetKeyPair())
        else -> ECDHDecrypter(key.privateKey(), null, key.subject.ecCurve())
    }

    override fun make(job: Job): String = when {
        job.form.isNested -> encrypt(job, Payload(SignedJWT(jwsHeader(job.signs).build(), claims()).apply { sign(signer(job.signs)) }))
        job.form == Form.CLAIMS -> SignedJWT(jwsHeader(job.signs).build(), claims()).apply { sign(signer(job.signs)) }.serialize()
        job.form == Form.ENCRYPTED_CLAIMS -> encrypt(job, claims().toPayload())
        job.isSigned -> signBytes(job)
        else -> encrypt(job, Payload(job.form.payload))
    }

    private fun claims() = JWTClaimsSet.parse(CLAIMS.toString())

    private fun jwsHeader(key: Handed) = JWSHeader.Builder(JWSAlgorithm.parse(key.subject.algorithm))

    private fun signBytes(job: Job): String {
        val header = jwsHeader(job.signs)
        if (job.form.isJson) {
            val token = JWSObjectJSON(Payload(job.form.payload)).apply { sign(header.build(), signer(job.signs)) }
            return if (job.form == Form.FLATTENED) token.serializeFlattened() else token.serializeGeneral()
        }
        if (job.form == Form.UNENCODED) header.base64URLEncodePayload(false).criticalParams(setOf("b64"))
        return JWSObject(header.build(), Payload(job.form.payload)).apply { sign(signer(job.signs)) }.serialize(job.form == Form.UNENCODED)
    }

    private fun encrypt(job: Job, payload: Payload): String {
        val header = JWEHeader.Builder(JWEAlgorithm.parse(job.encrypts.subject.algorithm), EncryptionMethod.parse(job.enc))
        if (job.form.isNested) header.contentType("JWT")
        if (job.form == Form.COMPRESSED) header.compressionAlgorithm(CompressionAlgorithm.DEF)
        if (!job.form.isJson) return JWEObject(header.build(), payload).apply { encrypt(encrypter(job.encrypts)) }.serialize()
        val aad = Base64URL.encode(AAD).toString().toByteArray()
        val token = JWEObjectJSON(header.build(), payload, null, aad).apply { encrypt(encrypter(job.encrypts)) }
        return if (job.form == Form.ENCRYPTED_FLATTENED) token.serializeFlattened() else token.serializeGeneral()
    }

    override fun open(job: Job, token: String): ByteArray = when {
        job.form.isNested -> checked(verified(job, JWEObject.parse(token).apply { decrypt(decrypter(job.encrypts)) }.payload.toSignedJWT()))
        job.form == Form.CLAIMS -> checked(verified(job, SignedJWT.parse(token)))
        job.form == Form.ENCRYPTED_CLAIMS -> checked(decrypted(job, token))
        job.form == Form.UNENCODED -> verified(job, JWSObject.parse(token, Payload(job.form.payload))).toBytes()
        job.form.isJson && job.isSigned -> JWSObjectJSON.parse(token).let { parsed ->
            check(parsed.signatures.single().verify(verifier(job.signs))) { "not verified" }
            parsed.payload.toBytes()
        }
        job.isSigned -> verified(job, JWSObject.parse(token)).toBytes()
        job.form.isJson -> JWEObjectJSON.parse(token).apply { decrypt(decrypter(job.encrypts)) }.payload.toBytes()
        else -> decrypted(job, token).toBytes()
    }

    private fun verified(job: Job, token: JWSObject): Payload {
        check(token.verify(verifier(job.signs))) { "not verified" }
        return token.payload
    }

    private fun decrypted(job: Job, token: String) = JWEObject.parse(token).apply { decrypt(decrypter(job.encrypts)) }.payload

    private fun checked(payload: Payload): ByteArray {
        val claims = JWTClaimsSet.parse(payload.toJSONObject())
        val expected = JWTClaimsSet.Builder().issuer(ISSUER).subject(SUBJECT).build()
        DefaultJWTClaimsVerifier<Nothing>(AUDIENCE, expected, setOf("exp")).verify(claims, null)
        return claims.toString().toByteArray()
    }

    override fun thumbprint(forms: KeyForms, subject: Subject, hash: String): String = JWK.parse(forms.jwk).computeThumbprint(hash).toString()

    override fun thumbprintOfPem(pem: String, subject: Subject): String? =
        if (subject.isOkp) null else JWK.parseFromPEMEncodedObjects(pem).computeThumbprint().toString()
}
