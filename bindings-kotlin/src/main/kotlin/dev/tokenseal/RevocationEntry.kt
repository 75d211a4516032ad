package dev.tokenseal

import java.time.Instant
import dev.tokenseal.ffi.RevocationEntry as NativeRevocationEntry
import dev.tokenseal.ffi.Withdrawal as NativeWithdrawal

/** What an entry of [Revocations] revokes. */
public enum class RevocationKind(
    /** Its name in every language. */
    public val identifier: String,
) {
    /** One token. */
    TOKEN("token"),

    /** The tokens of a session. */
    SESSION("session"),

    /** The tokens issued to a subject before a time. */
    SUBJECT("subject"),

    /** The tokens that a key verifies. */
    KEY("key"),

    /** The tokens that an issuer issued before a time. */
    ISSUER("issuer"),
    ;

    internal companion object {
        fun of(name: String): RevocationKind = entries.first { it.identifier == name }
    }
}

/**
 * A revocation, as [Revocations.entries] lists it and [Revocations.withdraw] takes it. Entries that
 * say the same are equal.
 */
public class RevocationEntry internal constructor(native: NativeRevocationEntry) {
    /** Identifies the entry, by a keyed hash of what was revoked. */
    public val id: String = native.id

    /** What was revoked. */
    public val kind: RevocationKind = RevocationKind.of(native.kind)

    /** When it was revoked. */
    public val at: Instant = instantOf(native.at)

    /** For a subject or an issuer: tokens issued before this time are refused. */
    public val before: Instant? = native.before?.let(::instantOf)

    /** When the entry expires; null if it never does. */
    public val ends: Instant? = native.ends?.let(::instantOf)

    /** Who revoked it, as given. */
    public val by: String? = native.by

    /** Why, as given. */
    public val reason: String? = native.reason

    /** How it was withdrawn, if it was. */
    public val withdrawn: Withdrawal? = native.withdrawn?.let(::Withdrawal)

    private val said: List<Any?> get() = listOf(id, kind, at, before, ends, by, reason, withdrawn)

    override fun equals(other: Any?): Boolean = other is RevocationEntry && said == other.said

    override fun hashCode(): Int = said.hashCode()

    /** Leaves out what people wrote, and the id. */
    override fun toString(): String = "RevocationEntry(kind=$kind, at=$at, before=$before, ends=$ends, withdrawn=$withdrawn)"
}

/** How a revocation was withdrawn. */
public class Withdrawal internal constructor(native: NativeWithdrawal) {
    /** When. */
    public val at: Instant = instantOf(native.at)

    /** By whom, as given. */
    public val by: String? = native.by

    /** Why, as given. */
    public val reason: String? = native.reason

    private val said: List<Any?> get() = listOf(at, by, reason)

    override fun equals(other: Any?): Boolean = other is Withdrawal && said == other.said

    override fun hashCode(): Int = said.hashCode()

    /** Leaves out what people wrote. */
    override fun toString(): String = "Withdrawal(at=$at)"
}
