package dev.tokenseal

import kotlinx.coroutines.future.await
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

// For coroutines. They need `kotlinx-coroutines-core`, which the package does not pull in: every
// project with coroutines has it.

/**
 * Checks a token as [Verifier.verify] does, and suspends if keys must be fetched first.
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
 * Cancelling the coroutine ends the wait, but not the request, which others may be waiting for.
 *
 * @throws TokenException as [Verifier.verify].
 */
@JvmSynthetic
public suspend fun Verifier.awaitVerify(token: String, now: Instant? = null): Token = verifyAsync(token, now).await()

/**
 * Checks a token again as [Verifier.stillValid] does, and suspends if a list must be read or a
 * status fetched first.
 *
 * ```kotlin
 * import kotlinx.coroutines.runBlocking
 *
 * val key = Key.generate(SignatureAlgorithm.HS256)
 * val verifier = Verifier(key)
 * val token = verifier.verify(sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes)))
 * runBlocking { verifier.awaitStillValid(token) }
 * ```
 *
 * @throws TokenException as [Verifier.stillValid].
 */
@JvmSynthetic
public suspend fun Verifier.awaitStillValid(token: Token, now: Instant? = null) {
    stillValidAsync(token, now).await()
}

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

/**
 * Makes one token as [Issuer.issue] does, and suspends if the recipient's keys must be fetched
 * first.
 */
@JvmSynthetic
public suspend fun Issuer.awaitIssue(claims: Map<String, *>, options: IssueOptions = IssueOptions()): String = issueAsync(claims, options).await()

/**
 * Revokes a token as [Revocations.revoke] does, and suspends until the list has it.
 *
 * Cancelling the coroutine ends the wait: the change may or may not be made.
 */
@JvmSynthetic
public suspend fun Revocations.awaitRevoke(token: Token, options: RevokeOptions = RevokeOptions()): RevocationEntry = revokeAsync(token, options).await()

/** Does what [Revocations.revokeId] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitRevokeId(issuer: String?, tokenId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
    revokeIdAsync(issuer, tokenId, options).await()

/** Does what [Revocations.revokeSession] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitRevokeSession(issuer: String?, sessionId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
    revokeSessionAsync(issuer, sessionId, options).await()

/** Does what [Revocations.revokeKey] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitRevokeKey(issuer: String?, keyId: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
    revokeKeyAsync(issuer, keyId, options).await()

/** Does what [Revocations.revokeSubject] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitRevokeSubject(issuer: String?, subject: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
    revokeSubjectAsync(issuer, subject, options).await()

/** Does what [Revocations.revokeIssuer] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitRevokeIssuer(issuer: String, options: RevokeOptions = RevokeOptions()): RevocationEntry =
    revokeIssuerAsync(issuer, options).await()

/** Does what [Revocations.withdraw] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitWithdraw(entry: RevocationEntry, options: RevokeOptions = RevokeOptions()): RevocationEntry =
    withdrawAsync(entry, options).await()

/** Lists what was revoked as [Revocations.entries] does, and suspends while a store is queried. */
@JvmSynthetic
public suspend fun Revocations.awaitEntries(options: EntriesOptions = EntriesOptions()): List<RevocationEntry> = entriesAsync(options).await()

/** Opens a ring as [KeyRing.redis] does, and suspends until it has been read. */
@JvmSynthetic
public suspend fun KeyRing.Companion.awaitRedis(store: RevocationStore, protectWith: Keys, options: RingStoreOptions, create: KeyRing? = null): KeyRing =
    redisAsync(store, protectWith, options, create).await()

/** Does what [KeyRing.advance] does, and suspends until the ring's store has it. */
@JvmSynthetic
public suspend fun KeyRing.awaitAdvance(now: Instant? = null): Advanced = advanceAsync(now).await()

/** Does what [KeyRing.revoke] does, and suspends. */
@JvmSynthetic
public suspend fun KeyRing.awaitRevoke(keyId: String, now: Instant? = null): Advanced = revokeAsync(keyId, now).await()

/** Does what [KeyRing.add] does, and suspends. */
@JvmSynthetic
public suspend fun KeyRing.awaitAdd(key: Key, now: Instant? = null): Advanced = addAsync(key, now).await()

/** Does what [Revocations.applyEvents] does, and suspends. */
@JvmSynthetic
public suspend fun Revocations.awaitApplyEvents(token: Token, options: EventOptions = EventOptions()): List<RevocationEntry> =
    applyEventsAsync(token, options).await()

/**
 * Checks a token with what came with it as [Verifier.verify] does, and suspends if keys must be
 * fetched or a store queried first.
 *
 * @throws TokenException as [Verifier.verify].
 */
@JvmSynthetic
public suspend fun Verifier.awaitVerify(token: String, options: CheckOptions): Token = verifyAsync(token, options).await()

/**
 * Checks a request as [ProtectedResource.check] does, and suspends if keys must be fetched or a
 * store queried first.
 *
 * ```kotlin
 * import kotlinx.coroutines.runBlocking
 *
 * val api = ProtectedResource(Verifier(Key.generate(SignatureAlgorithm.ES256)))
 * runBlocking {
 *     check(api.awaitCheck("GET", "/orders", emptyList()).status == 401)
 * }
 * ```
 *
 * @throws TokenException as [ProtectedResource.check].
 */
@JvmSynthetic
public suspend fun ProtectedResource.awaitCheck(
    method: String,
    path: String,
    headers: Collection<HttpHeader>,
    options: RequestOptions = RequestOptions(),
): Answer = checkAsync(method, path, headers, options).await()
