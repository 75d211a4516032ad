package dev.tokenseal

import java.time.Clock
import java.util.function.Consumer
import java.util.function.Supplier

// For Java, which has no named arguments: what is not given needs no null in its place.

/** A [Verifier] whose parts are given one at a time; `Verifier.builder()` makes one. */
public class VerifierBuilder internal constructor() {
    private var keys: VerificationKeys? = null
    private var decryptionKeys: DecryptionKeys? = null
    private var options = VerifyOptions()
    private var revocations: Revocations? = null
    private var clock: Clock? = null
    private var onEvent: Consumer<Event>? = null
    private var replays: ReplayCache? = null
    private var nonceKey: Key? = null
    private var statusLists: StatusLists? = null

    /** The keys that verify signatures. */
    public fun keys(keys: VerificationKeys): VerifierBuilder = apply { this.keys = keys }

    /** The keys that decrypt. */
    public fun decryptionKeys(decryptionKeys: DecryptionKeys): VerifierBuilder =
        apply { this.decryptionKeys = decryptionKeys }

    /** What every token must satisfy. */
    public fun options(options: VerifyOptions): VerifierBuilder = apply { this.options = options }

    /** The revoked tokens, which are refused. */
    public fun revocations(revocations: Revocations): VerifierBuilder =
        apply { this.revocations = revocations }

    /** Tells the time for every check that is not given one. */
    public fun clock(clock: Clock): VerifierBuilder = apply { this.clock = clock }

    /** Receives what happens in checks. */
    public fun onEvent(onEvent: Consumer<Event>): VerifierBuilder = apply { this.onEvent = onEvent }

    /** Remembers which DPoP proofs were used. */
    public fun replays(replays: ReplayCache): VerifierBuilder = apply { this.replays = replays }

    /** The key of nonces, which all instances of a service share. */
    public fun nonceKey(nonceKey: Key): VerifierBuilder = apply { this.nonceKey = nonceKey }

    /** The lists in which the status of tokens is looked up. */
    public fun statusLists(statusLists: StatusLists): VerifierBuilder =
        apply { this.statusLists = statusLists }

    /**
     * The verifier.
     *
     * @throws TokenException as the constructor of [Verifier].
     */
    public fun build(): Verifier =
        Verifier(
            keys,
            decryptionKeys,
            options,
            revocations,
            clock,
            onEvent,
            replays,
            nonceKey,
            statusLists,
        )
}

/** An [Issuer] whose parts are given one at a time; `Issuer.builder()` makes one. */
public class IssuerBuilder internal constructor() {
    private var signingKey: SigningKey? = null
    private var encryptionKey: EncryptionKey? = null
    private var options = IssuerOptions()
    private var clock: Clock? = null

    /** The key that signs. */
    public fun signingKey(signingKey: SigningKey): IssuerBuilder =
        apply { this.signingKey = signingKey }

    /** The key to encrypt to. */
    public fun encryptionKey(encryptionKey: EncryptionKey): IssuerBuilder =
        apply { this.encryptionKey = encryptionKey }

    /** What applies to every token. */
    public fun options(options: IssuerOptions): IssuerBuilder = apply { this.options = options }

    /** Tells the time for every token that is made without one. */
    public fun clock(clock: Clock): IssuerBuilder = apply { this.clock = clock }

    /**
     * The issuer.
     *
     * @throws TokenException as the constructor of [Issuer].
     */
    public fun build(): Issuer = Issuer(signingKey, encryptionKey, options, clock)
}

/** A [RemoteKeySet] whose parts are given one at a time; `RemoteKeySet.builder()` makes one. */
public class RemoteKeySetBuilder internal constructor() {
    private var url: String? = null
    private var options = RemoteOptions()
    private var snapshotKey: Key? = null
    private var headers: Supplier<Map<String, String>>? = null
    private var clock: Clock? = null
    private var onEvent: Consumer<Event>? = null
    private var http: HttpCarrier = UrlConnectionCarrier()

    /** Where the JWK Set is published. */
    public fun url(url: String): RemoteKeySetBuilder = apply { this.url = url }

    /** When and what to fetch. */
    public fun options(options: RemoteOptions): RemoteKeySetBuilder =
        apply { this.options = options }

    /** The key that verifies the `snapshot` of the options. */
    public fun snapshotKey(snapshotKey: Key): RemoteKeySetBuilder =
        apply { this.snapshotKey = snapshotKey }

    /** Returns further headers for each request to the caller's own hosts. */
    public fun headers(headers: Supplier<Map<String, String>>): RemoteKeySetBuilder =
        apply { this.headers = headers }

    /** A clock for tests, by which keys age. */
    public fun clock(clock: Clock): RemoteKeySetBuilder = apply { this.clock = clock }

    /** Receives what happens to the set. */
    public fun onEvent(onEvent: Consumer<Event>): RemoteKeySetBuilder =
        apply { this.onEvent = onEvent }

    /** Makes the requests. */
    public fun http(http: HttpCarrier): RemoteKeySetBuilder = apply { this.http = http }

    /**
     * The set.
     *
     * @throws TokenException as the constructor of [RemoteKeySet].
     */
    public fun build(): RemoteKeySet =
        RemoteKeySet(url, options, snapshotKey, headers, clock, onEvent, http)
}

/** [StatusLists] whose parts are given one at a time; `StatusLists.builder` makes one. */
public class StatusListsBuilder internal constructor(private val options: StatusListsOptions) {
    private var keys: VerificationKeys? = null
    private var clock: Clock? = null
    private var onEvent: Consumer<Event>? = null
    private var http: HttpCarrier = UrlConnectionCarrier()

    /** The keys that verify the lists; each verifier's own if not given. */
    public fun keys(keys: VerificationKeys): StatusListsBuilder = apply { this.keys = keys }

    /** A clock for tests, by which lists age. */
    public fun clock(clock: Clock): StatusListsBuilder = apply { this.clock = clock }

    /** Receives what happens to the lists. */
    public fun onEvent(onEvent: Consumer<Event>): StatusListsBuilder =
        apply { this.onEvent = onEvent }

    /** Makes the requests. */
    public fun http(http: HttpCarrier): StatusListsBuilder = apply { this.http = http }

    /**
     * The lists.
     *
     * @throws TokenException as the constructor of [StatusLists].
     */
    public fun build(): StatusLists = StatusLists(options, keys, clock, onEvent, http)
}
