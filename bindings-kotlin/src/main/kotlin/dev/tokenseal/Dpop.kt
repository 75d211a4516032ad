package dev.tokenseal

import dev.tokenseal.ffi.prepareProof
import dev.tokenseal.ffi.proveWith

/**
 * Proofs that an app holds the key that its token is bound to (RFC 9449): one for each request, in
 * its header `DPoP`. A stolen token is useless without the key.
 *
 * ```kotlin
 * val (key, appsKey) = List(2) { Key.generate(SignatureAlgorithm.ES256) }
 *
 * // The issuer binds the token to the app's public key.
 * val issuer = Issuer(key, options = IssuerOptions(lifetime = 15.minutes))
 * val token = issuer.issue(mapOf("sub" to "alice"), confirm = appsKey.public())
 *
 * // The app sends it as `Authorization: DPoP …`, and proves with each request that it holds the key.
 * val proof = Dpop.prove(appsKey, "POST", "https://api.example/orders?x=1", accessToken = token)
 *
 * // The service checks both.
 * val verifier = Verifier(key.public(), options = VerifyOptions(publicOrigins = listOf("https://api.example")))
 * check(verifier.verify(token, CheckOptions(proof = proof, method = "POST", url = "/orders?x=1")).text("sub") == "alice")
 * ```
 */
public object Dpop {
    /**
     * Makes a proof for one request: the value of its header `DPoP`.
     *
     * In Java:
     *
     * ```java
     * Key key = Key.generate(SignatureAlgorithm.ES256);
     * ProofOptions options = ProofOptions.builder().accessToken("mF_9.B5f-4.1JqM").build();
     * String proof = Dpop.prove(key, "GET", "https://api.example/orders", options);
     * ```
     *
     * @param key the private key that the token is, or will be, bound to.
     * @param method the method of the request, such as `POST`.
     * @param url the URL of the request. Its query and fragment are ignored.
     * @param options what the proof covers, and when it is made.
     * @throws TokenException `ERR_KEY_MISMATCH` if the key cannot sign, or is a shared secret;
     * `ERR_OPTION_INVALID` for an invalid method or URL.
     */
    @JvmStatic
    @JvmOverloads
    public fun prove(key: Key, method: String, url: String, options: ProofOptions = ProofOptions()): String =
        key.handle.with { proveWith(it, method, url, options.given.text) }

    /**
     * Prepares a proof whose signature is made elsewhere, by the private half of [publicKey]: in
     * the Android Keystore, or a KMS. Sign its [signingInput][Unsigned.signingInput] there, then
     * give the signature to [complete][Unsigned.complete].
     *
     * ```kotlin
     * import java.security.KeyPairGenerator
     * import java.security.Signature
     * import java.security.spec.ECGenParameterSpec
     *
     * val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
     * val publicKey = Key.fromDer(pair.public.encoded, SignatureAlgorithm.ES256)
     * val unsigned = Dpop.prepare(publicKey, "GET", "https://api.example/orders")
     * val signature = Signature.getInstance("SHA256withECDSA").apply { initSign(pair.private); update(unsigned.signingInput) }.sign()
     * check(unsigned.complete(signature, format = SignatureFormat.DER).split('.').size == 3)
     * ```
     *
     * @param publicKey the public key, bound to its signature algorithm.
     * @param method the method of the request, such as `POST`.
     * @param url the URL of the request. Its query and fragment are ignored.
     * @param options what the proof covers, and when it is made.
     * @throws TokenException `ERR_KEY_MISMATCH` if the key is not for signatures, or is a shared
     * secret; `ERR_OPTION_INVALID` for an invalid method or URL.
     */
    @JvmStatic
    @JvmOverloads
    public fun prepare(publicKey: Key, method: String, url: String, options: ProofOptions = ProofOptions()): Unsigned =
        Unsigned(publicKey.handle.with { prepareProof(it, method, url, options.given.text) })
}
