package dev.tokenseal

// How objects print: members under the names that they have here, absent ones left out, and strings
// from elsewhere as JSON in ASCII, so that no log line can be forged. Claims, headers, payloads and
// keys never show.

/** `Type(member=value, …)`. */
internal fun printed(type: String, vararg members: Pair<String, Any?>): String =
    members.filter { it.second != null }
        .joinToString(", ", "$type(", ")") { (name, value) -> "$name=$value" }

/** A string that may come from elsewhere, as a JSON string in ASCII. */
internal fun shown(text: String?): String? = text?.map(::shown)?.joinToString("", "\"", "\"")

private fun shown(letter: Char): String = when (letter) {
    '"', '\\' -> "\\$letter"
    in ' '..'~' -> letter.toString()
    else -> "\\u%04x".format(java.util.Locale.ROOT, letter.code)
}

/** What a set of options prints: which of them are given, but none of their values. */
internal fun GivenOptions.printed(type: String, vararg beside: Pair<String, Any?>): String {
    val options = json(text).keys.map { OPTION_NAMES[it] ?: it }
    val names = options + beside.filter { it.second != null }.map { it.first }
    return names.joinToString(", ", "$type(", ")") { "$it=…" }
}
