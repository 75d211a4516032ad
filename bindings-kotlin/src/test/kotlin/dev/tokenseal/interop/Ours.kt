package dev.tokenseal.interop

import dev.tokenseal.Algorithm
import dev.tokenseal.ContentEncryption
import dev.tokenseal.Curve
import dev.tokenseal.Jwe
import dev.tokenseal.Jws
import dev.tokenseal.Key
import dev.tokenseal.Serialization
import dev.tokenseal.ThumbprintHash
import dev.tokenseal.TokenOptions
import dev.tokenseal.VerifyOptions
import dev.tokenseal.decrypt
import dev.tokenseal.encrypt
import dev.tokenseal.fromJwk
import dev.tokenseal.generate
import dev.tokenseal.seal
import dev.tokenseal.sign
import dev.tokenseal.toDer
import dev.tokenseal.toJwk
import dev.tokenseal.unseal
import dev.tokenseal.verify
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** This library. */
internal object Ours : Library {
    override val name = "here"

    override fun lacksForm(form: Form) = null

    override fun lacks(subject: Subject, form: Form?) = null

    override fun takesDer(subject: Subject) = true

    override fun generate(subject: Subject, enc: String?): KeyForms =
        forms(Key.generate(Algorithm.of(subject.algorithm), direct(subject, enc), subject.curve?.let(Curve::of)))

    private fun direct(subject: Subject, enc: String?) = enc.takeIf { subject.algorithm == "dir" }?.let(ContentEncryption::of)

    /**
     * The forms of a key that another library made, from its JWK and, where it gives them, its own
     * encodings.
     */
    fun forms(subject: Subject, enc: String?, jwk: String, der: ByteArray? = null, publicDer: ByteArray? = null): KeyForms {
        val own = forms(read(jwk, subject, enc))
        return KeyForms(plain(jwk), own.publicJwk, der ?: own.der, publicDer ?: own.publicDer)
    }

    private fun forms(key: Key): KeyForms {
        val jwk = plain(key.toJwk(private = true))
        if (key.keyType == "oct") return KeyForms(jwk, jwk, null, null)
        return KeyForms(jwk, plain(key.toJwk()), key.toDer(private = true), key.toDer())
    }

    /** ML-DSA keys have to have their `alg` (RFC 9964). */
    private fun plain(jwk: String) = Json.parseToJsonElement(jwk).jsonObject.let { JsonObject(if ("pub" in it) it - "kid" else it - "alg" - "kid").toString() }

    fun read(jwk: String, subject: Subject, enc: String?) =
        Key.fromJwk(jwk, Algorithm.of(subject.algorithm), direct(subject, enc))

    private fun Handed.privateKey(): Key = when {
        subject.isPassword -> Key.fromPassword(PASSWORD, Algorithm.of(subject.algorithm))
        else -> der?.let { Key.fromDer(it, Algorithm.of(subject.algorithm)) } ?: read(jwk, subject, enc)
    }

    private fun Handed.publicKey(): Key = when {
        subject.isPassword -> privateKey()
        else -> publicDer?.let { Key.fromDer(it, Algorithm.of(subject.algorithm)) } ?: read(publicJwk, subject, enc)
    }

    override fun make(job: Job): String {
        val options = TokenOptions(enc = job.enc?.let(ContentEncryption::of))
        return when (job.form) {
            Form.CLAIMS -> sign(CLAIMS, job.signs.privateKey())
            Form.ENCRYPTED_CLAIMS -> encrypt(CLAIMS, job.encrypts.publicKey(), options)
            Form.NESTED_BY_SIGNATURE, Form.NESTED_BY_ENCRYPTION -> seal(CLAIMS, job.signs.privateKey(), job.encrypts.publicKey(), options)
            Form.UNENCODED -> Jws.sign(job.form.payload, job.signs.privateKey(), detached = true, b64 = false)
            else -> if (job.isSigned) Jws.sign(job.form.payload, job.signs.privateKey(), serialization = serialization(job)) else encryptBytes(job)
        }
    }

    private fun encryptBytes(job: Job) = Jwe.encrypt(
        job.form.payload,
        job.encrypts.publicKey(),
        ContentEncryption.of(job.enc!!),
        aad = AAD.takeIf { job.form.isJson },
        compress = job.form == Form.COMPRESSED,
        serialization = serialization(job),
    )

    private fun serialization(job: Job) = when (job.form) {
        Form.FLATTENED, Form.ENCRYPTED_FLATTENED -> Serialization.FLATTENED
        Form.GENERAL, Form.ENCRYPTED_GENERAL -> Serialization.GENERAL
        else -> Serialization.COMPACT
    }

    override fun open(job: Job, token: String): ByteArray {
        val options = VerifyOptions(issuer = ISSUER, audience = AUDIENCE, subject = SUBJECT, allowUnsigned = !job.form.isNested && !job.isSigned)
        return when (job.form) {
            Form.CLAIMS -> verify(token, job.signs.publicKey(), options).claimsJson.toByteArray()
            Form.ENCRYPTED_CLAIMS -> decrypt(token, job.encrypts.privateKey(), options).claimsJson.toByteArray()
            Form.NESTED_BY_SIGNATURE, Form.NESTED_BY_ENCRYPTION ->
                unseal(token, job.encrypts.privateKey(), job.signs.publicKey(), options).claimsJson.toByteArray()
            Form.UNENCODED -> Jws.verify(token, job.signs.publicKey(), payload = job.form.payload).payload
            else -> if (job.isSigned) Jws.verify(token, job.signs.publicKey()).payload else decryptBytes(job, token)
        }
    }

    private fun decryptBytes(job: Job, token: String): ByteArray {
        val decrypted = Jwe.decrypt(token, job.encrypts.privateKey())
        check(!job.form.isJson || decrypted.aad.contentEquals(AAD)) { "the aad is another" }
        return decrypted.plaintext
    }

    override fun thumbprint(forms: KeyForms, subject: Subject, hash: String): String =
        read(forms.jwk, subject, null).thumbprint(ThumbprintHash.valueOf(hash.replace("-", "")))

    override fun thumbprintOfPem(pem: String, subject: Subject): String = Key.fromPem(pem, Algorithm.of(subject.algorithm)).thumbprint()

    /** The public half as PEM. */
    fun pem(forms: KeyForms, subject: Subject): String? = if (subject.isSecret) null else read(forms.publicJwk, subject, null).toPem()
}
