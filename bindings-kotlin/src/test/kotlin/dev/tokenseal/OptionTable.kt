// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.time.Clock
import java.time.Instant
import kotlin.time.Duration.Companion.seconds
import java.time.Duration as JavaDuration

/** An option of the core's table, with the functions that take it and every way to give it. */
internal class OptionSample(val option: String, val functions: List<String>, val ways: List<OptionWay>)

/** One way to give an option, and the JSON that crosses. */
internal class OptionWay(val json: String, val options: Any, val crossing: String)

private val object1 = JsonObject(mapOf("x" to JsonPrimitive(1)))

internal fun optionTable(): List<OptionSample> = listOf(samplesOfGenerateOptions(), samplesOfJwkOptions(), samplesOfKeyOptions(), samplesOfJwksOptions(), samplesOfRemoteOptions(), samplesOfRingOptions(), samplesOfRingStoreOptions(), samplesOfRevocationsOptions(), samplesOfFileOptions(), samplesOfStoreOptions(), samplesOfRevokeOptions(), samplesOfEventOptions(), samplesOfEntriesOptions(), samplesOfStatusTokenOptions(), samplesOfStatusListsOptions(), samplesOfExportOptions(), samplesOfTokenOptions(), samplesOfIssuerOptions(), samplesOfIssueOptions(), samplesOfVerifyOptions(), samplesOfCheckOptions(), samplesOfResourceOptions(), samplesOfRequestOptions(), samplesOfCompleteOptions(), samplesOfProofOptions(), samplesOfReplayOptions(), samplesOfReplayStoreOptions(), samplesOfAccessOptions(), samplesOfJwsSignOptions(), samplesOfJwsVerifyOptions(), samplesOfJweEncryptOptions(), samplesOfJweDecryptOptions()).flatten()

private fun samplesOfGenerateOptions() = listOf(
    OptionSample(
        "enc",
        listOf("Key.generate"),
        listOf(
            GenerateOptions(enc = ContentEncryption.A256GCM).let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
            GenerateOptions.builder().enc(ContentEncryption.A256GCM).build().let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "curve",
        listOf("Key.generate"),
        listOf(
            GenerateOptions(curve = Curve.X25519).let { OptionWay("""{"curve":"X25519"}""", it, it.given.text) },
            GenerateOptions.builder().curve(Curve.X25519).build().let { OptionWay("""{"curve":"X25519"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "bits",
        listOf("Key.generate"),
        listOf(
            GenerateOptions(bits = 2048).let { OptionWay("""{"bits":2048}""", it, it.given.text) },
            GenerateOptions.builder().bits(2048).build().let { OptionWay("""{"bits":2048}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "key_id",
        listOf("Key.generate"),
        listOf(
            GenerateOptions(keyId = "a \"quoted\" text").let { OptionWay("""{"key_id":"a \"quoted\" text"}""", it, it.given.text) },
            GenerateOptions.builder().keyId("a \"quoted\" text").build().let { OptionWay("""{"key_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfJwkOptions() = listOf(
    OptionSample(
        "alg",
        listOf("Key.from_jwk"),
        listOf(
            JwkOptions(alg = SignatureAlgorithm.ML_DSA_87).let { OptionWay("""{"alg":"ML-DSA-87"}""", it, it.given.text) },
            JwkOptions.builder().alg(SignatureAlgorithm.ML_DSA_87).build().let { OptionWay("""{"alg":"ML-DSA-87"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "enc",
        listOf("Key.from_jwk"),
        listOf(
            JwkOptions(enc = ContentEncryption.A256GCM).let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
            JwkOptions.builder().enc(ContentEncryption.A256GCM).build().let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "signature_uses",
        listOf("Key.from_jwk"),
        listOf(
            JwkOptions(signatureUses = listOf("a", "b")).let { OptionWay("""{"signature_uses":["a","b"]}""", it, it.given.text) },
            JwkOptions.builder().signatureUses("a", "b").build().let { OptionWay("""{"signature_uses":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_weak_secret",
        listOf("Key.from_jwk"),
        listOf(
            JwkOptions(allowWeakSecret = true).let { OptionWay("""{"allow_weak_secret":true}""", it, it.given.text) },
            JwkOptions.builder().allowWeakSecret().build().let { OptionWay("""{"allow_weak_secret":true}""", it, it.given.text) },
            JwkOptions.builder().allowWeakSecret(false).build().let { OptionWay("""{"allow_weak_secret":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfKeyOptions() = listOf(
    OptionSample(
        "enc",
        listOf("Key.from_secret"),
        listOf(
            KeyOptions(enc = ContentEncryption.A256GCM).let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
            KeyOptions.builder().enc(ContentEncryption.A256GCM).build().let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "key_id",
        listOf("Key.from_pem", "Key.from_der", "Key.from_certificate", "Key.from_secret", "Key.from_password"),
        listOf(
            KeyOptions(keyId = "a \"quoted\" text").let { OptionWay("""{"key_id":"a \"quoted\" text"}""", it, it.given.text) },
            KeyOptions.builder().keyId("a \"quoted\" text").build().let { OptionWay("""{"key_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "password",
        listOf("Key.from_pem", "Key.from_der"),
        listOf(
            KeyOptions(password = "a secret text").let { OptionWay("""{}""", it, it.given.text) },
            KeyOptions.builder().password("a secret text").build().let { OptionWay("""{}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "encoding",
        listOf("Key.from_secret"),
        listOf(
            KeyOptions(encoding = TextEncoding.HEX).let { OptionWay("""{"encoding":"hex"}""", it, it.given.text) },
            KeyOptions.builder().encoding(TextEncoding.HEX).build().let { OptionWay("""{"encoding":"hex"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_weak_secret",
        listOf("Key.from_secret"),
        listOf(
            KeyOptions(allowWeakSecret = true).let { OptionWay("""{"allow_weak_secret":true}""", it, it.given.text) },
            KeyOptions.builder().allowWeakSecret().build().let { OptionWay("""{"allow_weak_secret":true}""", it, it.given.text) },
            KeyOptions.builder().allowWeakSecret(false).build().let { OptionWay("""{"allow_weak_secret":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfJwksOptions() = listOf(
    OptionSample(
        "signature_uses",
        listOf("KeySet.from_jwks"),
        listOf(
            JwksOptions(signatureUses = listOf("a", "b")).let { OptionWay("""{"signature_uses":["a","b"]}""", it, it.given.text) },
            JwksOptions.builder().signatureUses("a", "b").build().let { OptionWay("""{"signature_uses":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "strict",
        listOf("KeySet.from_jwks"),
        listOf(
            JwksOptions(strict = true).let { OptionWay("""{"strict":true}""", it, it.given.text) },
            JwksOptions.builder().strict().build().let { OptionWay("""{"strict":true}""", it, it.given.text) },
            JwksOptions.builder().strict(false).build().let { OptionWay("""{"strict":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "public_only",
        listOf("KeySet.from_jwks"),
        listOf(
            JwksOptions(publicOnly = true).let { OptionWay("""{"public_only":true}""", it, it.given.text) },
            JwksOptions.builder().publicOnly().build().let { OptionWay("""{"public_only":true}""", it, it.given.text) },
            JwksOptions.builder().publicOnly(false).build().let { OptionWay("""{"public_only":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfRemoteOptions() = listOf(
    OptionSample(
        "signature_uses",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(signatureUses = listOf("a", "b")).let { OptionWay("""{"signature_uses":["a","b"]}""", it, it.given.text) },
            RemoteOptions.builder().signatureUses("a", "b").build().let { OptionWay("""{"signature_uses":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "issuer",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(issuer = "a \"quoted\" text").let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
            RemoteOptions.builder().issuer("a \"quoted\" text").build().let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "metadata_url",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(metadataUrl = "a \"quoted\" text").let { OptionWay("""{"metadata_url":"a \"quoted\" text"}""", it, it.given.text) },
            RemoteOptions.builder().metadataUrl("a \"quoted\" text").build().let { OptionWay("""{"metadata_url":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "metadata_issuer",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(metadataIssuer = "a \"quoted\" text").let { OptionWay("""{"metadata_issuer":"a \"quoted\" text"}""", it, it.given.text) },
            RemoteOptions.builder().metadataIssuer("a \"quoted\" text").build().let { OptionWay("""{"metadata_issuer":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allowed_hosts",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(allowedHosts = listOf("a", "b")).let { OptionWay("""{"allowed_hosts":["a","b"]}""", it, it.given.text) },
            RemoteOptions.builder().allowedHosts("a", "b").build().let { OptionWay("""{"allowed_hosts":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_http",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(allowHttp = true).let { OptionWay("""{"allow_http":true}""", it, it.given.text) },
            RemoteOptions.builder().allowHttp().build().let { OptionWay("""{"allow_http":true}""", it, it.given.text) },
            RemoteOptions.builder().allowHttp(false).build().let { OptionWay("""{"allow_http":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "default_age",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(defaultAge = 90.seconds).let { OptionWay("""{"default_age":90}""", it, it.given.text) },
            RemoteOptions.builder().defaultAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"default_age":90}""", it, it.given.text) },
            RemoteOptions.builder().defaultAge("2m").build().let { OptionWay("""{"default_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "min_age",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(minAge = 90.seconds).let { OptionWay("""{"min_age":90}""", it, it.given.text) },
            RemoteOptions.builder().minAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"min_age":90}""", it, it.given.text) },
            RemoteOptions.builder().minAge("2m").build().let { OptionWay("""{"min_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_age",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(maxAge = 90.seconds).let { OptionWay("""{"max_age":90}""", it, it.given.text) },
            RemoteOptions.builder().maxAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"max_age":90}""", it, it.given.text) },
            RemoteOptions.builder().maxAge("2m").build().let { OptionWay("""{"max_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "stale",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(stale = 90.seconds).let { OptionWay("""{"stale":90}""", it, it.given.text) },
            RemoteOptions.builder().stale(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"stale":90}""", it, it.given.text) },
            RemoteOptions.builder().stale("2m").build().let { OptionWay("""{"stale":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "cooldown",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(cooldown = 90.seconds).let { OptionWay("""{"cooldown":90}""", it, it.given.text) },
            RemoteOptions.builder().cooldown(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"cooldown":90}""", it, it.given.text) },
            RemoteOptions.builder().cooldown("2m").build().let { OptionWay("""{"cooldown":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "timeout",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(timeout = 90.seconds).let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            RemoteOptions.builder().timeout(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            RemoteOptions.builder().timeout("2m").build().let { OptionWay("""{"timeout":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_keys",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(maxKeys = 50L).let { OptionWay("""{"max_keys":50}""", it, it.given.text) },
            RemoteOptions.builder().maxKeys(50L).build().let { OptionWay("""{"max_keys":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_set_bytes",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(maxSetBytes = 50L).let { OptionWay("""{"max_set_bytes":50}""", it, it.given.text) },
            RemoteOptions.builder().maxSetBytes(50L).build().let { OptionWay("""{"max_set_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_metadata_bytes",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(maxMetadataBytes = 50L).let { OptionWay("""{"max_metadata_bytes":50}""", it, it.given.text) },
            RemoteOptions.builder().maxMetadataBytes(50L).build().let { OptionWay("""{"max_metadata_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_waiting",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(maxWaiting = 50L).let { OptionWay("""{"max_waiting":50}""", it, it.given.text) },
            RemoteOptions.builder().maxWaiting(50L).build().let { OptionWay("""{"max_waiting":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "snapshot",
        listOf("RemoteKeySet"),
        listOf(
            RemoteOptions(snapshot = "a \"quoted\" text").let { OptionWay("""{"snapshot":"a \"quoted\" text"}""", it, it.given.text) },
            RemoteOptions.builder().snapshot("a \"quoted\" text").build().let { OptionWay("""{"snapshot":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfRingOptions() = listOf(
    OptionSample(
        "curve",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(curve = Curve.X25519).let { OptionWay("""{"curve":"X25519"}""", it, it.given.text) },
            RingOptions.builder().curve(Curve.X25519).build().let { OptionWay("""{"curve":"X25519"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "bits",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(bits = 2048).let { OptionWay("""{"bits":2048}""", it, it.given.text) },
            RingOptions.builder().bits(2048).build().let { OptionWay("""{"bits":2048}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "rotate_every",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(rotateEvery = 90.seconds).let { OptionWay("""{"rotate_every":90}""", it, it.given.text) },
            RingOptions.builder().rotateEvery(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"rotate_every":90}""", it, it.given.text) },
            RingOptions.builder().rotateEvery("2m").build().let { OptionWay("""{"rotate_every":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "token_lifetime",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(tokenLifetime = 90.seconds).let { OptionWay("""{"token_lifetime":90}""", it, it.given.text) },
            RingOptions.builder().tokenLifetime(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"token_lifetime":90}""", it, it.given.text) },
            RingOptions.builder().tokenLifetime("2m").build().let { OptionWay("""{"token_lifetime":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "jwks_max_age",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(jwksMaxAge = 90.seconds).let { OptionWay("""{"jwks_max_age":90}""", it, it.given.text) },
            RingOptions.builder().jwksMaxAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"jwks_max_age":90}""", it, it.given.text) },
            RingOptions.builder().jwksMaxAge("2m").build().let { OptionWay("""{"jwks_max_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "verifier_refresh",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(verifierRefresh = 90.seconds).let { OptionWay("""{"verifier_refresh":90}""", it, it.given.text) },
            RingOptions.builder().verifierRefresh(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"verifier_refresh":90}""", it, it.given.text) },
            RingOptions.builder().verifierRefresh("2m").build().let { OptionWay("""{"verifier_refresh":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "clock_skew",
        listOf("KeyRing.create"),
        listOf(
            RingOptions(clockSkew = 90.seconds).let { OptionWay("""{"clock_skew":90}""", it, it.given.text) },
            RingOptions.builder().clockSkew(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"clock_skew":90}""", it, it.given.text) },
            RingOptions.builder().clockSkew("2m").build().let { OptionWay("""{"clock_skew":"2m"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfRingStoreOptions() = listOf(
    OptionSample(
        "namespace",
        listOf("KeyRing.redis"),
        listOf(
            RingStoreOptions(namespace = "a \"quoted\" text").let { OptionWay("""{"namespace":"a \"quoted\" text"}""", it, it.given.text) },
            RingStoreOptions.builder().namespace("a \"quoted\" text").build().let { OptionWay("""{"namespace":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_staleness",
        listOf("KeyRing.redis"),
        listOf(
            RingStoreOptions(maxStaleness = 90.seconds).let { OptionWay("""{"max_staleness":90}""", it, it.given.text) },
            RingStoreOptions.builder().maxStaleness(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"max_staleness":90}""", it, it.given.text) },
            RingStoreOptions.builder().maxStaleness("2m").build().let { OptionWay("""{"max_staleness":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "timeout",
        listOf("KeyRing.redis"),
        listOf(
            RingStoreOptions(timeout = 90.seconds).let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            RingStoreOptions.builder().timeout(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            RingStoreOptions.builder().timeout("2m").build().let { OptionWay("""{"timeout":"2m"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfRevocationsOptions() = listOf(
    OptionSample(
        "longest_lifetime",
        listOf("Revocations"),
        listOf(
            RevocationsOptions(longestLifetime = 90.seconds).let { OptionWay("""{"longest_lifetime":90}""", it, it.given.text) },
            RevocationsOptions.builder().longestLifetime(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"longest_lifetime":90}""", it, it.given.text) },
            RevocationsOptions.builder().longestLifetime("2m").build().let { OptionWay("""{"longest_lifetime":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "audit",
        listOf("Revocations"),
        listOf(
            RevocationsOptions(audit = true).let { OptionWay("""{"audit":true}""", it, it.given.text) },
            RevocationsOptions.builder().audit().build().let { OptionWay("""{"audit":true}""", it, it.given.text) },
            RevocationsOptions.builder().audit(false).build().let { OptionWay("""{"audit":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfFileOptions() = listOf(
    OptionSample(
        "create",
        listOf("Revocations.file"),
        listOf(
            FileOptions(create = true).let { OptionWay("""{"create":true}""", it, it.given.text) },
            FileOptions.builder().create().build().let { OptionWay("""{"create":true}""", it, it.given.text) },
            FileOptions.builder().create(false).build().let { OptionWay("""{"create":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "longest_lifetime",
        listOf("Revocations.file"),
        listOf(
            FileOptions(longestLifetime = 90.seconds).let { OptionWay("""{"longest_lifetime":90}""", it, it.given.text) },
            FileOptions.builder().longestLifetime(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"longest_lifetime":90}""", it, it.given.text) },
            FileOptions.builder().longestLifetime("2m").build().let { OptionWay("""{"longest_lifetime":"2m"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfStoreOptions() = listOf(
    OptionSample(
        "namespace",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(namespace = "a \"quoted\" text").let { OptionWay("""{"namespace":"a \"quoted\" text"}""", it, it.given.text) },
            StoreOptions.builder().namespace("a \"quoted\" text").build().let { OptionWay("""{"namespace":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "create",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(create = true).let { OptionWay("""{"create":true}""", it, it.given.text) },
            StoreOptions.builder().create().build().let { OptionWay("""{"create":true}""", it, it.given.text) },
            StoreOptions.builder().create(false).build().let { OptionWay("""{"create":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "longest_lifetime",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(longestLifetime = 90.seconds).let { OptionWay("""{"longest_lifetime":90}""", it, it.given.text) },
            StoreOptions.builder().longestLifetime(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"longest_lifetime":90}""", it, it.given.text) },
            StoreOptions.builder().longestLifetime("2m").build().let { OptionWay("""{"longest_lifetime":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_staleness",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(maxStaleness = 90.seconds).let { OptionWay("""{"max_staleness":90}""", it, it.given.text) },
            StoreOptions.builder().maxStaleness(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"max_staleness":90}""", it, it.given.text) },
            StoreOptions.builder().maxStaleness("2m").build().let { OptionWay("""{"max_staleness":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "when_unavailable",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(whenUnavailable = WhenUnavailable.ACCEPT).let { OptionWay("""{"when_unavailable":"accept"}""", it, it.given.text) },
            StoreOptions.builder().whenUnavailable(WhenUnavailable.ACCEPT).build().let { OptionWay("""{"when_unavailable":"accept"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "strict",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(strict = true).let { OptionWay("""{"strict":true}""", it, it.given.text) },
            StoreOptions.builder().strict().build().let { OptionWay("""{"strict":true}""", it, it.given.text) },
            StoreOptions.builder().strict(false).build().let { OptionWay("""{"strict":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "beat",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(beat = 90.seconds).let { OptionWay("""{"beat":90}""", it, it.given.text) },
            StoreOptions.builder().beat(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"beat":90}""", it, it.given.text) },
            StoreOptions.builder().beat("2m").build().let { OptionWay("""{"beat":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "timeout",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(timeout = 90.seconds).let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            StoreOptions.builder().timeout(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            StoreOptions.builder().timeout("2m").build().let { OptionWay("""{"timeout":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "durability",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(durability = Durability.FSYNC).let { OptionWay("""{"durability":"fsync"}""", it, it.given.text) },
            StoreOptions.builder().durability(Durability.FSYNC).build().let { OptionWay("""{"durability":"fsync"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "replicas",
        listOf("Revocations.redis"),
        listOf(
            StoreOptions(replicas = 50L).let { OptionWay("""{"replicas":50}""", it, it.given.text) },
            StoreOptions.builder().replicas(50L).build().let { OptionWay("""{"replicas":50}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfRevokeOptions() = listOf(
    OptionSample(
        "until",
        listOf("Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key"),
        listOf(
            RevokeOptions(until = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"until":1800000000}""", it, it.given.text) },
            RevokeOptions.builder().until(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"until":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "before",
        listOf("Revocations.revoke_subject", "Revocations.revoke_issuer"),
        listOf(
            RevokeOptions(before = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"before":1800000000}""", it, it.given.text) },
            RevokeOptions.builder().before(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"before":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "by",
        listOf("Revocations.revoke", "Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key", "Revocations.revoke_subject", "Revocations.revoke_issuer", "Revocations.withdraw"),
        listOf(
            RevokeOptions(by = "a \"quoted\" text").let { OptionWay("""{"by":"a \"quoted\" text"}""", it, it.given.text) },
            RevokeOptions.builder().by("a \"quoted\" text").build().let { OptionWay("""{"by":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "reason",
        listOf("Revocations.revoke", "Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key", "Revocations.revoke_subject", "Revocations.revoke_issuer", "Revocations.withdraw"),
        listOf(
            RevokeOptions(reason = "a \"quoted\" text").let { OptionWay("""{"reason":"a \"quoted\" text"}""", it, it.given.text) },
            RevokeOptions.builder().reason("a \"quoted\" text").build().let { OptionWay("""{"reason":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("Revocations.revoke", "Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key", "Revocations.revoke_subject", "Revocations.revoke_issuer", "Revocations.withdraw"),
        listOf(
            RevokeOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            RevokeOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfEventOptions() = listOf(
    OptionSample(
        "subject_issuers",
        listOf("Revocations.apply_events"),
        listOf(
            EventOptions(subjectIssuers = listOf("a", "b")).let { OptionWay("""{"subject_issuers":["a","b"]}""", it, it.given.text) },
            EventOptions.builder().subjectIssuers("a", "b").build().let { OptionWay("""{"subject_issuers":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "by",
        listOf("Revocations.apply_events"),
        listOf(
            EventOptions(by = "a \"quoted\" text").let { OptionWay("""{"by":"a \"quoted\" text"}""", it, it.given.text) },
            EventOptions.builder().by("a \"quoted\" text").build().let { OptionWay("""{"by":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "reason",
        listOf("Revocations.apply_events"),
        listOf(
            EventOptions(reason = "a \"quoted\" text").let { OptionWay("""{"reason":"a \"quoted\" text"}""", it, it.given.text) },
            EventOptions.builder().reason("a \"quoted\" text").build().let { OptionWay("""{"reason":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("Revocations.apply_events"),
        listOf(
            EventOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            EventOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfEntriesOptions() = listOf(
    OptionSample(
        "issuer",
        listOf("Revocations.entries"),
        listOf(
            EntriesOptions(issuer = "a \"quoted\" text").let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
            EntriesOptions.builder().issuer("a \"quoted\" text").build().let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "token_id",
        listOf("Revocations.entries"),
        listOf(
            EntriesOptions(tokenId = "a \"quoted\" text").let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
            EntriesOptions.builder().tokenId("a \"quoted\" text").build().let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "session_id",
        listOf("Revocations.entries"),
        listOf(
            EntriesOptions(sessionId = "a \"quoted\" text").let { OptionWay("""{"session_id":"a \"quoted\" text"}""", it, it.given.text) },
            EntriesOptions.builder().sessionId("a \"quoted\" text").build().let { OptionWay("""{"session_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "subject",
        listOf("Revocations.entries"),
        listOf(
            EntriesOptions(subject = "a \"quoted\" text").let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
            EntriesOptions.builder().subject("a \"quoted\" text").build().let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "key_id",
        listOf("Revocations.entries"),
        listOf(
            EntriesOptions(keyId = "a \"quoted\" text").let { OptionWay("""{"key_id":"a \"quoted\" text"}""", it, it.given.text) },
            EntriesOptions.builder().keyId("a \"quoted\" text").build().let { OptionWay("""{"key_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("Revocations.entries"),
        listOf(
            EntriesOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            EntriesOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfStatusTokenOptions() = listOf(
    OptionSample(
        "ttl",
        listOf("StatusList.to_jwt"),
        listOf(
            StatusTokenOptions(ttl = 90.seconds).let { OptionWay("""{"ttl":90}""", it, it.given.text) },
            StatusTokenOptions.builder().ttl(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"ttl":90}""", it, it.given.text) },
            StatusTokenOptions.builder().ttl("2m").build().let { OptionWay("""{"ttl":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "expires_in",
        listOf("StatusList.to_jwt"),
        listOf(
            StatusTokenOptions(expiresIn = 90.seconds).let { OptionWay("""{"expires_in":90}""", it, it.given.text) },
            StatusTokenOptions.builder().expiresIn(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"expires_in":90}""", it, it.given.text) },
            StatusTokenOptions.builder().expiresIn("2m").build().let { OptionWay("""{"expires_in":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("StatusList.to_jwt"),
        listOf(
            StatusTokenOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            StatusTokenOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfStatusListsOptions() = listOf(
    OptionSample(
        "allowed_uris",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(allowedUris = listOf("a", "b")).let { OptionWay("""{"allowed_uris":["a","b"]}""", it, it.given.text) },
            StatusListsOptions.builder().allowedUris("a", "b").build().let { OptionWay("""{"allowed_uris":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_http",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(allowHttp = true).let { OptionWay("""{"allow_http":true}""", it, it.given.text) },
            StatusListsOptions.builder().allowHttp().build().let { OptionWay("""{"allow_http":true}""", it, it.given.text) },
            StatusListsOptions.builder().allowHttp(false).build().let { OptionWay("""{"allow_http":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "default_age",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(defaultAge = 90.seconds).let { OptionWay("""{"default_age":90}""", it, it.given.text) },
            StatusListsOptions.builder().defaultAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"default_age":90}""", it, it.given.text) },
            StatusListsOptions.builder().defaultAge("2m").build().let { OptionWay("""{"default_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "min_age",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(minAge = 90.seconds).let { OptionWay("""{"min_age":90}""", it, it.given.text) },
            StatusListsOptions.builder().minAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"min_age":90}""", it, it.given.text) },
            StatusListsOptions.builder().minAge("2m").build().let { OptionWay("""{"min_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_age",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(maxAge = 90.seconds).let { OptionWay("""{"max_age":90}""", it, it.given.text) },
            StatusListsOptions.builder().maxAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"max_age":90}""", it, it.given.text) },
            StatusListsOptions.builder().maxAge("2m").build().let { OptionWay("""{"max_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "timeout",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(timeout = 90.seconds).let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            StatusListsOptions.builder().timeout(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            StatusListsOptions.builder().timeout("2m").build().let { OptionWay("""{"timeout":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_lists",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(maxLists = 50L).let { OptionWay("""{"max_lists":50}""", it, it.given.text) },
            StatusListsOptions.builder().maxLists(50L).build().let { OptionWay("""{"max_lists":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_list_bytes",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(maxListBytes = 50L).let { OptionWay("""{"max_list_bytes":50}""", it, it.given.text) },
            StatusListsOptions.builder().maxListBytes(50L).build().let { OptionWay("""{"max_list_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_inflated_bytes",
        listOf("StatusLists"),
        listOf(
            StatusListsOptions(maxInflatedBytes = 50L).let { OptionWay("""{"max_inflated_bytes":50}""", it, it.given.text) },
            StatusListsOptions.builder().maxInflatedBytes(50L).build().let { OptionWay("""{"max_inflated_bytes":50}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfExportOptions() = listOf(
    OptionSample(
        "private",
        listOf("Key.to_jwk", "Key.to_pem", "Key.to_der", "KeySet.to_jwks"),
        listOf(
            ExportOptions(private = true).let { OptionWay("""{"private":true}""", it, it.given.text) },
            ExportOptions.builder().withPrivate().build().let { OptionWay("""{"private":true}""", it, it.given.text) },
            ExportOptions.builder().withPrivate(false).build().let { OptionWay("""{"private":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfTokenOptions() = listOf(
    OptionSample(
        "expires_in",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(expiresIn = 90.seconds).let { OptionWay("""{"expires_in":90}""", it, it.given.text) },
            TokenOptions.builder().expiresIn(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"expires_in":90}""", it, it.given.text) },
            TokenOptions.builder().expiresIn("2m").build().let { OptionWay("""{"expires_in":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "issuer",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(issuer = "a \"quoted\" text").let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
            TokenOptions.builder().issuer("a \"quoted\" text").build().let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "audience",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(audience = "a").let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            TokenOptions(audiences = listOf("a", "b")).let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
            TokenOptions.builder().audience("a").build().let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            TokenOptions.builder().audience(listOf("a", "b")).build().let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "subject",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(subject = "a \"quoted\" text").let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
            TokenOptions.builder().subject("a \"quoted\" text").build().let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "no_expiry",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(noExpiry = true).let { OptionWay("""{"no_expiry":true}""", it, it.given.text) },
            TokenOptions.builder().noExpiry().build().let { OptionWay("""{"no_expiry":true}""", it, it.given.text) },
            TokenOptions.builder().noExpiry(false).build().let { OptionWay("""{"no_expiry":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "not_before",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(notBefore = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"not_before":1800000000}""", it, it.given.text) },
            TokenOptions.builder().notBefore(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"not_before":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "token_id",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(tokenId = "a \"quoted\" text").let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
            TokenOptions.builder().tokenId("a \"quoted\" text").build().let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "type",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(type = "a \"quoted\" text").let { OptionWay("""{"type":"a \"quoted\" text"}""", it, it.given.text) },
            TokenOptions.builder().type("a \"quoted\" text").build().let { OptionWay("""{"type":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "header",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(header = object1).let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
            TokenOptions.builder().header(object1).build().let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "profile",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(profile = Profile.SECURITY_EVENT).let { OptionWay("""{"profile":"security-event"}""", it, it.given.text) },
            TokenOptions.builder().profile(Profile.SECURITY_EVENT).build().let { OptionWay("""{"profile":"security-event"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("sign", "encrypt", "seal", "prepare"),
        listOf(
            TokenOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            TokenOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "enc",
        listOf("encrypt", "seal"),
        listOf(
            TokenOptions(enc = ContentEncryption.A256GCM).let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
            TokenOptions.builder().enc(ContentEncryption.A256GCM).build().let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "compress",
        listOf("encrypt", "seal"),
        listOf(
            TokenOptions(compress = true).let { OptionWay("""{"compress":true}""", it, it.given.text) },
            TokenOptions.builder().compress().build().let { OptionWay("""{"compress":true}""", it, it.given.text) },
            TokenOptions.builder().compress(false).build().let { OptionWay("""{"compress":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfIssuerOptions() = listOf(
    OptionSample(
        "issuer",
        listOf("Issuer"),
        listOf(
            IssuerOptions(issuer = "a \"quoted\" text").let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
            IssuerOptions.builder().issuer("a \"quoted\" text").build().let { OptionWay("""{"issuer":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "audience",
        listOf("Issuer"),
        listOf(
            IssuerOptions(audience = "a").let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            IssuerOptions(audiences = listOf("a", "b")).let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
            IssuerOptions.builder().audience("a").build().let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            IssuerOptions.builder().audience(listOf("a", "b")).build().let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "subject",
        listOf("Issuer"),
        listOf(
            IssuerOptions(subject = "a \"quoted\" text").let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
            IssuerOptions.builder().subject("a \"quoted\" text").build().let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "lifetime",
        listOf("Issuer"),
        listOf(
            IssuerOptions(lifetime = 90.seconds).let { OptionWay("""{"lifetime":90}""", it, it.given.text) },
            IssuerOptions.builder().lifetime(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"lifetime":90}""", it, it.given.text) },
            IssuerOptions.builder().lifetime("2m").build().let { OptionWay("""{"lifetime":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "no_expiry",
        listOf("Issuer"),
        listOf(
            IssuerOptions(noExpiry = true).let { OptionWay("""{"no_expiry":true}""", it, it.given.text) },
            IssuerOptions.builder().noExpiry().build().let { OptionWay("""{"no_expiry":true}""", it, it.given.text) },
            IssuerOptions.builder().noExpiry(false).build().let { OptionWay("""{"no_expiry":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "type",
        listOf("Issuer"),
        listOf(
            IssuerOptions(type = "a \"quoted\" text").let { OptionWay("""{"type":"a \"quoted\" text"}""", it, it.given.text) },
            IssuerOptions.builder().type("a \"quoted\" text").build().let { OptionWay("""{"type":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "header",
        listOf("Issuer"),
        listOf(
            IssuerOptions(header = object1).let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
            IssuerOptions.builder().header(object1).build().let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "profile",
        listOf("Issuer"),
        listOf(
            IssuerOptions(profile = Profile.SECURITY_EVENT).let { OptionWay("""{"profile":"security-event"}""", it, it.given.text) },
            IssuerOptions.builder().profile(Profile.SECURITY_EVENT).build().let { OptionWay("""{"profile":"security-event"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "enc",
        listOf("Issuer"),
        listOf(
            IssuerOptions(enc = ContentEncryption.A256GCM).let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
            IssuerOptions.builder().enc(ContentEncryption.A256GCM).build().let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "compress",
        listOf("Issuer"),
        listOf(
            IssuerOptions(compress = true).let { OptionWay("""{"compress":true}""", it, it.given.text) },
            IssuerOptions.builder().compress().build().let { OptionWay("""{"compress":true}""", it, it.given.text) },
            IssuerOptions.builder().compress(false).build().let { OptionWay("""{"compress":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "alg",
        listOf("Issuer"),
        listOf(
            IssuerOptions(alg = SignatureAlgorithm.ML_DSA_87).let { OptionWay("""{"alg":"ML-DSA-87"}""", it, it.given.text) },
            IssuerOptions.builder().alg(SignatureAlgorithm.ML_DSA_87).build().let { OptionWay("""{"alg":"ML-DSA-87"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "key_management",
        listOf("Issuer"),
        listOf(
            IssuerOptions(keyManagement = listOf(KeyManagement.PBES2_HS512_A256KW)).let { OptionWay("""{"key_management":["PBES2-HS512+A256KW"]}""", it, it.given.text) },
            IssuerOptions.builder().keyManagement(KeyManagement.PBES2_HS512_A256KW).build().let { OptionWay("""{"key_management":["PBES2-HS512+A256KW"]}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfIssueOptions() = listOf(
    OptionSample(
        "expires_in",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(expiresIn = 90.seconds).let { OptionWay("""{"expires_in":90}""", it, it.given.text) },
            IssueOptions.builder().expiresIn(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"expires_in":90}""", it, it.given.text) },
            IssueOptions.builder().expiresIn("2m").build().let { OptionWay("""{"expires_in":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "audience",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(audience = "a").let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            IssueOptions(audiences = listOf("a", "b")).let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
            IssueOptions.builder().audience("a").build().let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            IssueOptions.builder().audience(listOf("a", "b")).build().let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "subject",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(subject = "a \"quoted\" text").let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
            IssueOptions.builder().subject("a \"quoted\" text").build().let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "no_expiry",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(noExpiry = true).let { OptionWay("""{"no_expiry":true}""", it, it.given.text) },
            IssueOptions.builder().noExpiry().build().let { OptionWay("""{"no_expiry":true}""", it, it.given.text) },
            IssueOptions.builder().noExpiry(false).build().let { OptionWay("""{"no_expiry":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "not_before",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(notBefore = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"not_before":1800000000}""", it, it.given.text) },
            IssueOptions.builder().notBefore(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"not_before":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "token_id",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(tokenId = "a \"quoted\" text").let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
            IssueOptions.builder().tokenId("a \"quoted\" text").build().let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "header",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(header = object1).let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
            IssueOptions.builder().header(object1).build().let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("Issuer.issue"),
        listOf(
            IssueOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            IssueOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfVerifyOptions() = listOf(
    OptionSample(
        "algorithms",
        listOf("verify", "unseal", "Verifier"),
        listOf(
            VerifyOptions(algorithms = listOf(SignatureAlgorithm.ML_DSA_87)).let { OptionWay("""{"algorithms":["ML-DSA-87"]}""", it, it.given.text) },
            VerifyOptions.builder().algorithms(SignatureAlgorithm.ML_DSA_87).build().let { OptionWay("""{"algorithms":["ML-DSA-87"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "key_management",
        listOf("decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(keyManagement = listOf(KeyManagement.PBES2_HS512_A256KW)).let { OptionWay("""{"key_management":["PBES2-HS512+A256KW"]}""", it, it.given.text) },
            VerifyOptions.builder().keyManagement(KeyManagement.PBES2_HS512_A256KW).build().let { OptionWay("""{"key_management":["PBES2-HS512+A256KW"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "content_encryption",
        listOf("decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(contentEncryption = listOf(ContentEncryption.A256GCM)).let { OptionWay("""{"content_encryption":["A256GCM"]}""", it, it.given.text) },
            VerifyOptions.builder().contentEncryption(ContentEncryption.A256GCM).build().let { OptionWay("""{"content_encryption":["A256GCM"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "accept",
        listOf("Verifier"),
        listOf(
            VerifyOptions(accept = listOf(TokenKind.NESTED)).let { OptionWay("""{"accept":["nested"]}""", it, it.given.text) },
            VerifyOptions.builder().accept(TokenKind.NESTED).build().let { OptionWay("""{"accept":["nested"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "issuer",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(issuer = "a").let { OptionWay("""{"issuer":"a"}""", it, it.given.text) },
            VerifyOptions(issuers = listOf("a", "b")).let { OptionWay("""{"issuer":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().issuer("a").build().let { OptionWay("""{"issuer":"a"}""", it, it.given.text) },
            VerifyOptions.builder().issuer(listOf("a", "b")).build().let { OptionWay("""{"issuer":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "issuer_aliases",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(issuerAliases = listOf("a", "b")).let { OptionWay("""{"issuer_aliases":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().issuerAliases("a", "b").build().let { OptionWay("""{"issuer_aliases":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "issuer_template",
        listOf("Verifier"),
        listOf(
            VerifyOptions(issuerTemplate = "a \"quoted\" text").let { OptionWay("""{"issuer_template":"a \"quoted\" text"}""", it, it.given.text) },
            VerifyOptions.builder().issuerTemplate("a \"quoted\" text").build().let { OptionWay("""{"issuer_template":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allowed_tenants",
        listOf("Verifier"),
        listOf(
            VerifyOptions(allowedTenants = listOf("a", "b")).let { OptionWay("""{"allowed_tenants":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().allowedTenants("a", "b").build().let { OptionWay("""{"allowed_tenants":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "audience",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(audience = "a").let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            VerifyOptions(audiences = listOf("a", "b")).let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().audience("a").build().let { OptionWay("""{"audience":"a"}""", it, it.given.text) },
            VerifyOptions.builder().audience(listOf("a", "b")).build().let { OptionWay("""{"audience":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "subject",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(subject = "a \"quoted\" text").let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
            VerifyOptions.builder().subject("a \"quoted\" text").build().let { OptionWay("""{"subject":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "type",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(type = "a").let { OptionWay("""{"type":"a"}""", it, it.given.text) },
            VerifyOptions(types = listOf("a", "b")).let { OptionWay("""{"type":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().type("a").build().let { OptionWay("""{"type":"a"}""", it, it.given.text) },
            VerifyOptions.builder().type(listOf("a", "b")).build().let { OptionWay("""{"type":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "required_claims",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(requiredClaims = listOf("a", "b")).let { OptionWay("""{"required_claims":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().requiredClaims("a", "b").build().let { OptionWay("""{"required_claims":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "expected_claims",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(expectedClaims = object1).let { OptionWay("""{"expected_claims":{"x":1}}""", it, it.given.text) },
            VerifyOptions.builder().expectedClaims(object1).build().let { OptionWay("""{"expected_claims":{"x":1}}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_age",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxAge = 90.seconds).let { OptionWay("""{"max_age":90}""", it, it.given.text) },
            VerifyOptions.builder().maxAge(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"max_age":90}""", it, it.given.text) },
            VerifyOptions.builder().maxAge("2m").build().let { OptionWay("""{"max_age":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_lifetime",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxLifetime = 90.seconds).let { OptionWay("""{"max_lifetime":90}""", it, it.given.text) },
            VerifyOptions.builder().maxLifetime(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"max_lifetime":90}""", it, it.given.text) },
            VerifyOptions.builder().maxLifetime("2m").build().let { OptionWay("""{"max_lifetime":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "leeway",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(leeway = 90.seconds).let { OptionWay("""{"leeway":90}""", it, it.given.text) },
            VerifyOptions.builder().leeway(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"leeway":90}""", it, it.given.text) },
            VerifyOptions.builder().leeway("2m").build().let { OptionWay("""{"leeway":"2m"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "remember",
        listOf("Verifier"),
        listOf(
            VerifyOptions(remember = 50L).let { OptionWay("""{"remember":50}""", it, it.given.text) },
            VerifyOptions.builder().remember(50L).build().let { OptionWay("""{"remember":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("verify", "decrypt", "unseal"),
        listOf(
            VerifyOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            VerifyOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "critical",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(critical = listOf("a", "b")).let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().critical("a", "b").build().let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "profile",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(profile = Profile.SECURITY_EVENT).let { OptionWay("""{"profile":"security-event"}""", it, it.given.text) },
            VerifyOptions.builder().profile(Profile.SECURITY_EVENT).build().let { OptionWay("""{"profile":"security-event"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "nonce",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(nonce = "a \"quoted\" text").let { OptionWay("""{"nonce":"a \"quoted\" text"}""", it, it.given.text) },
            VerifyOptions.builder().nonce("a \"quoted\" text").build().let { OptionWay("""{"nonce":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "azp",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(azp = "a \"quoted\" text").let { OptionWay("""{"azp":"a \"quoted\" text"}""", it, it.given.text) },
            VerifyOptions.builder().azp("a \"quoted\" text").build().let { OptionWay("""{"azp":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "proof_of_possession",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(proofOfPossession = ProofOfPossession.IGNORE).let { OptionWay("""{"proof_of_possession":"ignore"}""", it, it.given.text) },
            VerifyOptions.builder().proofOfPossession(ProofOfPossession.IGNORE).build().let { OptionWay("""{"proof_of_possession":"ignore"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "public_origins",
        listOf("Verifier"),
        listOf(
            VerifyOptions(publicOrigins = listOf("a", "b")).let { OptionWay("""{"public_origins":["a","b"]}""", it, it.given.text) },
            VerifyOptions.builder().publicOrigins("a", "b").build().let { OptionWay("""{"public_origins":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_missing_exp",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowMissingExp = true).let { OptionWay("""{"allow_missing_exp":true}""", it, it.given.text) },
            VerifyOptions.builder().allowMissingExp().build().let { OptionWay("""{"allow_missing_exp":true}""", it, it.given.text) },
            VerifyOptions.builder().allowMissingExp(false).build().let { OptionWay("""{"allow_missing_exp":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_any_audience",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowAnyAudience = true).let { OptionWay("""{"allow_any_audience":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyAudience().build().let { OptionWay("""{"allow_any_audience":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyAudience(false).build().let { OptionWay("""{"allow_any_audience":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_any_issuer",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowAnyIssuer = true).let { OptionWay("""{"allow_any_issuer":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyIssuer().build().let { OptionWay("""{"allow_any_issuer":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyIssuer(false).build().let { OptionWay("""{"allow_any_issuer":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_any_tenant",
        listOf("Verifier"),
        listOf(
            VerifyOptions(allowAnyTenant = true).let { OptionWay("""{"allow_any_tenant":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyTenant().build().let { OptionWay("""{"allow_any_tenant":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyTenant(false).build().let { OptionWay("""{"allow_any_tenant":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_any_type",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowAnyType = true).let { OptionWay("""{"allow_any_type":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyType().build().let { OptionWay("""{"allow_any_type":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyType(false).build().let { OptionWay("""{"allow_any_type":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_any_nonce",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowAnyNonce = true).let { OptionWay("""{"allow_any_nonce":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyNonce().build().let { OptionWay("""{"allow_any_nonce":true}""", it, it.given.text) },
            VerifyOptions.builder().allowAnyNonce(false).build().let { OptionWay("""{"allow_any_nonce":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_numeric_subject",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowNumericSubject = true).let { OptionWay("""{"allow_numeric_subject":true}""", it, it.given.text) },
            VerifyOptions.builder().allowNumericSubject().build().let { OptionWay("""{"allow_numeric_subject":true}""", it, it.given.text) },
            VerifyOptions.builder().allowNumericSubject(false).build().let { OptionWay("""{"allow_numeric_subject":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_unchecked_status",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowUncheckedStatus = true).let { OptionWay("""{"allow_unchecked_status":true}""", it, it.given.text) },
            VerifyOptions.builder().allowUncheckedStatus().build().let { OptionWay("""{"allow_unchecked_status":true}""", it, it.given.text) },
            VerifyOptions.builder().allowUncheckedStatus(false).build().let { OptionWay("""{"allow_unchecked_status":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_missing_cty",
        listOf("unseal", "Verifier"),
        listOf(
            VerifyOptions(allowMissingCty = true).let { OptionWay("""{"allow_missing_cty":true}""", it, it.given.text) },
            VerifyOptions.builder().allowMissingCty().build().let { OptionWay("""{"allow_missing_cty":true}""", it, it.given.text) },
            VerifyOptions.builder().allowMissingCty(false).build().let { OptionWay("""{"allow_missing_cty":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_unsigned",
        listOf("decrypt", "Verifier"),
        listOf(
            VerifyOptions(allowUnsigned = true).let { OptionWay("""{"allow_unsigned":true}""", it, it.given.text) },
            VerifyOptions.builder().allowUnsigned().build().let { OptionWay("""{"allow_unsigned":true}""", it, it.given.text) },
            VerifyOptions.builder().allowUnsigned(false).build().let { OptionWay("""{"allow_unsigned":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_base64_padding",
        listOf("verify", "unseal", "Verifier"),
        listOf(
            VerifyOptions(allowBase64Padding = true).let { OptionWay("""{"allow_base64_padding":true}""", it, it.given.text) },
            VerifyOptions.builder().allowBase64Padding().build().let { OptionWay("""{"allow_base64_padding":true}""", it, it.given.text) },
            VerifyOptions.builder().allowBase64Padding(false).build().let { OptionWay("""{"allow_base64_padding":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_token_bytes",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxTokenBytes = 50L).let { OptionWay("""{"max_token_bytes":50}""", it, it.given.text) },
            VerifyOptions.builder().maxTokenBytes(50L).build().let { OptionWay("""{"max_token_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_header_bytes",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxHeaderBytes = 50L).let { OptionWay("""{"max_header_bytes":50}""", it, it.given.text) },
            VerifyOptions.builder().maxHeaderBytes(50L).build().let { OptionWay("""{"max_header_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_json_depth",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxJsonDepth = 50L).let { OptionWay("""{"max_json_depth":50}""", it, it.given.text) },
            VerifyOptions.builder().maxJsonDepth(50L).build().let { OptionWay("""{"max_json_depth":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_inflated_bytes",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxInflatedBytes = 50L).let { OptionWay("""{"max_inflated_bytes":50}""", it, it.given.text) },
            VerifyOptions.builder().maxInflatedBytes(50L).build().let { OptionWay("""{"max_inflated_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_attempts",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxAttempts = 50L).let { OptionWay("""{"max_attempts":50}""", it, it.given.text) },
            VerifyOptions.builder().maxAttempts(50L).build().let { OptionWay("""{"max_attempts":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_pbes2_iterations",
        listOf("verify", "decrypt", "unseal", "Verifier"),
        listOf(
            VerifyOptions(maxPbes2Iterations = 50L).let { OptionWay("""{"max_pbes2_iterations":50}""", it, it.given.text) },
            VerifyOptions.builder().maxPbes2Iterations(50L).build().let { OptionWay("""{"max_pbes2_iterations":50}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfCheckOptions() = listOf(
    OptionSample(
        "now",
        listOf("Verifier.verify", "Verifier.verify_many"),
        listOf(
            CheckOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            CheckOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "proof",
        listOf("Verifier.verify"),
        listOf(
            CheckOptions(proof = "a").let { OptionWay("""{"proof":"a"}""", it, it.given.text) },
            CheckOptions(proofs = listOf("a", "b")).let { OptionWay("""{"proof":["a","b"]}""", it, it.given.text) },
            CheckOptions.builder().proof("a").build().let { OptionWay("""{"proof":"a"}""", it, it.given.text) },
            CheckOptions.builder().proof(listOf("a", "b")).build().let { OptionWay("""{"proof":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "method",
        listOf("Verifier.verify"),
        listOf(
            CheckOptions(method = "a \"quoted\" text").let { OptionWay("""{"method":"a \"quoted\" text"}""", it, it.given.text) },
            CheckOptions.builder().method("a \"quoted\" text").build().let { OptionWay("""{"method":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "url",
        listOf("Verifier.verify"),
        listOf(
            CheckOptions(url = "a \"quoted\" text").let { OptionWay("""{"url":"a \"quoted\" text"}""", it, it.given.text) },
            CheckOptions.builder().url("a \"quoted\" text").build().let { OptionWay("""{"url":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "certificate",
        listOf("Verifier.verify"),
        listOf(
            CheckOptions(certificate = byteArrayOf(1, 2)).let { OptionWay("""{}""", it, it.given.text) },
            CheckOptions.builder().certificate(byteArrayOf(1, 2)).build().let { OptionWay("""{}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfResourceOptions() = listOf(
    OptionSample(
        "resource",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(resource = "a \"quoted\" text").let { OptionWay("""{"resource":"a \"quoted\" text"}""", it, it.given.text) },
            ResourceOptions.builder().resource("a \"quoted\" text").build().let { OptionWay("""{"resource":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "authorization_servers",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(authorizationServers = listOf("a", "b")).let { OptionWay("""{"authorization_servers":["a","b"]}""", it, it.given.text) },
            ResourceOptions.builder().authorizationServers("a", "b").build().let { OptionWay("""{"authorization_servers":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "scopes_supported",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(scopesSupported = listOf("a", "b")).let { OptionWay("""{"scopes_supported":["a","b"]}""", it, it.given.text) },
            ResourceOptions.builder().scopesSupported("a", "b").build().let { OptionWay("""{"scopes_supported":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "documentation",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(documentation = "a \"quoted\" text").let { OptionWay("""{"documentation":"a \"quoted\" text"}""", it, it.given.text) },
            ResourceOptions.builder().documentation("a \"quoted\" text").build().let { OptionWay("""{"documentation":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "realm",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(realm = "a \"quoted\" text").let { OptionWay("""{"realm":"a \"quoted\" text"}""", it, it.given.text) },
            ResourceOptions.builder().realm("a \"quoted\" text").build().let { OptionWay("""{"realm":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "cookie",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(cookie = "a \"quoted\" text").let { OptionWay("""{"cookie":"a \"quoted\" text"}""", it, it.given.text) },
            ResourceOptions.builder().cookie("a \"quoted\" text").build().let { OptionWay("""{"cookie":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_insecure_cookies",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(allowInsecureCookies = true).let { OptionWay("""{"allow_insecure_cookies":true}""", it, it.given.text) },
            ResourceOptions.builder().allowInsecureCookies().build().let { OptionWay("""{"allow_insecure_cookies":true}""", it, it.given.text) },
            ResourceOptions.builder().allowInsecureCookies(false).build().let { OptionWay("""{"allow_insecure_cookies":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "form",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(form = PathForm.DECODED).let { OptionWay("""{"form":"decoded"}""", it, it.given.text) },
            ResourceOptions.builder().form(PathForm.DECODED).build().let { OptionWay("""{"form":"decoded"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "ignores",
        listOf("ProtectedResource"),
        listOf(
            ResourceOptions(ignores = listOf(Ignored.LAST_SLASH)).let { OptionWay("""{"ignores":["last-slash"]}""", it, it.given.text) },
            ResourceOptions.builder().ignores(Ignored.LAST_SLASH).build().let { OptionWay("""{"ignores":["last-slash"]}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfRequestOptions() = listOf(
    OptionSample(
        "scope",
        listOf("ProtectedResource.check"),
        listOf(
            RequestOptions(scope = "a").let { OptionWay("""{"scope":"a"}""", it, it.given.text) },
            RequestOptions(scopes = listOf("a", "b")).let { OptionWay("""{"scope":["a","b"]}""", it, it.given.text) },
            RequestOptions.builder().scope("a").build().let { OptionWay("""{"scope":"a"}""", it, it.given.text) },
            RequestOptions.builder().scope(listOf("a", "b")).build().let { OptionWay("""{"scope":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "optional",
        listOf("ProtectedResource.check"),
        listOf(
            RequestOptions(optional = true).let { OptionWay("""{"optional":true}""", it, it.given.text) },
            RequestOptions.builder().optional().build().let { OptionWay("""{"optional":true}""", it, it.given.text) },
            RequestOptions.builder().optional(false).build().let { OptionWay("""{"optional":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "certificate",
        listOf("ProtectedResource.check"),
        listOf(
            RequestOptions(certificate = byteArrayOf(1, 2)).let { OptionWay("""{}""", it, it.given.text) },
            RequestOptions.builder().certificate(byteArrayOf(1, 2)).build().let { OptionWay("""{}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("ProtectedResource.check"),
        listOf(
            RequestOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            RequestOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfCompleteOptions() = listOf(
    OptionSample(
        "format",
        listOf("Unsigned.complete"),
        listOf(
            CompleteOptions(format = SignatureFormat.DER).let { OptionWay("""{"format":"der"}""", it, it.given.text) },
            CompleteOptions.builder().format(SignatureFormat.DER).build().let { OptionWay("""{"format":"der"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfProofOptions() = listOf(
    OptionSample(
        "access_token",
        listOf("dpop.prove", "dpop.prepare"),
        listOf(
            ProofOptions(accessToken = "a \"quoted\" text").let { OptionWay("""{"access_token":"a \"quoted\" text"}""", it, it.given.text) },
            ProofOptions.builder().accessToken("a \"quoted\" text").build().let { OptionWay("""{"access_token":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "nonce",
        listOf("dpop.prove", "dpop.prepare"),
        listOf(
            ProofOptions(nonce = "a \"quoted\" text").let { OptionWay("""{"nonce":"a \"quoted\" text"}""", it, it.given.text) },
            ProofOptions.builder().nonce("a \"quoted\" text").build().let { OptionWay("""{"nonce":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "token_id",
        listOf("dpop.prove", "dpop.prepare"),
        listOf(
            ProofOptions(tokenId = "a \"quoted\" text").let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
            ProofOptions.builder().tokenId("a \"quoted\" text").build().let { OptionWay("""{"token_id":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("dpop.prove", "dpop.prepare"),
        listOf(
            ProofOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            ProofOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfReplayOptions() = listOf(
    OptionSample(
        "capacity",
        listOf("ReplayCache"),
        listOf(
            ReplayOptions(capacity = 50L).let { OptionWay("""{"capacity":50}""", it, it.given.text) },
            ReplayOptions.builder().capacity(50L).build().let { OptionWay("""{"capacity":50}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfReplayStoreOptions() = listOf(
    OptionSample(
        "namespace",
        listOf("ReplayCache.redis"),
        listOf(
            ReplayStoreOptions(namespace = "a \"quoted\" text").let { OptionWay("""{"namespace":"a \"quoted\" text"}""", it, it.given.text) },
            ReplayStoreOptions.builder().namespace("a \"quoted\" text").build().let { OptionWay("""{"namespace":"a \"quoted\" text"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "timeout",
        listOf("ReplayCache.redis"),
        listOf(
            ReplayStoreOptions(timeout = 90.seconds).let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            ReplayStoreOptions.builder().timeout(JavaDuration.ofSeconds(90)).build().let { OptionWay("""{"timeout":90}""", it, it.given.text) },
            ReplayStoreOptions.builder().timeout("2m").build().let { OptionWay("""{"timeout":"2m"}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfAccessOptions() = listOf(
    OptionSample(
        "form",
        listOf("AccessRules.check", "AccessRules.require", "AccessRules.explain"),
        listOf(
            AccessOptions(form = PathForm.DECODED).let { OptionWay("""{"form":"decoded"}""", it, it.given.text) },
            AccessOptions.builder().form(PathForm.DECODED).build().let { OptionWay("""{"form":"decoded"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "ignores",
        listOf("AccessRules.check", "AccessRules.require", "AccessRules.explain"),
        listOf(
            AccessOptions(ignores = listOf(Ignored.LAST_SLASH)).let { OptionWay("""{"ignores":["last-slash"]}""", it, it.given.text) },
            AccessOptions.builder().ignores(Ignored.LAST_SLASH).build().let { OptionWay("""{"ignores":["last-slash"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "now",
        listOf("AccessRules.check", "AccessRules.require", "AccessRules.explain"),
        listOf(
            AccessOptions(now = Instant.ofEpochSecond(1_800_000_000)).let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
            AccessOptions.builder().now(Instant.ofEpochSecond(1_800_000_000)).build().let { OptionWay("""{"now":1800000000}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfJwsSignOptions() = listOf(
    OptionSample(
        "header",
        listOf("jws.sign"),
        listOf(
            JwsSignOptions(header = object1).let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
            JwsSignOptions(headers = listOf(object1)).let { OptionWay("""{"header":[{"x":1}]}""", it, it.given.text) },
            JwsSignOptions.builder().header(object1).build().let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
            JwsSignOptions.builder().header(listOf(object1)).build().let { OptionWay("""{"header":[{"x":1}]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "unprotected",
        listOf("jws.sign"),
        listOf(
            JwsSignOptions(unprotected = object1).let { OptionWay("""{"unprotected":{"x":1}}""", it, it.given.text) },
            JwsSignOptions(unprotectedHeaders = listOf(object1)).let { OptionWay("""{"unprotected":[{"x":1}]}""", it, it.given.text) },
            JwsSignOptions.builder().unprotected(object1).build().let { OptionWay("""{"unprotected":{"x":1}}""", it, it.given.text) },
            JwsSignOptions.builder().unprotected(listOf(object1)).build().let { OptionWay("""{"unprotected":[{"x":1}]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "critical",
        listOf("jws.sign"),
        listOf(
            JwsSignOptions(critical = listOf("a", "b")).let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
            JwsSignOptions.builder().critical("a", "b").build().let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "serialization",
        listOf("jws.sign"),
        listOf(
            JwsSignOptions(serialization = Serialization.GENERAL).let { OptionWay("""{"serialization":"general"}""", it, it.given.text) },
            JwsSignOptions.builder().serialization(Serialization.GENERAL).build().let { OptionWay("""{"serialization":"general"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "detached",
        listOf("jws.sign"),
        listOf(
            JwsSignOptions(detached = true).let { OptionWay("""{"detached":true}""", it, it.given.text) },
            JwsSignOptions.builder().detached().build().let { OptionWay("""{"detached":true}""", it, it.given.text) },
            JwsSignOptions.builder().detached(false).build().let { OptionWay("""{"detached":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "b64",
        listOf("jws.sign"),
        listOf(
            JwsSignOptions(b64 = false).let { OptionWay("""{"b64":false}""", it, it.given.text) },
            JwsSignOptions.builder().b64(false).build().let { OptionWay("""{"b64":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfJwsVerifyOptions() = listOf(
    OptionSample(
        "algorithms",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(algorithms = listOf(SignatureAlgorithm.ML_DSA_87)).let { OptionWay("""{"algorithms":["ML-DSA-87"]}""", it, it.given.text) },
            JwsVerifyOptions.builder().algorithms(SignatureAlgorithm.ML_DSA_87).build().let { OptionWay("""{"algorithms":["ML-DSA-87"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "critical",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(critical = listOf("a", "b")).let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
            JwsVerifyOptions.builder().critical("a", "b").build().let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_base64_padding",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(allowBase64Padding = true).let { OptionWay("""{"allow_base64_padding":true}""", it, it.given.text) },
            JwsVerifyOptions.builder().allowBase64Padding().build().let { OptionWay("""{"allow_base64_padding":true}""", it, it.given.text) },
            JwsVerifyOptions.builder().allowBase64Padding(false).build().let { OptionWay("""{"allow_base64_padding":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "payload",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(payload = byteArrayOf(1, 2)).let { OptionWay("""{}""", it, it.given.text) },
            JwsVerifyOptions.builder().payload(byteArrayOf(1, 2)).build().let { OptionWay("""{}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "require",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(require = Require.EVERY_KEY).let { OptionWay("""{"require":"every-key"}""", it, it.given.text) },
            JwsVerifyOptions.builder().require(Require.EVERY_KEY).build().let { OptionWay("""{"require":"every-key"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_token_bytes",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(maxTokenBytes = 50L).let { OptionWay("""{"max_token_bytes":50}""", it, it.given.text) },
            JwsVerifyOptions.builder().maxTokenBytes(50L).build().let { OptionWay("""{"max_token_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_header_bytes",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(maxHeaderBytes = 50L).let { OptionWay("""{"max_header_bytes":50}""", it, it.given.text) },
            JwsVerifyOptions.builder().maxHeaderBytes(50L).build().let { OptionWay("""{"max_header_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_json_depth",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(maxJsonDepth = 50L).let { OptionWay("""{"max_json_depth":50}""", it, it.given.text) },
            JwsVerifyOptions.builder().maxJsonDepth(50L).build().let { OptionWay("""{"max_json_depth":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_attempts",
        listOf("jws.verify"),
        listOf(
            JwsVerifyOptions(maxAttempts = 50L).let { OptionWay("""{"max_attempts":50}""", it, it.given.text) },
            JwsVerifyOptions.builder().maxAttempts(50L).build().let { OptionWay("""{"max_attempts":50}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfJweEncryptOptions() = listOf(
    OptionSample(
        "enc",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(enc = ContentEncryption.A256GCM).let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
            JweEncryptOptions.builder().enc(ContentEncryption.A256GCM).build().let { OptionWay("""{"enc":"A256GCM"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "header",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(header = object1).let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
            JweEncryptOptions.builder().header(object1).build().let { OptionWay("""{"header":{"x":1}}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "unprotected",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(unprotected = object1).let { OptionWay("""{"unprotected":{"x":1}}""", it, it.given.text) },
            JweEncryptOptions.builder().unprotected(object1).build().let { OptionWay("""{"unprotected":{"x":1}}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "recipient_headers",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(recipientHeaders = listOf(object1)).let { OptionWay("""{"recipient_headers":[{"x":1}]}""", it, it.given.text) },
            JweEncryptOptions.builder().recipientHeaders(listOf(object1)).build().let { OptionWay("""{"recipient_headers":[{"x":1}]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "aad",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(aad = byteArrayOf(1, 2)).let { OptionWay("""{}""", it, it.given.text) },
            JweEncryptOptions.builder().aad(byteArrayOf(1, 2)).build().let { OptionWay("""{}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "serialization",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(serialization = Serialization.GENERAL).let { OptionWay("""{"serialization":"general"}""", it, it.given.text) },
            JweEncryptOptions.builder().serialization(Serialization.GENERAL).build().let { OptionWay("""{"serialization":"general"}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "compress",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(compress = true).let { OptionWay("""{"compress":true}""", it, it.given.text) },
            JweEncryptOptions.builder().compress().build().let { OptionWay("""{"compress":true}""", it, it.given.text) },
            JweEncryptOptions.builder().compress(false).build().let { OptionWay("""{"compress":false}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "allow_shared_content_key",
        listOf("jwe.encrypt"),
        listOf(
            JweEncryptOptions(allowSharedContentKey = true).let { OptionWay("""{"allow_shared_content_key":true}""", it, it.given.text) },
            JweEncryptOptions.builder().allowSharedContentKey().build().let { OptionWay("""{"allow_shared_content_key":true}""", it, it.given.text) },
            JweEncryptOptions.builder().allowSharedContentKey(false).build().let { OptionWay("""{"allow_shared_content_key":false}""", it, it.given.text) },
        ),
    ),
)

private fun samplesOfJweDecryptOptions() = listOf(
    OptionSample(
        "key_management",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(keyManagement = listOf(KeyManagement.PBES2_HS512_A256KW)).let { OptionWay("""{"key_management":["PBES2-HS512+A256KW"]}""", it, it.given.text) },
            JweDecryptOptions.builder().keyManagement(KeyManagement.PBES2_HS512_A256KW).build().let { OptionWay("""{"key_management":["PBES2-HS512+A256KW"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "content_encryption",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(contentEncryption = listOf(ContentEncryption.A256GCM)).let { OptionWay("""{"content_encryption":["A256GCM"]}""", it, it.given.text) },
            JweDecryptOptions.builder().contentEncryption(ContentEncryption.A256GCM).build().let { OptionWay("""{"content_encryption":["A256GCM"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "critical",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(critical = listOf("a", "b")).let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
            JweDecryptOptions.builder().critical("a", "b").build().let { OptionWay("""{"critical":["a","b"]}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_token_bytes",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(maxTokenBytes = 50L).let { OptionWay("""{"max_token_bytes":50}""", it, it.given.text) },
            JweDecryptOptions.builder().maxTokenBytes(50L).build().let { OptionWay("""{"max_token_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_header_bytes",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(maxHeaderBytes = 50L).let { OptionWay("""{"max_header_bytes":50}""", it, it.given.text) },
            JweDecryptOptions.builder().maxHeaderBytes(50L).build().let { OptionWay("""{"max_header_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_json_depth",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(maxJsonDepth = 50L).let { OptionWay("""{"max_json_depth":50}""", it, it.given.text) },
            JweDecryptOptions.builder().maxJsonDepth(50L).build().let { OptionWay("""{"max_json_depth":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_inflated_bytes",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(maxInflatedBytes = 50L).let { OptionWay("""{"max_inflated_bytes":50}""", it, it.given.text) },
            JweDecryptOptions.builder().maxInflatedBytes(50L).build().let { OptionWay("""{"max_inflated_bytes":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_attempts",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(maxAttempts = 50L).let { OptionWay("""{"max_attempts":50}""", it, it.given.text) },
            JweDecryptOptions.builder().maxAttempts(50L).build().let { OptionWay("""{"max_attempts":50}""", it, it.given.text) },
        ),
    ),
    OptionSample(
        "max_pbes2_iterations",
        listOf("jwe.decrypt", "jwe.prepare_decrypt"),
        listOf(
            JweDecryptOptions(maxPbes2Iterations = 50L).let { OptionWay("""{"max_pbes2_iterations":50}""", it, it.given.text) },
            JweDecryptOptions.builder().maxPbes2Iterations(50L).build().let { OptionWay("""{"max_pbes2_iterations":50}""", it, it.given.text) },
        ),
    ),
)

// Handles are arguments: these compile where there is one for each.

@Suppress("UNUSED_PARAMETER")
internal fun verifierOfHandles(
    keys: Keys,
    key: Key,
    revocations: Revocations,
    replayCache: ReplayCache,
    statusLists: StatusLists,
    clock: Clock,
) = Verifier(keys = keys, decryptionKeys = keys, revocations = revocations, statusLists = statusLists, replays = replayCache, nonceKey = key, clock = clock)

@Suppress("UNUSED_PARAMETER")
internal fun issuerOfHandles(
    keys: Keys,
    key: Key,
    revocations: Revocations,
    replayCache: ReplayCache,
    statusLists: StatusLists,
    clock: Clock,
) = Issuer(signingKey = key, encryptionKey = key, clock = clock)

@Suppress("UNUSED_PARAMETER")
internal fun revocationsOfHandles(
    keys: Keys,
    key: Key,
    revocations: Revocations,
    replayCache: ReplayCache,
    statusLists: StatusLists,
    clock: Clock,
) = Revocations(clock = clock)

@Suppress("UNUSED_PARAMETER")
internal fun protectedResourceOfHandles(
    keys: Keys,
    key: Key,
    revocations: Revocations,
    replayCache: ReplayCache,
    statusLists: StatusLists,
    clock: Clock,
    accessRules: AccessRules,
) = ProtectedResource(Verifier(key), rules = accessRules, csrfKey = key)
