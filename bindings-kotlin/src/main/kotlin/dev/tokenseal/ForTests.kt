package dev.tokenseal

/**
 * Tokens and exceptions for the tests of programs that take them: what a [Verifier] returns and
 * throws, without keys and without a check.
 *
 * ```kotlin
 * fun greet(token: Token) = "Hello ${token.subject}"
 *
 * val token = ForTests.token(mapOf("sub" to "alice", "aud" to "https://api.example"))
 * check(greet(token) == "Hello alice")
 * val error = ForTests.exception(ErrorCode.ERR_JWT_EXPIRED, "exp")
 * check(error.fault == Fault.TOKEN && error.status == 401)
 * ```
 *
 * Nothing vouches for such a token: outside of tests, only a [Verifier] makes them.
 */
public object ForTests {
    /**
     * A token as if it had been checked.
     *
     * @param claims values that JSON can express, as for [sign].
     * @param header the protected header; `typ` is `JWT` if none is given.
     * @param kind how it was protected.
     * @param keyId the key_id of the key that verified it.
     * @param provenBy how its sender proved possession of what it is bound to.
     * @throws TokenException `ERR_JWT_INVALID` for claims that JSON cannot express.
     */
    @JvmStatic
    @JvmOverloads
    public fun token(
        claims: Map<String, *>,
        header: Map<String, *> = mapOf("typ" to "JWT"),
        kind: TokenKind = TokenKind.SIGNED,
        keyId: String? = null,
        provenBy: ProvenBy? = null,
    ): Token {
        val outer = if (kind == TokenKind.NESTED) """{"cty":"JWT"}""" else null
        val texts = listOf(claimsText(claims), claimsText(header), keyId, outer, null)
        return Token(kind, provenBy, texts::get)
    }

    /**
     * What a check throws.
     *
     * @param code the code, which determines the exception's fault and status.
     * @param claim the claim that is to blame.
     * @param message for people.
     * @param cause what led to it.
     */
    @JvmStatic
    @JvmOverloads
    public fun exception(
        code: ErrorCode,
        claim: String? = null,
        message: String = "made for a test",
        cause: Throwable? = null,
    ): TokenException = TokenException(code, message, claim, cause)
}
