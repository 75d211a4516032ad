package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Clock
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import dev.tokenseal.ffi.PendingAction
import dev.tokenseal.ffi.Times
import dev.tokenseal.ffi.ringMustBeAwaited
import dev.tokenseal.ffi.KeyRing as NativeKeyRing
import dev.tokenseal.ffi.wrappedKey as nativeWrappedKey

/**
 * Keys that a service publishes and rotates by itself: the active ones, which sign or are encrypted
 * to; the upcoming ones; and those whose tokens may still be valid.
 *
 * An [Issuer] and a [Verifier] take it where they take keys, and follow it. How long each key is
 * published ahead and kept afterwards is computed from the options, so that no valid token is ever
 * refused. There is always a further key that everyone already knows, so that a key can be revoked
 * at any time.
 *
 * ```kotlin
 * val ring = KeyRing.create(SignatureAlgorithm.ES256, RingOptions(tokenLifetime = 15.minutes))
 * val issuer = Issuer(ring, options = IssuerOptions(lifetime = 15.minutes))
 * val token = issuer.issue(mapOf("sub" to "alice"))
 * check(Verifier(ring).verify(token).keyId == ring.keys().first().keyId)
 *
 * // What the service publishes, with `Cache-Control: max-age=600`.
 * val published = KeySet.fromJwks(ring.toJwks())
 * check(Verifier(published).verify(token).text("sub") == "alice" && ring.cacheControl() == "max-age=600")
 * ```
 *
 * [save] keeps it in a file, which several processes may share. In Java:
 *
 * ```java
 * KeyRing ring = KeyRing.create(SignatureAlgorithm.ES256, RingOptions.builder().rotateEvery("7d").build());
 * Issuer issuer = new Issuer(ring, null, IssuerOptions.builder().lifetime("15m").build());
 * new Verifier(ring).verify(issuer.issue(Map.of("sub", "alice")));
 * ```
 *
 * [redis] shares one between servers, through Redis or Valkey: calls that change it wait for the
 * store, and have a variant whose name ends in `Async`.
 *
 * Calls may read and write the ring's file, and make keys: RSA keys take some tenths of a second.
 * You need not close a ring: it is freed when nothing refers to it. It never shows a key.
 */
public class KeyRing private constructor(
    native: NativeKeyRing,
    /** A test's clock. */
    internal val clock: Clock?,
    driver: Driver? = null,
) : VerificationKeys, DecryptionKeys, SigningKey, EncryptionKey, AutoCloseable {
    internal val handle = NativeHandle(native)

    /** The carrier of a ring in a store. */
    internal val carrier: Carrier? = driver?.let { Carrier(native { native.followed()!! }, it) }

    /** The carrier of the list that it uses, if that is in a store. */
    @Volatile
    private var listCarrier: Carrier? = null

    /**
     * Saves the ring in a new file, as one encrypted token. Every later change is saved there
     * before anyone sees it.
     *
     * ```kotlin
     * import java.nio.file.Files
     *
     * val path = Files.createTempDirectory("tokenseal").resolve("keys.ring").toString()
     * val wrapping = Key.generate(KeyManagement.A256KW)
     * val ring = KeyRing.create(SignatureAlgorithm.ES256)
     * ring.save(path, wrapping)
     * val other = KeyRing.open(path, wrapping)
     * ring.revoke(ring.keys().first().keyId)
     * check(other.keys().first().state == KeyState.REVOKED)
     * ```
     *
     * @param protectWith a secret encryption key, which opens it.
     * @param wrappedKey that key as wrapped by a KMS, if one wrapped it:
     * [wrappedKey][KeyRing.wrappedKey] returns it before the ring is opened.
     * @throws TokenException `ERR_OPTION_INVALID` if the ring is already saved, the file already
     * exists, or the key is not a secret encryption key; `ERR_KEYRING_UNAVAILABLE` if the file
     * cannot be written. Nothing is overwritten.
     */
    @JvmOverloads
    public fun save(path: String, protectWith: Key, wrappedKey: ByteArray? = null): Unit =
        handle.with { ring -> protectWith.handle.with { ring.save(path, it, wrappedKey) } }

    /**
     * The ring as one encrypted token (RFC 7516), to keep somewhere other than in a file. Later
     * changes are not in it.
     *
     * ```kotlin
     * val wrapping = Key.generate(KeyManagement.A256KW)
     * val text = KeyRing.create(SignatureAlgorithm.ES256).toJwe(wrapping)
     * check(KeyRing.fromJwe(text, wrapping).keys().size == 2)
     * ```
     *
     * @param protectWith a secret encryption key, which opens it.
     * @param wrappedKey that key as wrapped by a KMS, if one wrapped it. It becomes the header's
     * `wrapped_key`, in base64url.
     * @throws TokenException `ERR_OPTION_INVALID` for a key that is public, private or for
     * signatures.
     */
    @JvmOverloads
    public fun toJwe(protectWith: Key, wrappedKey: ByteArray? = null): String =
        handle.with { ring -> protectWith.handle.with { ring.toJwe(it, wrappedKey) } }

    /**
     * Protects the file with another key. Everyone who shares the ring needs that key before this
     * is done.
     *
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_OPTION_INVALID` if the ring is not saved anywhere, can only be
     * followed, or the key is not a secret encryption key; `ERR_KEYRING_UNAVAILABLE` if the file
     * could not be changed.
     */
    @JvmOverloads
    public fun rewrap(protectWith: Key, wrappedKey: ByteArray? = null, now: Instant? = null): Unit = when (carrier) {
        null -> at(now) { ring, seconds -> protectWith.handle.with { ring.rewrap(it, wrappedKey, seconds) } }
        else -> acted(now) { ring, seconds, times -> protectWith.handle.with { ring.beginRewrap(it, wrappedKey, seconds, times) } }.let { }
    }

    /** Does what [rewrap] does, without waiting for a store. */
    @JvmOverloads
    public fun rewrapAsync(protectWith: Key, wrappedKey: ByteArray? = null, now: Instant? = null): CompletableFuture<Void> =
        CompletableFuture.runAsync { rewrap(protectWith, wrappedKey, now) }

    /**
     * Does what is due: makes and publishes keys, plans which key is next, erases keys that are no
     * longer needed. From any state and at any time, even after a year asleep or with a clock that
     * was set back, it leads to a sound state.
     *
     * [Issuer.issue] and [toJwks] do this by themselves. To learn of changes, or to publish the
     * keys elsewhere, call it whenever `next` says that something will be due.
     *
     * ```kotlin
     * import java.time.Instant
     *
     * val start = Instant.parse("2030-01-01T00:00:00Z")
     * val ring = KeyRing.create(SignatureAlgorithm.ES256, now = start)
     * val published = ring.advance(ring.advance(start).next) // another key, before anybody needs it
     * check(published.changes.single().state == KeyState.UPCOMING)
     * val turn = ring.advance(published.next)
     * check(turn.changes.map { it.state } == listOf(KeyState.VERIFY_ONLY, KeyState.ACTIVE))
     * ```
     *
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_KEYRING_UNAVAILABLE` if it could not be saved, and
     * `ERR_OPTION_INVALID` if the ring can only be followed: nothing has changed.
     */
    @JvmOverloads
    public fun advance(now: Instant? = null): Advanced = when (carrier) {
        null -> Advanced(at(now) { ring, seconds -> ring.advance(seconds) })
        else -> acted(now) { ring, seconds, times -> ring.beginAdvance(seconds, times) }
    }

    /**
     * Does what [advance] does, without waiting for a store.
     *
     * ```kotlin
     * check(KeyRing.create(SignatureAlgorithm.ES256).advanceAsync().get().changes.isEmpty())
     * ```
     */
    @JvmOverloads
    public fun advanceAsync(now: Instant? = null): CompletableFuture<Advanced> = CompletableFuture.supplyAsync { advance(now) }

    /**
     * Refuses the tokens of one key from now on, and no others. If the key was active, the next one
     * takes over, which everyone already knows. Those who fetch the keys still have it until they
     * fetch them again.
     *
     * ```kotlin
     * val ring = KeyRing.create(SignatureAlgorithm.ES256)
     * val token = Issuer(ring, options = IssuerOptions(lifetime = 15.minutes)).issue(mapOf("sub" to "alice"))
     * ring.revoke(ring.signingKey().keyId!!)
     * check(ring.keys().map { it.state } == listOf(KeyState.REVOKED, KeyState.ACTIVE, KeyState.UPCOMING))
     * check(runCatching { Verifier(ring).verify(token) }.isFailure)
     * ```
     *
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_JWKS_NO_MATCHING_KEY` if the ring has no such key; otherwise as
     * [advance].
     */
    @JvmOverloads
    public fun revoke(keyId: String, now: Instant? = null): Advanced = when (handle.with { it.revokesInStore() }) {
        false -> Advanced(at(now) { ring, seconds -> ring.revoke(keyId, seconds) })
        true -> acted(now) { ring, seconds, times -> ring.beginRevoke(keyId, seconds, times) }
    }

    /** Does what [revoke] does, without waiting for a store. */
    @JvmOverloads
    public fun revokeAsync(keyId: String, now: Instant? = null): CompletableFuture<Advanced> = CompletableFuture.supplyAsync { revoke(keyId, now) }

    /**
     * Makes [revoke] also write to a list of revocations, from now on: verifiers that use the list
     * refuse the key's tokens even before they fetch the keys again.
     *
     * ```kotlin
     * val ring = KeyRing.create(SignatureAlgorithm.ES256)
     * val revocations = Revocations()
     * ring.useRevocations(revocations, "https://issuer.example")
     *
     * // Somebody who has fetched the keys, and has the list.
     * val verifier = Verifier(ring.toKeySet(), options = VerifyOptions(issuer = "https://issuer.example"), revocations = revocations)
     * val issuer = Issuer(ring, options = IssuerOptions(issuer = "https://issuer.example", lifetime = 15.minutes))
     * val token = issuer.issue(mapOf("sub" to "alice"))
     * ring.revoke(ring.signingKey().keyId!!)
     * val error = runCatching { verifier.verify(token) }.exceptionOrNull() as TokenException
     * check(error.code == ErrorCode.ERR_JWT_REVOKED)
     * ```
     *
     * @param revocations the list. If it cannot be written to, [revoke] changes nothing, and throws
     * `ERR_JWT_REVOCATION_UNAVAILABLE`.
     * @param issuer the `iss` of the tokens that the ring signs.
     */
    public fun useRevocations(revocations: Revocations, issuer: String) {
        handle.with { ring -> revocations.handle.with { ring.useRevocations(it, issuer) } }
        listCarrier = revocations.carrier
    }

    /**
     * Adds a key, whose turn comes after the others of its algorithm: a key that was made
     * elsewhere, or the public half of one whose private half is elsewhere.
     *
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_OPTION_INVALID` if the key is not bound to an algorithm, its
     * key_id is taken, or the other keys of its algorithm are of the other kind; otherwise as
     * [advance].
     */
    @JvmOverloads
    public fun add(key: Key, now: Instant? = null): Advanced = when (carrier) {
        null -> Advanced(at(now) { ring, seconds -> key.handle.with { ring.add(it, seconds) } })
        else -> acted(now) { ring, seconds, times -> key.handle.with { ring.beginAdd(it, seconds, times) } }
    }

    /** Does what [add] does, without waiting for a store. */
    @JvmOverloads
    public fun addAsync(key: Key, now: Instant? = null): CompletableFuture<Advanced> = CompletableFuture.supplyAsync { add(key, now) }

    /**
     * The keys that are published now, as the text of a JWK Set (RFC 7517, section 5): what a
     * service serves, with [cacheControl]. Whatever is due is done first, if possible.
     *
     * @param now the time; the clock's if omitted.
     */
    @JvmOverloads
    public fun toJwks(now: Instant? = null): String {
        val published = at(now) { ring, seconds -> ring.jwksText(seconds) }
        // For a ring in a store, what is due is done there, and published next time.
        carrier?.start()
        return published
    }

    /**
     * The `Cache-Control` that belongs to the published set (RFC 9111, section 5.2): a client that
     * caches it longer would not learn of a key in time.
     */
    public fun cacheControl(): String = handle.with { it.cacheControl() }

    /**
     * The keys and their times, in the order of their turns.
     *
     * @param now the time; the clock's if omitted.
     */
    @JvmOverloads
    public fun keys(now: Instant? = null): List<RingKey> = at(now) { ring, seconds -> ring.keys(seconds) }.map(::RingKey)

    /**
     * The state of the ring: its keys and times in seconds, its policy with what is computed from
     * it, and why it could not last be read or changed, if so. It holds no private keys.
     *
     * @param now the time; the clock's if omitted.
     */
    @JvmOverloads
    public fun status(now: Instant? = null): JsonObject = json(at(now) { ring, seconds -> ring.status(seconds) })

    /**
     * The key that signs now: needed to [prepare] a token for a key whose private half is
     * elsewhere.
     *
     * ```kotlin
     * val pair = KeyPairGenerator.getInstance("EC").apply { initialize(256) }.generateKeyPair() // as of a KMS
     * val public = Key.fromDer(pair.public.encoded, SignatureAlgorithm.ES256, keyId = "kms-1")
     * val ring = KeyRing.create(emptyList(), keys = public)
     *
     * val unsigned = prepare(mapOf("sub" to "alice"), ring.signingKey(), TokenOptions(expiresIn = 15.minutes))
     * val signature = Signature.getInstance("SHA256withECDSAinP1363Format").run {
     *     initSign(pair.private)
     *     update(unsigned.signingInput)
     *     sign()
     * }
     * check(Verifier(ring).verify(unsigned.complete(signature)).keyId == "kms-1")
     * ```
     *
     * @param algorithm one of the ring's; its first if omitted.
     * @param now the time; the clock's if omitted.
     * @throws TokenException `ERR_JWKS_NO_MATCHING_KEY` if the ring has none.
     */
    @JvmOverloads
    public fun signingKey(algorithm: SignatureAlgorithm? = null, now: Instant? = null): Key =
        Key(at(now) { ring, seconds -> ring.signingKey(algorithm?.identifier, seconds) })

    /**
     * The keys that verify now, as a set that stays as it is.
     *
     * @param now the time; the clock's if omitted.
     */
    @JvmOverloads
    public fun toKeySet(now: Instant? = null): KeySet = KeySet(at(now) { ring, seconds -> ring.keySet(seconds) })

    /** Makes later calls fail. Issuers and verifiers made with the ring go on using it. */
    override fun close(): Unit = handle.close()

    /** Says how many keys there are, and shows nothing secret. */
    override fun toString(): String = if (handle.isOpen) handle.with { it.toString() } else "KeyRing(closed)"

    /**
     * Calls the core with a time: the caller's, else the clock's, else the system's. The clock is
     * read before the core is called.
     */
    private inline fun <R> at(now: Instant?, work: (NativeKeyRing, Double?) -> R): R {
        settle()
        val seconds = (now ?: clock?.tell())?.inSeconds()
        return handle.with { work(it, seconds) }
    }

    /**
     * Waits for a ring in a store that nobody has read for some time. If the store fails, the ring
     * goes on with the keys at hand.
     */
    internal fun settle() {
        val carrier = carrier?.takeIf { it.followed.wouldWait(it.times()) } ?: return
        if (MainThread.isCurrent()) return carrier.start()
        val before = carrier.followed.landed()
        carrier.await(carrier.followed.longestWait()) { !carrier.followed.wouldWait(it) || carrier.followed.landed() > before }
    }

    /**
     * Makes a change, and waits first for the store of the list that the ring uses, then for the
     * ring's own.
     */
    private inline fun acted(now: Instant?, begin: (NativeKeyRing, Double?, Times) -> PendingAction): Advanced {
        if (MainThread.isCurrent()) native { ringMustBeAwaited() }
        val (seconds, times) = (now ?: clock?.tell())?.inSeconds() to timesOf(clock)
        return handle.with { begin(it, seconds, times) }.use { pending ->
            var before: Carrier? = null
            while (true) {
                val waited = native { pending.followedId() }.toLong()
                val one = listOfNotNull(carrier, listCarrier).firstOrNull { it.id == waited }
                if (one == null || one === before) break
                one.await(native { pending.timeLeft(one.times()) }) { native { pending.isSettled(it) || pending.followedId().toLong() != waited } }
                before = one
            }
            Advanced(native { pending.finish() })
        }
    }

    public companion object {
        /**
         * Makes a ring with keys for these algorithms, the first of which sign at once.
         *
         * If verifiers already know a key, give it in [keys]: the first key of an algorithm is
         * active at once, and the others follow. If you give a public key, its private half is
         * elsewhere, in a KMS or an enclave: the ring plans its turn, and makes no keys for its
         * algorithm.
         *
         * ```kotlin
         * val ring = KeyRing.create(listOf(SignatureAlgorithm.ES256, KeyManagement.ECDH_ES_A256KW))
         * val token = Issuer(ring, ring, IssuerOptions(lifetime = 15.minutes)).issue(mapOf("sub" to "alice"))
         * check(Verifier(ring, ring).verify(token).kind == TokenKind.NESTED)
         * ```
         *
         * @param algorithms what the keys are for.
         * @param options how long keys sign, how long tokens live, and how soon others learn of a
         * key.
         * @param keys keys to start with, in the order of their turns.
         * @param clock a clock for tests, by which the ring lives; the system's if omitted.
         * @param now the time; the clock's if omitted.
         * @throws TokenException `ERR_OPTION_INVALID` for options with which a valid token could be
         * refused, naming the smallest value with which none could; for no algorithm, an algorithm
         * for which no keys can be generated, or a key without an algorithm.
         */
        @JvmStatic
        @JvmOverloads
        public fun create(
            algorithms: Collection<Algorithm>,
            options: RingOptions = RingOptions(),
            keys: Keys? = null,
            clock: Clock? = null,
            now: Instant? = null,
        ): KeyRing {
            val (names, seconds) = algorithms.map { it.identifier } to (now ?: clock?.tell())?.inSeconds()
            return KeyRing(keys.orNone { NativeKeyRing.create(names, it, options.given.text, seconds) }, clock)
        }

        /** The same with keys for one algorithm. */
        @JvmStatic
        @JvmOverloads
        public fun create(
            algorithm: Algorithm,
            options: RingOptions = RingOptions(),
            keys: Keys? = null,
            clock: Clock? = null,
            now: Instant? = null,
        ): KeyRing = create(listOf(algorithm), options, keys, clock, now)

        /**
         * Opens the ring in a file, and follows it: every change is saved there, and changes by
         * other processes are seen.
         *
         * @param protectWith the key that opens it, or several, one of which does.
         * @param clock a clock for tests, by which the ring lives; the system's if omitted.
         * @throws TokenException `ERR_KEYRING_UNAVAILABLE` if the file does not exist, is damaged
         * or cannot be trusted, or another key protects it. No new ring is made in its place.
         * `ERR_OPTION_INVALID` for a key that cannot protect a ring.
         */
        @JvmStatic
        @JvmOverloads
        public fun open(path: String, protectWith: Keys, clock: Clock? = null): KeyRing {
            val seconds = clock?.tell()?.inSeconds()
            return KeyRing(protectWith.with { NativeKeyRing.openFile(path, it, seconds) }, clock)
        }

        /**
         * Opens a ring that servers share through Redis or Valkey, and follows it: every change is
         * saved there, and changes by other servers are seen.
         *
         * Calls use the ring in memory, and have it re-read in the background; a call waits for
         * that only if the ring has not been read for longer than `maxStaleness`. While the store
         * is unreachable, the keys at hand remain in use, and tokens are made for as long as no
         * other server can have ended the turn of their key.
         *
         * ```kotlin
         * import dev.tokenseal.redis.JedisStore
         * import redis.clients.jedis.HostAndPort
         *
         * fun start(wrapping: Key): Issuer {
         *     val ring = KeyRing.redis(JedisStore(HostAndPort("redis.internal", 6379)), wrapping, RingStoreOptions(namespace = "issuer"))
         *     return Issuer(ring, options = IssuerOptions(lifetime = 15.minutes))
         * }
         * ```
         *
         * @param store sends the commands over a connection of its own.
         * @param protectWith the key that opens it, or several, one of which does.
         * @param options `namespace` is required.
         * @param create a ring to start with if the store has none, such as [create] returns. Leave
         * it out in services, so that a lost ring is noticed.
         * @param clock a clock for tests, by which the ring lives; the system's if omitted.
         * @param onEvent receives what happens, on the thread of the request.
         * @throws TokenException `ERR_KEYRING_UNAVAILABLE` if the store has no such ring or cannot
         * be reached, or another key protects it: no other ring is made in its place.
         * `ERR_OPTION_INVALID` for a wrong option, or a key that cannot protect a ring.
         */
        @JvmStatic
        @JvmOverloads
        public fun redis(
            store: RevocationStore,
            protectWith: Keys,
            options: RingStoreOptions,
            create: KeyRing? = null,
            clock: Clock? = null,
            onEvent: Consumer<Event>? = null,
        ): KeyRing {
            val seconds = clock?.tell()?.inSeconds()
            val native = protectWith.with { keys ->
                when (create) {
                    null -> NativeKeyRing.inStore(keys, null, options.given.text, seconds)
                    else -> create.handle.with { NativeKeyRing.inStore(keys, it, options.given.text, seconds) }
                }
            }
            val ring = KeyRing(native, clock, Driver(store, clock, onEvent))
            val carrier = ring.carrier!!
            if (MainThread.isCurrent()) native { ringMustBeAwaited() }
            if (!carrier.await(carrier.followed.longestWait(), carrier.followed::isReady)) carrier.refuse()
            return ring
        }

        /** Does what [redis] does, without waiting for the store. */
        @JvmStatic
        @JvmOverloads
        public fun redisAsync(
            store: RevocationStore,
            protectWith: Keys,
            options: RingStoreOptions,
            create: KeyRing? = null,
            clock: Clock? = null,
            onEvent: Consumer<Event>? = null,
        ): CompletableFuture<KeyRing> = CompletableFuture.supplyAsync { redis(store, protectWith, options, create, clock, onEvent) }

        /**
         * Opens a ring that [toJwe] wrote.
         *
         * @param protectWith the key that opens it, or several, one of which does.
         * @param clock a clock for tests, by which the ring lives; the system's if omitted.
         * @throws TokenException `ERR_KEYRING_UNAVAILABLE` if it is damaged, another key protects
         * it, or a newer version wrote it.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwe(text: String, protectWith: Keys, clock: Clock? = null): KeyRing {
            val seconds = clock?.tell()?.inSeconds()
            return KeyRing(protectWith.with { NativeKeyRing.fromJwe(text, it, seconds) }, clock)
        }

        /**
         * The key that protects the ring in a file, as wrapped by a KMS, or null: have the KMS
         * unwrap it before you open the ring.
         *
         * @throws TokenException `ERR_KEYRING_UNAVAILABLE` if the file does not exist, or is not a
         * ring.
         */
        @JvmStatic
        public fun wrappedKey(path: String): ByteArray? = native { nativeWrappedKey(path) }
    }
}
