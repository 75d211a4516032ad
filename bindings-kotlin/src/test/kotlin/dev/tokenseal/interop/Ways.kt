package dev.tokenseal.interop

// What was exchanged, summed up: by the form of the tokens, by their algorithm, and in numbers.

/** The ways that tokens went between a library and tokenseal. */
internal data class Ways(val makes: Boolean, val reads: Boolean) {
    infix fun and(other: Ways) = Ways(makes && other.makes, reads && other.reads)

    override fun toString() = when {
        makes && reads -> "both"
        makes -> "makes"
        reads -> "reads"
        else -> "—"
    }
}

/** Everything of one form of tokens. Tokens for several keys are of no one algorithm. */
internal class Section(val title: String, val note: String, val signs: Boolean, val rows: List<Row>)

/** What was exchanged with each library. */
internal class Row(val subject: Subject?, val cells: List<Exchanged>)

internal val SECTIONS: List<Section> by lazy {
    val forms = Form.entries.map { form ->
        val rows = form.subjects.map { subject -> Row(subject, OTHERS.map { exchange(form, subject, it) }) }
        Section(form.title, form.note, form.signs, rows)
    }
    val several = SEVERAL.map { several ->
        val row = Row(null, OTHERS.map(several::exchange))
        Section("${several.form.title} ${several.label}", several.note, several.form.signs, listOf(row))
    }
    forms + several
}

/** What was compared of each kind of keys, with each library. */
internal val COMPARED: List<Pair<String, List<Exchanged>>> by lazy {
    THUMBPRINTS.map { (label, subject) -> label to OTHERS.map { compareThumbprints(subject, it) } }
}

/** What is exchanged with a library in any of these rows. */
internal fun waysOf(rows: List<Row>, library: Int): Ways {
    val cells = rows.map { it.cells[library] }
    return Ways(makes = cells.any { it.readHere > 0 }, reads = cells.any { it.readThere > 0 })
}

/** The rows of an algorithm, in every form. */
internal fun rowsOf(subject: Subject): List<Row> = SECTIONS.flatMap { it.rows }.filter { it.subject == subject }

/** By library: its tokens that this package read, tokens of this package that it read, thumbprints that were equal. */
internal fun totals(): Map<String, Triple<Int, Int, Int>> = OTHERS.withIndex().associate { (library, other) ->
    val cells = SECTIONS.flatMap { it.rows }.map { it.cells[library] }
    val equal = COMPARED.sumOf { (_, compared) -> compared[library].readHere }
    other.name to Triple(cells.sumOf { it.readHere }, cells.sumOf { it.readThere }, equal)
}

/** The same for each form and kind of keys, to be printed. */
internal fun counts(): String {
    fun line(title: String, count: (Int) -> String): String =
        "$title: " + OTHERS.indices.joinToString { "${OTHERS[it].name} ${count(it)}" }
    val tokens = totals().values.sumOf { (here, there) -> here + there }
    val forms = SECTIONS.map { section ->
        line(section.title) { library ->
            val cells = section.rows.map { it.cells[library] }
            "${cells.sumOf { it.readHere }} + ${cells.sumOf { it.readThere }}"
        }
    }
    val keys = COMPARED.map { (label, cells) -> line("thumbprints, $label") { "${cells[it].readHere}" } }
    return (listOf("$tokens tokens, by who made them, the library + tokenseal:") + forms + keys).joinToString("\n")
}

/**
 * Where the page would not tell the truth: holes that nobody explains, and tokens that went other ways than the rows of
 * their form and of their algorithm say together.
 */
internal fun unexpected(): List<String> = SECTIONS.flatMap { section ->
    section.rows.flatMap { row ->
        val wrong = OTHERS.indices.filter { !isTold(section, row, it) }
        wrong.map { "${OTHERS[it].name}, ${section.title}, ${row.subject?.label}" }
    }
}

private fun isTold(section: Section, row: Row, library: Int): Boolean {
    val went = waysOf(listOf(row), library)
    val form = waysOf(section.rows, library)
    val told = if (row.subject == null) form else form and waysOf(rowsOf(row.subject), library)
    return went == told && (went == Ways(makes = true, reads = true) || row.cells[library].words != null)
}
