package dev.tokenseal.interop

import com.nimbusds.jose.EncryptionMethod
import com.nimbusds.jose.JWEHeader
import com.nimbusds.jose.JWEObjectJSON
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.JWSObjectJSON
import com.nimbusds.jose.Payload
import com.nimbusds.jose.crypto.MultiDecrypter
import com.nimbusds.jose.crypto.MultiEncrypter
import com.nimbusds.jose.jwk.JWK
import com.nimbusds.jose.jwk.JWKSet
import dev.tokenseal.ContentEncryption
import dev.tokenseal.Jwe
import dev.tokenseal.Jws
import dev.tokenseal.Key
import dev.tokenseal.KeySet
import dev.tokenseal.Require
import dev.tokenseal.Serialization
import dev.tokenseal.encrypt
import dev.tokenseal.sign
import dev.tokenseal.verify
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue

// Several signatures and several recipients, which are for the general JSON serialization only: of
// these libraries, Nimbus has it.

/** What is exchanged once, by its form and what the page says of it. */
internal class Several(val form: Form, val label: String, val note: String, private val pass: (ByteArray) -> Unit) {
    private val exchanged = HashMap<Library, Exchanged>()

    fun exchange(other: Library): Exchanged = exchanged.getOrPut(other) {
        other.lacksForm(form)?.let { return@getOrPut Exchanged(words = it) }
        pass(form.payload)
        Exchanged(1, 1)
    }
}

internal val SEVERAL: List<Several> = listOf(
    Several(Form.GENERAL, "with three signatures", "ES256, RS256 and EdDSA; each is verified", ::exchangeSignatures),
    Several(
        Form.ENCRYPTED_GENERAL,
        "to two recipients",
        "RSA-OAEP-256 and ECDH-ES+A256KW; each key alone reads it",
        ::exchangeRecipients,
    ),
)

private fun exchangeSignatures(payload: ByteArray) {
    val subjects = listOf("ES256", "RS256", "EdDSA").map { Subject(it) }
    val handed = subjects.map { Handed(it, keys(Ours, it, null), asDer = false, enc = null) }
    val keys = subjects.map { Ours.read(keys(Ours, it, null).jwk, it, null) }

    val theirs = JWSObjectJSON(Payload(payload))
    handed.forEach { theirs.sign(JWSHeader(JWSAlgorithm.parse(it.subject.algorithm)), Nimbus.signer(it)) }
    val publicKeys = KeySet(keys.map(Key::public))
    val verified = Jws.verify(theirs.serializeGeneral(), publicKeys, require = Require.ALL)
    assertArrayEquals(payload, verified.payload)
    assertEquals(listOf(0, 1, 2), verified.verified.map { it.index })
    refused { Jws.verify(altered(theirs.serializeGeneral()), publicKeys) }

    val token = Jws.sign(payload, KeySet(keys), serialization = Serialization.GENERAL)
    val ours = JWSObjectJSON.parse(token)
    assertEquals(handed.size, ours.signatures.size)
    ours.signatures.zip(handed).forEach { (signature, key) -> assertTrue(signature.verify(Nimbus.verifier(key))) }
    assertArrayEquals(payload, ours.payload.toBytes())
    JWSObjectJSON.parse(altered(token)).signatures.zip(handed).forEach { (signature, key) -> assertFalse(signature.verify(Nimbus.verifier(key))) }
}

private fun exchangeRecipients(payload: ByteArray) {
    val subjects = listOf(Subject("RSA-OAEP-256"), ENCRYPTS)
    // A recipient is found by its `kid`, and by its `alg` there.
    val theirKeys = subjects.map { subject ->
        JWK.parse(JWK.parse(keys(Ours, subject, null).jwk).toJSONObject() + mapOf("alg" to subject.algorithm, "kid" to subject.algorithm))
    }
    val keys = theirKeys.map { Key.fromJwk(it.toJSONString()) }

    val theirs = JWEObjectJSON(JWEHeader.Builder(EncryptionMethod.A256GCM).build(), Payload(payload))
    theirs.encrypt(MultiEncrypter(JWKSet(theirKeys.map { it.toPublicJWK() })))
    keys.forEachIndexed { index, key ->
        val decrypted = Jwe.decrypt(theirs.serializeGeneral(), key)
        assertArrayEquals(payload, decrypted.plaintext)
        assertEquals(index, decrypted.recipient)
        refused { Jwe.decrypt(altered(theirs.serializeGeneral()), key) }
    }

    val ours = Jwe.encrypt(payload, KeySet(keys.map(Key::public)), ContentEncryption.A256GCM, serialization = Serialization.GENERAL)
    theirKeys.forEach { key ->
        assertArrayEquals(payload, JWEObjectJSON.parse(ours).apply { decrypt(MultiDecrypter(key)) }.payload.toBytes())
        assertThrows(Exception::class.java) { JWEObjectJSON.parse(altered(ours)).decrypt(MultiDecrypter(key)) }
    }
}
