package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.time.Clock
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import java.time.Duration as JavaDuration

internal val NO_OPTIONS = GivenOptions("{}", hasNow = false)

/** Options as the text of one JSON object, in which form they reach the core. */
internal class GivenOptions(
    val text: String,
    /** Whether the time is among them. */
    private val hasNow: Boolean,
) {
    /** These options and one more, unless it is null. */
    fun with(name: String, value: String?): GivenOptions = if (value == null) this else GivenOptions(joined(name, quoted(value)), hasNow)

    /** The text of these options and an already written time, if there is one. */
    fun with(now: JsonPrimitive?): String = if (now == null) text else joined("now", now.content)

    /** The text, with the clock's time if none is given. */
    fun textAt(clock: Clock?): String = if (clock == null || hasNow) text else joined("now", seconds(clock.tell()))

    private fun joined(name: String, json: String) = if (text == "{}") "{\"$name\":$json}" else "${text.dropLast(1)},\"$name\":$json}"
}

/**
 * Writes options as JSON, by the core's names. A null is left out, and of an option that is given
 * twice, the last value applies.
 *
 * Nothing is rounded, and nothing that the core would refuse becomes something else on the way. The
 * order of a header's members is preserved.
 */
@PublishedApi
internal class OptionsWriter {
    private val members = LinkedHashMap<String, String>()

    /** The options given so far. */
    fun given(): GivenOptions =
        GivenOptions(members.entries.joinToString(",", "{", "}") { (name, json) -> "\"$name\":$json" }, "now" in members)

    @PublishedApi
    internal fun flag(name: String, value: Boolean?): OptionsWriter = member(name, value?.toString())

    @PublishedApi
    internal fun text(name: String, value: String?): OptionsWriter = member(name, value?.let(::quoted))

    @PublishedApi
    internal fun texts(name: String, value: Collection<String>?): OptionsWriter = member(name, value?.let { list(it, ::quoted) })

    /** One string, several, or both together. */
    @PublishedApi
    internal fun textOrTexts(name: String, one: String?, many: Collection<String>?): OptionsWriter =
        if (many == null) text(name, one) else texts(name, listOfNotNull(one) + many)

    /** A duration that is not whole seconds is passed as text, which the core refuses. */
    @PublishedApi
    internal fun length(name: String, value: Duration?): OptionsWriter =
        member(name, value?.run { if (isFinite() && inWholeSeconds.seconds == this) inWholeSeconds.toString() else quoted(toString()) })

    @PublishedApi
    internal fun length(name: String, value: JavaDuration): OptionsWriter = member(name, if (value.nano == 0) value.seconds.toString() else quoted(value.toString()))

    @PublishedApi
    internal fun time(name: String, value: Instant?): OptionsWriter = member(name, value?.let(::seconds))

    @PublishedApi
    internal fun number(name: String, value: Long?): OptionsWriter = member(name, value?.toString())

    @PublishedApi
    internal fun number(name: String, value: Int?): OptionsWriter = member(name, value?.toString())

    @PublishedApi
    internal fun json(name: String, value: Map<String, *>?): OptionsWriter = member(name, value?.let(::claimsText))

    @PublishedApi
    internal fun jsons(name: String, value: Collection<Map<String, *>>?): OptionsWriter = member(name, value?.let { list(it, ::claimsText) })

    /** One object for all, or one for each. */
    @PublishedApi
    internal fun jsonOrJsons(name: String, one: JsonObject?, many: Collection<JsonObject>?): OptionsWriter {
        if (one != null && many != null) throw TokenException(ErrorCode.ERR_OPTION_INVALID, "a header for every key and one for each were given")
        return if (many == null) json(name, one) else jsons(name, many)
    }

    private fun member(name: String, json: String?) = apply { if (json != null) members[name] = json }

    private fun <T> list(values: Collection<T>, json: (T) -> String) = values.joinToString(",", "[", "]", transform = json)
}

private fun quoted(text: String) = JsonPrimitive(text).toString()

/** A point in time as the core counts it: seconds since the epoch, exact if whole. */
private fun seconds(time: Instant) = if (time.nano == 0) time.epochSecond.toString() else time.inSeconds().toString()

internal fun Instant.inSeconds(): Double = epochSecond + nano / 1e9

/** The clock's time. What it throws is passed on unchanged. */
internal fun Clock.tell(): Instant = instant() as Instant? ?: throw TokenException(ErrorCode.ERR_OPTION_INVALID, "the clock tells no time")
