package dev.tokenseal

import dev.tokenseal.ffi.CheckOutcome
import dev.tokenseal.ffi.Checking
import dev.tokenseal.ffi.Followed
import dev.tokenseal.ffi.PendingCheck
import java.time.Clock
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentHashMap
import java.util.function.Consumer
import dev.tokenseal.ffi.Verifier as NativeVerifier

/**
 * The outcome of a check: a token, an error, or that it [waits] for keys, for a list, or for a
 * store.
 */
internal class Outcome(
    val token: Token? = null,
    val refused: TokenException? = null,
    /** The number under which the verifier has set the check aside. */
    val waits: ULong? = null,
    /** The check itself, if it was not set aside. */
    val pending: PendingCheck? = null,
    /** What the check noticed, as a JSON list. */
    val events: String? = null,
    /** The key set, or the list of revocations, that has more to do. */
    val due: Long? = null,
)

/**
 * Checks whose keys change with time, that may have to wait for something fetched or stored, or
 * whose events are watched.
 */
internal class Checks(
    private val handle: NativeHandle<NativeVerifier>,
    sources: Sources,
    private val onEvent: Consumer<Event>?,
) {
    private val address = handle.with { it.address() }.toLong()
    private val byId = ConcurrentHashMap(sources.carriers.associateBy { it.id })
    private val listsById = ConcurrentHashMap(sources.lists.associateBy { it.id })

    /** A test's clock, by which the keys of a ring change. */
    @Volatile
    private var ringClock: Clock? = sources.ringClock

    /** The same, or the clock by which key sets and lists age. */
    @Volatile
    private var clock: Clock? = sources.clock

    /** What its checks may have to wait for. */
    val sources: Sources get() = Sources(byId.values.toList(), listsById.values.toList(), ringClock)

    /** What `ready` waits for: of the status lists, those that the options name. */
    val awaited: List<Carrier>
        get() = handle.with { it.followed() }.mapNotNull { followed ->
            if (native { followed.isAwaited() }) carrierOf(followed) else null.also { followed.close() }
        }

    fun verify(token: String, now: Double): Token = finish(begin(token, now))

    fun verifyAsync(token: String, now: Double): CompletableFuture<Token> {
        val result = CompletableFuture<Token>()
        attempt(result) { go(begin(token, now), result) }
        return result
    }

    /** Checks a token with what came with it: [given] is the check's options as JSON. */
    fun verifyWith(token: String, given: String, certificate: ByteArray?): Token = finish(beginWith(token, given, certificate))

    fun verifyWithAsync(token: String, given: String, certificate: ByteArray?): CompletableFuture<Token> {
        val result = CompletableFuture<Token>()
        attempt(result) { go(beginWith(token, given, certificate), result) }
        return result
    }

    fun stillValid(token: Token, now: Double?) {
        finish(beginAgain(token, now))
    }

    fun stillValidAsync(token: Token, now: Double?): CompletableFuture<Void> {
        val result = CompletableFuture<Token>()
        attempt(result) { go(beginAgain(token, now), result) }
        val done = result.thenAccept {}
        // A caller that cancels it no longer waits.
        done.whenComplete { _, _ -> result.cancel(false) }
        return done
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
        val added = others?.sources ?: Sources()
        byId += added.carriers.associateBy { it.id }
        listsById += added.lists.associateBy { it.id }
        ringClock = ringClock ?: added.ringClock
        try {
            handle.with { own -> verifier.with { own.add(it) } }
        } finally {
            forgetOthers()
        }
    }

    @Synchronized
    fun remove(issuer: String): Boolean = handle.with { it.remove(issuer) }.also { forgetOthers() }

    private fun forgetOthers() {
        val (followed, lists) = handle.with { it.followedIds() to it.statusListsIds() }
        byId.keys.retainAll(followed.map(ULong::toLong).toSet())
        listsById.keys.retainAll(lists.map(ULong::toLong).toSet())
        clock = sources.clock
    }

    private fun begin(token: String, now: Double): Outcome {
        val clock = clock ?: return notice(handle.with { checkPacked(address, token, now) })
        val times = timesOf(clock)
        return notice(handle.with { outcomeOf(it.check(unpaired(token), now.takeUnless(Double::isNaN), times)) })
    }

    private fun beginWith(token: String, given: String, certificate: ByteArray?): Outcome {
        val times = timesOf(clock)
        return notice(handle.with { outcomeOf(it.checkWith(unpaired(token), given, certificate, times)) })
    }

    private fun beginAgain(token: Token, now: Double?): Outcome {
        val times = timesOf(clock)
        return notice(handle.with { outcomeOf(it.checkAgain(token.headerJson, token.claimsJson, token.keyId, now, times)) })
    }

    /** Starts what is due, and reports what happened. */
    private fun notice(outcome: Outcome): Outcome {
        outcome.due?.let { due -> byId[due] ?: handle.with { it.followedById(due.toULong()) }?.let(::carrierOf) }?.start()
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
        // A caller that cancels leaves its place to another.
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

    /**
     * The outcome of a check that has waited, or was going to wait, for what the carrier brings.
     */
    private fun after(checking: Checking, carrier: Carrier?): Outcome {
        val outcome = outcomeOf(checking)
        return notice(Outcome(outcome.token, outcome.refused?.withCause(carrier?.cause), null, outcome.pending, outcome.events, outcome.due))
    }

    private fun pendingOf(outcome: Outcome): PendingCheck = outcome.pending ?: handle.with { it.take(outcome.waits!!) }

    private fun carrierOf(pending: PendingCheck): Carrier? =
        byId[native { pending.followedId() }.toLong()] ?: carrierOf(native { pending.followed() })

    /**
     * The carrier of a machine: status lists appear when a token names them, and go when they make
     * way for others.
     */
    private fun carrierOf(followed: Followed): Carrier? {
        val (id, ofLists) = native { followed.id() to followed.listsId() }
        val known = byId[id.toLong()]
        val lists = ofLists?.let { listsById[it.toLong()] }
        if (known != null || lists == null) return known.also { followed.close() }
        // Before it is added: a machine that made way is no longer carried.
        byId.keys.retainAll(handle.with { verifier -> verifier.followedIds().map(ULong::toLong) }.toSet())
        return lists.carrierOf(followed).also { byId[it.id] = it }
    }
}

internal fun outcomeOf(checking: Checking): Outcome {
    val outcome = checking.outcome
    return Outcome(
        token = (outcome as? CheckOutcome.Accepted)?.let { tokenOf(it.packed) },
        refused = (outcome as? CheckOutcome.Refused)?.let { refused(it.error) },
        pending = (outcome as? CheckOutcome.Waits)?.pending,
        events = checking.events,
        due = checking.due?.toLong(),
    )
}
