// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Instant

// For Kotlin, whose arguments have names. Java has the builders.

/**
 * The same as with [GenerateOptions], whose options are arguments here.
 *
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param curve the curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
 * @param bits the length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.generate(
    algorithm: Algorithm,
    enc: ContentEncryption? = null,
    curve: Curve? = null,
    bits: Int? = null,
    keyId: String? = null,
): Key = generate(
    algorithm,
    GenerateOptions(
        enc = enc,
        curve = curve,
        bits = bits,
        keyId = keyId,
    ),
)

/**
 * The same as with [JwkOptions], whose options are arguments here.
 *
 * @param alg the algorithm to bind the key to; required for an `oct` JWK without `alg`.
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromJwk(
    jwk: String,
    alg: Algorithm? = null,
    enc: ContentEncryption? = null,
    signatureUses: Collection<String>? = null,
    allowWeakSecret: Boolean = false,
): Key = fromJwk(
    jwk,
    JwkOptions(
        alg = alg,
        enc = enc,
        signatureUses = signatureUses,
        allowWeakSecret = allowWeakSecret,
    ),
)

/**
 * The same as with [JwkOptions], whose options are arguments here.
 *
 * @param alg the algorithm to bind the key to; required for an `oct` JWK without `alg`.
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromJwk(
    jwk: JsonObject,
    alg: Algorithm? = null,
    enc: ContentEncryption? = null,
    signatureUses: Collection<String>? = null,
    allowWeakSecret: Boolean = false,
): Key = fromJwk(
    jwk,
    JwkOptions(
        alg = alg,
        enc = enc,
        signatureUses = signatureUses,
        allowWeakSecret = allowWeakSecret,
    ),
)

/**
 * The same as with [JwkOptions], whose options are arguments here.
 *
 * @param alg the algorithm to bind the key to; required for an `oct` JWK without `alg`.
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromJwk(
    jwk: ByteArray,
    alg: Algorithm? = null,
    enc: ContentEncryption? = null,
    signatureUses: Collection<String>? = null,
    allowWeakSecret: Boolean = false,
): Key = fromJwk(
    jwk,
    JwkOptions(
        alg = alg,
        enc = enc,
        signatureUses = signatureUses,
        allowWeakSecret = allowWeakSecret,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 * @param password the password of an encrypted private key; required for one, refused for any other key. A string is encoded as UTF-8.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromPem(
    pem: ByteArray, algorithm: Algorithm,
    keyId: String? = null,
    password: String? = null,
): Key = fromPem(
    pem,
    algorithm,
    KeyOptions(
        keyId = keyId,
        password = password,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 * @param password the password of an encrypted private key; required for one, refused for any other key. A string is encoded as UTF-8.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromPem(
    pem: String, algorithm: Algorithm,
    keyId: String? = null,
    password: String? = null,
): Key = fromPem(
    pem,
    algorithm,
    KeyOptions(
        keyId = keyId,
        password = password,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 * @param password the password of an encrypted private key; required for one, refused for any other key. A string is encoded as UTF-8.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromDer(
    der: ByteArray, algorithm: Algorithm,
    keyId: String? = null,
    password: String? = null,
): Key = fromDer(
    der,
    algorithm,
    KeyOptions(
        keyId = keyId,
        password = password,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromCertificate(
    certificate: ByteArray, algorithm: Algorithm,
    keyId: String? = null,
): Key = fromCertificate(
    certificate,
    algorithm,
    KeyOptions(
        keyId = keyId,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromCertificate(
    certificate: String, algorithm: Algorithm,
    keyId: String? = null,
): Key = fromCertificate(
    certificate,
    algorithm,
    KeyOptions(
        keyId = keyId,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromSecret(
    secret: ByteArray, algorithm: Algorithm,
    enc: ContentEncryption? = null,
    keyId: String? = null,
    allowWeakSecret: Boolean = false,
): Key = fromSecret(
    secret,
    algorithm,
    KeyOptions(
        enc = enc,
        keyId = keyId,
        allowWeakSecret = allowWeakSecret,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 * @param encoding how the text of a secret is encoded; required if the secret is text, refused if it is bytes.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromSecret(
    secret: String, algorithm: Algorithm,
    enc: ContentEncryption? = null,
    keyId: String? = null,
    encoding: TextEncoding? = null,
    allowWeakSecret: Boolean = false,
): Key = fromSecret(
    secret,
    algorithm,
    KeyOptions(
        enc = enc,
        keyId = keyId,
        encoding = encoding,
        allowWeakSecret = allowWeakSecret,
    ),
)

/**
 * The same as with [KeyOptions], whose options are arguments here.
 *
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.Companion.fromPassword(
    password: String, algorithm: Algorithm? = null,
    keyId: String? = null,
): Key = fromPassword(
    password,
    algorithm,
    KeyOptions(
        keyId = keyId,
    ),
)

/**
 * The same as with [ExportOptions], whose options are arguments here.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.toJwk(
    private: Boolean = false,
): String = toJwk(
    ExportOptions(
        private = private,
    ),
)

/**
 * The same as with [ExportOptions], whose options are arguments here.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.toPem(
    private: Boolean = false,
): String = toPem(
    ExportOptions(
        private = private,
    ),
)

/**
 * The same as with [ExportOptions], whose options are arguments here.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.toDer(
    private: Boolean = false,
): ByteArray = toDer(
    ExportOptions(
        private = private,
    ),
)

/**
 * The same as with [ExportOptions], whose options are arguments here.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.toJwkBytes(
    private: Boolean = false,
): ByteArray = toJwkBytes(
    ExportOptions(
        private = private,
    ),
)

/**
 * The same as with [ExportOptions], whose options are arguments here.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Key.toPemBytes(
    private: Boolean = false,
): ByteArray = toPemBytes(
    ExportOptions(
        private = private,
    ),
)

/**
 * The same as with [JwksOptions], whose options are arguments here.
 *
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param strict refuse the whole set if one of its keys is malformed, instead of setting that key aside.
 * @param publicOnly set aside symmetric and private keys: a published set should contain none.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun KeySet.Companion.fromJwks(
    jwks: String,
    signatureUses: Collection<String>? = null,
    strict: Boolean = false,
    publicOnly: Boolean = false,
): KeySet = fromJwks(
    jwks,
    JwksOptions(
        signatureUses = signatureUses,
        strict = strict,
        publicOnly = publicOnly,
    ),
)

/**
 * The same as with [ExportOptions], whose options are arguments here.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun KeySet.toJwks(
    private: Boolean = false,
): String = toJwks(
    ExportOptions(
        private = private,
    ),
)

/**
 * The same as with [CompleteOptions], whose options are arguments here.
 *
 * @param format how the bytes of an ECDSA signature are encoded; `raw` if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Unsigned.complete(
    signature: ByteArray,
    format: SignatureFormat = SignatureFormat.RAW,
): String = complete(
    signature,
    CompleteOptions(
        format = format,
    ),
)

/**
 * The same as with [ProofOptions], whose options are arguments here.
 *
 * @param accessToken the access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a token.
 * @param nonce the nonce that the server asked for in `DPoP-Nonce`.
 * @param tokenId the ID of the proof; becomes `jti`. Random if not given.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Dpop.prove(
    key: Key, method: String, url: String,
    accessToken: String? = null,
    nonce: String? = null,
    tokenId: String? = null,
    now: Instant? = null,
): String = prove(
    key,
    method,
    url,
    ProofOptions(
        accessToken = accessToken,
        nonce = nonce,
        tokenId = tokenId,
        now = now,
    ),
)

/**
 * The same as with [ProofOptions], whose options are arguments here.
 *
 * @param accessToken the access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a token.
 * @param nonce the nonce that the server asked for in `DPoP-Nonce`.
 * @param tokenId the ID of the proof; becomes `jti`. Random if not given.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Dpop.prepare(
    publicKey: Key, method: String, url: String,
    accessToken: String? = null,
    nonce: String? = null,
    tokenId: String? = null,
    now: Instant? = null,
): Unsigned = prepare(
    publicKey,
    method,
    url,
    ProofOptions(
        accessToken = accessToken,
        nonce = nonce,
        tokenId = tokenId,
        now = now,
    ),
)

/**
 * The same as with [JwsSignOptions], whose options are arguments here.
 *
 * @param header additional parameters for the protected header: the same for every signature, or one object per key.
 * @param headers one object for each key, instead of [header].
 * @param unprotected parameters for the unprotected header, which anyone can change; only in the JSON serializations. The same for every signature,
 * or one object per key. A `kid` given here must be the key's, and is then left out of the protected header.
 * @param unprotectedHeaders one object for each key, instead of [unprotected].
 * @param critical the names of protected header parameters that a recipient must understand or else refuse the token (`crit`). Each must be in
 * `header`.
 * @param serialization how to write the token; `compact` if not given.
 * @param detached leave the payload out of the token; it reaches the recipient by some other means (RFC 7515, appendix F).
 * @param b64 encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which suits detached payloads.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Jws.sign(
    payload: ByteArray, keys: Keys,
    header: JsonObject? = null,
    headers: Collection<JsonObject>? = null,
    unprotected: JsonObject? = null,
    unprotectedHeaders: Collection<JsonObject>? = null,
    critical: Collection<String>? = null,
    serialization: Serialization = Serialization.COMPACT,
    detached: Boolean = false,
    b64: Boolean = true,
): String = sign(
    payload,
    keys,
    JwsSignOptions(
        header = header,
        headers = headers,
        unprotected = unprotected,
        unprotectedHeaders = unprotectedHeaders,
        critical = critical,
        serialization = serialization,
        detached = detached,
        b64 = b64,
    ),
)

/**
 * The same as with [JwsVerifyOptions], whose options are arguments here.
 *
 * @param algorithms the only signature algorithms to accept, among those that the keys allow.
 * @param critical the names that may appear in `crit` because the caller understands and checks them.
 * @param allowBase64Padding accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them.
 * @param payload the payload of a detached token.
 * @param require how many of the signatures must verify; `any` if not given.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, from 1 to 100; 32 if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients
 * times the number of keys may be at most 1,000 times this.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Jws.verify(
    token: String, keys: Keys,
    algorithms: Collection<SignatureAlgorithm>? = null,
    critical: Collection<String>? = null,
    allowBase64Padding: Boolean = false,
    payload: ByteArray? = null,
    require: Require = Require.ANY,
    maxTokenBytes: Long? = null,
    maxHeaderBytes: Long? = null,
    maxJsonDepth: Long? = null,
    maxAttempts: Long? = null,
): Verified = verify(
    token,
    keys,
    JwsVerifyOptions(
        algorithms = algorithms,
        critical = critical,
        allowBase64Padding = allowBase64Padding,
        payload = payload,
        require = require,
        maxTokenBytes = maxTokenBytes,
        maxHeaderBytes = maxHeaderBytes,
        maxJsonDepth = maxJsonDepth,
        maxAttempts = maxAttempts,
    ),
)

/**
 * The same as with [JweEncryptOptions], whose options are arguments here.
 *
 * @param enc the content encryption; a `dir` key has its own; `A256GCM` if not given.
 * @param header additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`.
 * @param unprotected parameters for the unprotected header, which all recipients share and anyone can change; only in the JSON serializations.
 * @param recipientHeaders parameters for the unprotected headers of the recipients, which anyone can change, one object per key; only in the JSON
 * serializations. A `kid` given here or in `unprotected` must be the key's, and is then written nowhere else.
 * @param aad additional bytes to authenticate besides the plaintext, which anyone can read in the token; only in the JSON serializations.
 * @param serialization how to write the token; `compact` if not given.
 * @param compress compress the plaintext before encrypting it. The length of the token then reveals something about its content.
 * @param allowSharedContentKey allow a symmetric key among several. Such a key must never again be used to authenticate a token, in any
 * serialization: every recipient knows the content key, and can put other content under another recipient's encrypted key, in a compact token too.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Jwe.encrypt(
    plaintext: ByteArray, keys: Keys,
    enc: ContentEncryption? = null,
    header: JsonObject? = null,
    unprotected: JsonObject? = null,
    recipientHeaders: Collection<JsonObject>? = null,
    aad: ByteArray? = null,
    serialization: Serialization = Serialization.COMPACT,
    compress: Boolean = false,
    allowSharedContentKey: Boolean = false,
): String = encrypt(
    plaintext,
    keys,
    JweEncryptOptions(
        enc = enc,
        header = header,
        unprotected = unprotected,
        recipientHeaders = recipientHeaders,
        aad = aad,
        serialization = serialization,
        compress = compress,
        allowSharedContentKey = allowSharedContentKey,
    ),
)

/**
 * The same as with [JweDecryptOptions], whose options are arguments here.
 *
 * @param keyManagement the only key management algorithms to accept, among those that the keys allow.
 * @param contentEncryption the only content encryption algorithms to accept.
 * @param critical the names that may appear in `crit` because the caller understands and checks them.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, from 1 to 100; 32 if not given.
 * @param maxInflatedBytes the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients
 * times the number of keys may be at most 1,000 times this.
 * @param maxPbes2Iterations the most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given.
 * Iterations of SHA-384 and SHA-512 count three times.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Jwe.decrypt(
    token: String, keys: Keys,
    keyManagement: Collection<KeyManagement>? = null,
    contentEncryption: Collection<ContentEncryption>? = null,
    critical: Collection<String>? = null,
    maxTokenBytes: Long? = null,
    maxHeaderBytes: Long? = null,
    maxJsonDepth: Long? = null,
    maxInflatedBytes: Long? = null,
    maxAttempts: Long? = null,
    maxPbes2Iterations: Long? = null,
): Decrypted = decrypt(
    token,
    keys,
    JweDecryptOptions(
        keyManagement = keyManagement,
        contentEncryption = contentEncryption,
        critical = critical,
        maxTokenBytes = maxTokenBytes,
        maxHeaderBytes = maxHeaderBytes,
        maxJsonDepth = maxJsonDepth,
        maxInflatedBytes = maxInflatedBytes,
        maxAttempts = maxAttempts,
        maxPbes2Iterations = maxPbes2Iterations,
    ),
)

/**
 * The same as with [JweDecryptOptions], whose options are arguments here.
 *
 * @param keyManagement the only key management algorithms to accept, among those that the keys allow.
 * @param contentEncryption the only content encryption algorithms to accept.
 * @param critical the names that may appear in `crit` because the caller understands and checks them.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, from 1 to 100; 32 if not given.
 * @param maxInflatedBytes the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients
 * times the number of keys may be at most 1,000 times this.
 * @param maxPbes2Iterations the most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given.
 * Iterations of SHA-384 and SHA-512 count three times.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun Jwe.prepareDecrypt(
    token: String, publicKey: Key,
    keyManagement: Collection<KeyManagement>? = null,
    contentEncryption: Collection<ContentEncryption>? = null,
    critical: Collection<String>? = null,
    maxTokenBytes: Long? = null,
    maxHeaderBytes: Long? = null,
    maxJsonDepth: Long? = null,
    maxInflatedBytes: Long? = null,
    maxAttempts: Long? = null,
    maxPbes2Iterations: Long? = null,
): Pending = prepareDecrypt(
    token,
    publicKey,
    JweDecryptOptions(
        keyManagement = keyManagement,
        contentEncryption = contentEncryption,
        critical = critical,
        maxTokenBytes = maxTokenBytes,
        maxHeaderBytes = maxHeaderBytes,
        maxJsonDepth = maxJsonDepth,
        maxInflatedBytes = maxInflatedBytes,
        maxAttempts = maxAttempts,
        maxPbes2Iterations = maxPbes2Iterations,
    ),
)
