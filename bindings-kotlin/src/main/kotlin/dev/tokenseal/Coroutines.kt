package dev.tokenseal

import kotlinx.coroutines.future.await
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

// For coroutines. They need `kotlinx-coroutines-core`, which the package does not bring: whoever has coroutines has it.

/**
 * Checks a token as [Verifier.verify] does, and suspends if keys have to be fetched first.
 *
 * ```kotlin
 * import kotlinx.coroutines.runBlocking
 *
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))
 * val published = KeySet(key).toJwks().encodeToByteArray()
 * val keys = RemoteKeySet("https://issuer.example/jwks.json", http = { HttpAnswer(200, emptyMap(), published) })
 * runBlocking {
 *     check(Verifier(keys).awaitVerify(token).text("sub") == "alice")
 * }
 * ```
 *
 * Cancelling the coroutine ends the wait, and not the request, which others may wait for.
 *
 * @throws TokenException as [Verifier.verify].
 */
@JvmSynthetic
public suspend fun Verifier.awaitVerify(token: String, now: Instant? = null): Token = verifyAsync(token, now).await()

/** Does what [Verifier.ready] does, and suspends. */
@JvmSynthetic
public suspend fun Verifier.awaitReady(timeout: Duration = READY.toKotlinDuration()) {
    readyAsync(timeout.toJavaDuration()).await()
}

/** Does what [RemoteKeySet.ready] does, and suspends. */
@JvmSynthetic
public suspend fun RemoteKeySet.awaitReady(timeout: Duration = READY.toKotlinDuration()) {
    readyAsync(timeout.toJavaDuration()).await()
}

/** Makes one token as [Issuer.issue] does, and suspends if the recipient's keys have to be fetched first. */
@JvmSynthetic
public suspend fun Issuer.awaitIssue(claims: Map<String, *>, options: IssueOptions = IssueOptions()): String = issueAsync(claims, options).await()
