package dev.tokenseal.spring

import dev.tokenseal.Fault
import dev.tokenseal.Token
import dev.tokenseal.TokenException
import dev.tokenseal.Verifier
import kotlinx.serialization.json.JsonPrimitive
import org.springframework.security.oauth2.jwt.BadJwtException
import org.springframework.security.oauth2.jwt.Jwt
import org.springframework.security.oauth2.jwt.JwtDecoder
import org.springframework.security.oauth2.jwt.JwtException
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder
import reactor.core.publisher.Mono
import java.util.concurrent.CompletionException

/**
 * A decoder for Spring's own resource server (`oauth2ResourceServer`) that checks tokens with a
 * [Verifier]: make it a bean, in place of `issuer-uri`.
 *
 * Spring knows nothing of our challenges, rules and proofs of possession: for those, use [protect].
 * This decoder refuses a token that is bound to a key.
 *
 * @param verifier checks the tokens.
 */
public class TokensealJwtDecoder(private val verifier: Verifier) : JwtDecoder {
    /**
     * @throws BadJwtException for a token that is no good; another [JwtException] if it could not
     * be checked. Its message is the code.
     */
    override fun decode(token: String): Jwt = try {
        jwtOf(token, verifier.verify(token))
    } catch (error: TokenException) {
        throw failed(error)
    }
}

/** The same for WebFlux: it never blocks. */
public class TokensealReactiveJwtDecoder(private val verifier: Verifier) : ReactiveJwtDecoder {
    override fun decode(token: String): Mono<Jwt> = Mono.fromFuture { verifier.verifyAsync(token) }
        .map { jwtOf(token, it) }
        .onErrorMap(CompletionException::class.java) { it.cause }
        .onErrorMap(TokenException::class.java, ::failed)
}

private val CLAIMS = MappedJwtClaimSetConverter.withDefaults(emptyMap())

/** A token as Spring represents it: times are instants, and `aud` is a list. */
private fun jwtOf(text: String, token: Token): Jwt = try {
    Jwt.withTokenValue(text).headers { headers -> token.header.forEach { (name, value) -> headers[name] = (value as? JsonPrimitive)?.content ?: value.toString() } }
        .claims { it.putAll(CLAIMS.convert(token.claimsMap())!!) }.build()
} catch (error: IllegalArgumentException) {
    throw BadJwtException("Spring has no form for the claims of the token", error)
}

/** Clients get the code, and nothing else. */
private fun failed(error: TokenException) = if (error.fault == Fault.TOKEN) BadJwtException(error.code.name, error) else JwtException(error.code.name, error)
