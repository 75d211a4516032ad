package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import java.util.function.Consumer
import java.util.logging.Level
import java.util.logging.Logger

/**
 * Something that happened to a [RemoteKeySet] or in a check, for logs and counters. It never holds
 * a token, a claim or an address.
 *
 * The names are `fetched`, `failed`, `rotated`, `key_id_reused`, `read`, `restored`,
 * `accepted_stale`, `accepted_unavailable` and `refused`; more may be added.
 */
public class Event internal constructor(
    /** The whole event as JSON, including its name; the same in every language. */
    public val json: JsonObject,
) {
    /** What happened. */
    public val name: String get() = text("event").orEmpty()

    /** A member of the event, or null if it has none with this name. */
    public operator fun get(member: String): JsonElement? = json[member]

    /** A string member, or null if it is something else. */
    public fun text(member: String): String? = (json[member] as? JsonPrimitive)?.takeIf { it.isString }?.contentOrNull

    override fun toString(): String = json.toString()
}

/** The events of a JSON list. */
internal fun eventsOf(list: JsonArray): List<Event> = list.map { Event(it as JsonObject) }

/** Passes events to the consumer. What it throws is logged: watching changes nothing. */
internal fun Consumer<Event>.tell(events: List<Event>) = events.forEach {
    try {
        accept(it)
    } catch (error: Exception) {
        LOGGER.log(Level.WARNING, "onEvent has thrown", error)
    }
}

/** The same for events as the core writes them. */
internal fun Consumer<Event>.tell(list: String) = tell(eventsOf(Json.parseToJsonElement(list) as JsonArray))

internal val LOGGER: Logger = Logger.getLogger("dev.tokenseal")
