package dev.tokenseal

import dev.tokenseal.ffi.CheckOutcome
import dev.tokenseal.ffi.Checking
import dev.tokenseal.ffi.PendingCheck
import java.time.Clock
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentHashMap
import java.util.function.Consumer
import dev.tokenseal.ffi.TokenException as NativeException
import dev.tokenseal.ffi.Verifier as NativeVerifier

/** What came of a check: a token, an error, or one that [waits] for keys or for a list of revocations. */
internal class Outcome(
    val token: Token? = null,
    val refused: TokenException? = null,
    /** The number by which the verifier has set the check aside. */
    val waits: ULong? = null,
    /** The check itself, where it was not set aside. */
    val pending: PendingCheck? = null,
    /** What the check noticed, as the JSON of a list. */
    val events: String? = null,
    /** The key set, or the list of revocations, that has more to do. */
    val due: Long? = null,
)

/** Checks whose keys change with the time, or may have to be fetched first, whose list of revocations is in a store, or that somebody watches. */
internal class Checks(
    private val handle: NativeHandle<NativeVerifier>,
    carriers: Collection<Carrier>,
    ringClock: Clock?,
    private val onEvent: Consumer<Event>?,
) {
    private val address = handle.with { it.address() }.toLong()
    private val byId = ConcurrentHashMap(carriers.associateBy { it.id })

    /** A test's clock, by which the keys of a ring change. */
    @Volatile
    var ringClock: Clock? = ringClock
        private set

    /** The same, or by which key sets and lists age. */
    @Volatile
    private var clock: Clock? = carriers.firstNotNullOfOrNull { it.clock } ?: ringClock

    val carriers: Collection<Carrier> get() = byId.values

    fun verify(token: String, now: Double): Token = finish(begin(token, now))

    fun verifyAsync(token: String, now: Double): CompletableFuture<Token> {
        val result = CompletableFuture<Token>()
        attempt(result) { go(begin(token, now), result) }
        return result
    }

    fun verifyMany(tokens: List<String>, now: Double?): List<Result<Token>> {
        val times = timesOf(clock)
        val outcomes = handle.with { it.checkEach(tokens.map(::unpaired), now, times) }.map { notice(outcomeOf(it)) }
        return outcomes.map { outcome ->
            try {
                Result.success(finish(outcome))
            } catch (error: TokenException) {
                Result.failure(error)
            }
        }
    }

    @Synchronized
    fun add(verifier: NativeHandle<NativeVerifier>, others: Checks?) {
        byId += others?.carriers.orEmpty().associateBy { it.id }
        ringClock = ringClock ?: others?.ringClock
        try {
            handle.with { own -> verifier.with { own.add(it) } }
        } finally {
            forgetOthers()
        }
    }

    @Synchronized
    fun remove(issuer: String): Boolean = handle.with { it.remove(issuer) }.also { forgetOthers() }

    private fun forgetOthers() {
        byId.keys.retainAll(handle.with { verifier -> verifier.followedIds().map(ULong::toLong) }.toSet())
        clock = byId.values.firstNotNullOfOrNull { it.clock } ?: ringClock
    }

    private fun begin(token: String, now: Double): Outcome {
        val clock = clock ?: return notice(handle.with { checkPacked(address, token, now) })
        val times = timesOf(clock)
        return notice(handle.with { outcomeOf(it.check(unpaired(token), now.takeUnless(Double::isNaN), times)) })
    }

    /** Starts what is due, and tells what happened. */
    private fun notice(outcome: Outcome): Outcome {
        outcome.due?.let(byId::get)?.start()
        if (outcome.events != null) onEvent?.tell(outcome.events)
        return outcome
    }

    private fun finish(first: Outcome): Token {
        var outcome = first
        while (true) {
            if (outcome.token != null) return outcome.token
            if (outcome.refused != null) throw outcome.refused
            outcome = pendingOf(outcome).use(::wait)
        }
    }

    private fun wait(pending: PendingCheck): Outcome {
        val carrier = carrierOf(pending) ?: return giveUp(pending, null)
        if (MainThread.isCurrent()) {
            carrier.start()
            return after(native { pending.withoutWaiting() }, carrier)
        }
        val left = native { pending.timeLeft(carrier.times()) }
        return if (carrier.await(left) { native { pending.isSettled(it) } }) resume(pending, carrier) else giveUp(pending, carrier)
    }

    private fun go(outcome: Outcome, result: CompletableFuture<Token>) {
        if (outcome.token != null) {
            result.complete(outcome.token)
            return
        }
        if (outcome.refused != null) throw outcome.refused
        val pending = pendingOf(outcome)
        val carrier = carrierOf(pending) ?: throw pending.use { giveUp(it, null).refused!! }
        val settled = carrier.wait(native { pending.timeLeft(carrier.times()) }) { native { pending.isSettled(it) } }
        // Whoever cancels leaves the place to another.
        result.whenComplete { _, _ ->
            pending.close()
            settled.cancel(false)
        }
        settled.whenCompleteAsync { isSettled, error ->
            attempt(result) {
                if (error != null) throw error
                val next = if (isSettled) resume(pending, carrier) else giveUp(pending, carrier)
                go(next, result)
            }
        }
    }

    private inline fun attempt(result: CompletableFuture<Token>, work: () -> Unit) = try {
        work()
    } catch (error: Throwable) {
        result.completeExceptionally(error)
        Unit
    }

    private fun resume(pending: PendingCheck, carrier: Carrier): Outcome = after(native { pending.resume(carrier.times()) }, carrier)

    private fun giveUp(pending: PendingCheck, carrier: Carrier?): Outcome = after(native { pending.giveUp() }, carrier)

    /** What came of a check that has waited, or was to wait, for what the carrier brings. */
    private fun after(checking: Checking, carrier: Carrier?): Outcome {
        val outcome = outcomeOf(checking)
        return notice(Outcome(outcome.token, outcome.refused?.withCause(carrier?.cause), null, outcome.pending, outcome.events, outcome.due))
    }

    private fun pendingOf(outcome: Outcome): PendingCheck = outcome.pending ?: handle.with { it.take(outcome.waits!!) }

    private fun carrierOf(pending: PendingCheck): Carrier? = byId[native { pending.followedId() }.toLong()]
}

private fun outcomeOf(checking: Checking): Outcome {
    val outcome = checking.outcome
    return Outcome(
        token = (outcome as? CheckOutcome.Accepted)?.let { tokenOf(it.packed) },
        refused = (outcome as? CheckOutcome.Refused)?.let { (it.error as NativeException.Refused).run { refused(code, reason, claim) } },
        pending = (outcome as? CheckOutcome.Waits)?.pending,
        events = checking.events,
        due = checking.due?.toLong(),
    )
}
