package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// The operations `resource.run` and `http.…` of tests/vectors/README.md: requests to a protected
// resource, and the answers to events.

/** Gives the resource each request in turn. */
internal fun runResource(case: Case): JsonObject {
    val options = verifyOptions(Members(case.input["verifier"]?.jsonObject ?: JsonObject(emptyMap())))
    val verifier = Verifier(case.keys("keys"), options = options, nonceKey = case.optionalKey("nonce_key"))
    val rules = case.input["rules"]?.let { AccessRules.fromJson(it.toString()) }
    val (own, csrfKey) = optionsOf(case) to case.optionalKey("csrf_key")
    val resource = if (rules == null) ProtectedResource(verifier, own, csrfKey) else ProtectedResource(verifier, rules, own, csrfKey)
    return members("steps" to case.input.getValue("steps").jsonArray.map { performed(resource, it.jsonObject) })
}

/**
 * An unknown option would not compile: the reader's own refusal stands for the library's.
 */
private fun optionsOf(case: Case): ResourceOptions = try {
    resourceOptions(case.options)
} catch (error: IllegalStateException) {
    throw TokenException(ErrorCode.ERR_OPTION_INVALID, error.message.orEmpty())
}

private fun performed(resource: ProtectedResource, step: JsonObject): JsonObject {
    val came = Members(step)
    return when (val what = came.text("do")) {
        "metadata" ->
            members("metadata" to resource.metadata()?.let(Json::parseToJsonElement), "path" to resource.metadataPath, "url" to resource.metadataUrl)
        "csrf_token" -> try {
            members("csrf_token" to resource.csrfToken(came.text("token")!!))
        } catch (error: TokenException) {
            members("error" to error.code.name)
        }
        "request" -> {
            val (method, path) = came.text("method")!! to came.text("path")!!
            val headers = came.any("headers")!!.jsonArray.map { pair ->
                val (name, value) = pair.jsonArray.map { it.jsonPrimitive.content }
                HttpHeader(name, value)
            }
            val certificate = came.any("certificate")?.let(::certificateOf)
            answered(resource.check(method, path, headers, requestOptions(came, certificate)))
        }
        else -> error("no step `$what` is known here")
    }
}

private fun answered(answer: Answer) = members(
    "allowed" to answer.isAllowed,
    "status" to answer.status,
    "headers" to pairs(answer.headers),
    "body" to answer.body.ifEmpty { null }?.let(Json::parseToJsonElement),
    "error" to answer.error?.code?.name,
    "subject" to answer.token?.text("sub"),
    "reason" to answer.decision?.reason?.identifier,
)

internal fun answered(response: HttpResponse): JsonObject = members(
    "status" to response.status,
    "headers" to pairs(response.headers),
    "body" to response.body.ifEmpty { null }?.let(Json::parseToJsonElement),
)

private fun pairs(headers: List<HttpHeader>) = headers.map { listOf(it.name, it.value) }

/** The exception of a case; null if all went well. */
internal fun errorOf(case: Case): TokenException? = case.input["code"]?.jsonPrimitive?.content?.let { code ->
    TokenException(ErrorCode.valueOf(code), "of a vector", case.input["claim"]?.jsonPrimitive?.content)
}
