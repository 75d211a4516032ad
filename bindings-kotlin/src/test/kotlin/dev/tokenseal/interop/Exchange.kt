package dev.tokenseal.interop

import dev.tokenseal.ErrorCode
import dev.tokenseal.TokenException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue

// One loop for every form, algorithm and library: keys and tokens go both ways, and come back
// altered.

internal val OTHERS = listOf(Nimbus, Jjwt, Jose4j)

/** How many tokens were read on each side, or why none was. */
internal class Exchanged(val readHere: Int = 0, val readThere: Int = 0, val words: String? = null)

private val exchanged = HashMap<Triple<Form, Subject, Library>, Exchanged>()

/** Exchanges the tokens of one form and algorithm with one library, once. */
internal fun exchange(form: Form, subject: Subject, other: Library): Exchanged =
    exchanged.getOrPut(Triple(form, subject, other)) { exchangeNow(form, subject, other) }

private fun exchangeNow(form: Form, subject: Subject, other: Library): Exchanged {
    other.lacksForm(form)?.let { return Exchanged(words = it) }
    val words = other.lacks(subject, form)
    if (words != null) {
        tryHole(form, subject, other)
        return Exchanged(words = words)
    }
    var count = 0
    for (enc in form.encs) {
        for (maker in if (subject.isPassword) listOf(null) else listOf(Ours, other)) {
            val forms = maker?.let { keys(it, subject, enc) }
            val hasDer = form.asDer && enc == form.encs.last() && forms?.der != null && other.takesDer(subject)
            for (asDer in listOfNotNull(false, true.takeIf { hasDer })) {
                val job = job(form, enc, Handed(subject, forms, asDer, enc), maker ?: Ours)
                handOver(job, other, Ours)
                refuseStranger(job, other.make(job))
                handOver(job, Ours, other)
                count++
            }
        }
    }
    return Exchanged(count, count)
}

/** The exchange of one key; the other key of a nested token is of the same maker. */
private fun job(form: Form, enc: String?, key: Handed, maker: Library): Job {
    fun beside(subject: Subject) = Handed(subject, keys(maker, subject, enc), asDer = false, enc)
    return when {
        form == Form.NESTED_BY_SIGNATURE -> Job(form, enc, key, beside(ENCRYPTS))
        form == Form.NESTED_BY_ENCRYPTION -> Job(form, enc, beside(SIGNS), key)
        enc == null -> Job(form, null, key, null)
        else -> Job(form, enc, null, key)
    }
}

/** What a library is said to lack: the exchange has to fail both ways. */
private fun tryHole(form: Form, subject: Subject, other: Library) {
    val enc = form.encs.last()
    val job = job(form, enc, Handed(subject, keys(Ours, subject, enc), asDer = false, enc), Ours)
    assertThrows(Throwable::class.java, { Ours.open(job, other.make(job)) }, "${other.name} makes ${subject.label} after all")
    val token = Ours.make(job)
    assertThrows(Throwable::class.java, { other.open(job, token) }, "${other.name} reads ${subject.label} after all")
}

/** Keys are made once for all forms, and for all algorithms that they can be used with. */
private val made = HashMap<List<Any?>, KeyForms>()

internal fun keys(maker: Library, subject: Subject, enc: String?, which: String = ""): KeyForms {
    val kind = when {
        subject.isRsa -> subject.copy(algorithm = "RSA")
        subject.curve != null -> subject.copy(algorithm = "ECDH")
        else -> subject
    }
    return made.getOrPut(listOf(maker, kind, enc.takeIf { subject.algorithm == "dir" }, which)) { maker.generate(subject, enc) }
}

private fun handOver(job: Job, maker: Library, reader: Library) {
    val token = maker.make(job)
    val read = reader.open(job, token)
    if (job.form.isClaims) {
        assertEquals(CLAIMS, JsonObject(Json.parseToJsonElement(read.decodeToString()).jsonObject - "iat"))
    } else {
        assertArrayEquals(job.form.payload, read)
    }
    if (job.form == Form.PASSWORD) return
    val altered = altered(token)
    if (reader === Ours) return refused { Ours.open(job, altered) }
    assertThrows(Exception::class.java, { reader.open(job, altered) }, "${reader.name} took an altered token")
}

/** A token that was made for another key of the same kind is refused. */
private fun refuseStranger(job: Job, token: String) {
    if (job.form == Form.PASSWORD) return
    fun other(key: Handed) = Handed(key.subject, keys(Ours, key.subject, job.enc, which = "another"), asDer = false, job.enc)
    if (job.isSigned) return refused { Ours.open(Job(job.form, job.enc, other(job.signs), null), token) }
    if (!job.form.isNested) return refused { Ours.open(Job(job.form, job.enc, null, other(job.encrypts)), token) }
    refused { Ours.open(Job(job.form, job.enc, other(job.signs), job.encrypts), token) }
    refused { Ours.open(Job(job.form, job.enc, job.signs, other(job.encrypts)), token) }
}

private val REFUSALS = setOf(ErrorCode.ERR_JWS_SIGNATURE_VERIFICATION_FAILED, ErrorCode.ERR_JWE_DECRYPTION_FAILED)

internal fun refused(open: () -> Unit) {
    val code = assertThrows(TokenException::class.java, open).code
    assertTrue(code in REFUSALS, "refused with $code")
}

/** The token with another character near the beginning of its signature or tag. */
internal fun altered(token: String): String {
    if (!token.startsWith("{")) return changed(token, token.lastIndexOf('.') + 3)
    val members = Json.parseToJsonElement(token).jsonObject
    fun with(members: JsonObject, name: String): JsonObject {
        val text = members.getValue(name).jsonPrimitive.content
        return JsonObject(members + (name to JsonPrimitive(changed(text, 2))))
    }
    val changed = when {
        "tag" in members -> with(members, "tag")
        "signature" in members -> with(members, "signature")
        else -> JsonObject(members + ("signatures" to JsonArray(members.getValue("signatures").jsonArray.map { with(it.jsonObject, "signature") })))
    }
    return changed.toString()
}

private fun changed(text: String, at: Int) = text.replaceRange(at, at + 1, if (text[at] == 'A') "B" else "A")

private val HASHES = listOf("SHA-256", "SHA-384", "SHA-512")

private val compared = HashMap<Pair<Subject, Library>, Exchanged>()

/** Compares the thumbprints of keys made on either side, once. */
internal fun compareThumbprints(subject: Subject, other: Library): Exchanged = compared.getOrPut(subject to other) {
    other.lacks(subject, null)?.let { words ->
        assertThrows(Throwable::class.java) { other.thumbprint(keys(Ours, subject, null), subject, "SHA-256") }
        return@getOrPut Exchanged(words = words)
    }
    var equal = 0
    for (maker in listOf(Ours, other)) {
        val forms = keys(maker, subject, null)
        for (hash in HASHES) {
            assertEquals(Ours.thumbprint(forms, subject, hash), other.thumbprint(forms, subject, hash))
            equal++
        }
        val pem = Ours.pem(forms, subject) ?: continue
        val thumbprint = other.thumbprintOfPem(pem, subject) ?: continue
        assertEquals(Ours.thumbprint(forms, subject, "SHA-256"), thumbprint)
        equal++
    }
    Exchanged(readHere = equal)
}
