package dev.tokenseal

import java.time.Clock

/** What the checks of a verifier may have to wait for, and the clocks by which that ages. */
internal class Sources(
    val carriers: List<Carrier> = emptyList(),
    /** The carriers of the status lists that tokens name. */
    val lists: List<StatusLists> = emptyList(),
    /** A test's clock, by which the keys of a ring change. */
    val ringClock: Clock? = null,
) {
    /** A test's clock, by which any of it changes. */
    val clock: Clock? get() = carriers.firstNotNullOfOrNull { it.clock } ?: lists.firstNotNullOfOrNull { it.clock } ?: ringClock

    operator fun plus(other: Sources): Sources = Sources(carriers + other.carriers, lists + other.lists, ringClock ?: other.ringClock)

    companion object {
        /**
         * Those of a verifier; null if nothing changes with time, so that a plain check costs
         * nothing extra.
         */
        fun of(
            keys: VerificationKeys?,
            decryptionKeys: DecryptionKeys?,
            revocations: Revocations?,
            replays: ReplayCache?,
            statusLists: StatusLists?,
        ): Sources? {
            val rings = listOf(keys, decryptionKeys).mapNotNull { it as? KeyRing }
            val carriers = listOfNotNull((keys as? RemoteKeySet)?.open()) + rings.mapNotNull { it.carrier } +
                listOfNotNull(revocations?.carrier, replays?.carrier) + statusLists?.keysCarriers.orEmpty()
            if (carriers.isEmpty() && rings.isEmpty() && statusLists == null) return null
            return Sources(carriers, listOfNotNull(statusLists), rings.firstNotNullOfOrNull { it.clock } ?: statusLists?.keysClock)
        }
    }
}
