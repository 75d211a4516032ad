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
 * A decoder for Spring's own resource server (`oauth2ResourceServer`), whose checks are those of a [Verifier]: make it a bean, in place of `issuer-uri`.
 *
 * Challenges, rules and proofs of possession are not Spring's to know: for them, there is [protect]. A token that is bound to a key is refused here.
 *
 * @param verifier what checks the tokens.
 */
public class TokensealJwtDecoder(private val verifier: Verifier) : JwtDecoder {
    /** @throws BadJwtException for a token that is no good; another [JwtException] if it could not be checked. Each has the code for its message. */
    override fun decode(token: String): Jwt = try {
        jwtOf(token, verifier.verify(token))
    } catch (error: TokenException) {
        throw failed(error)
    }
}

/** The same for WebFlux: it waits for nothing. */
public class TokensealReactiveJwtDecoder(private val verifier: Verifier) : ReactiveJwtDecoder {
    override fun decode(token: String): Mono<Jwt> = Mono.fromFuture { verifier.verifyAsync(token) }
        .map { jwtOf(token, it) }
        .onErrorMap(CompletionException::class.java) { it.cause }
        .onErrorMap(TokenException::class.java, ::failed)
}

private val CLAIMS = MappedJwtClaimSetConverter.withDefaults(emptyMap())

/** As Spring has them: times are instants, and `aud` is a list. */
private fun jwtOf(text: String, token: Token): Jwt = try {
    Jwt.withTokenValue(text).headers { headers -> token.header.forEach { (name, value) -> headers[name] = (value as? JsonPrimitive)?.content ?: value.toString() } }
        .claims { it.putAll(CLAIMS.convert(token.claimsMap())!!) }.build()
} catch (error: IllegalArgumentException) {
    throw BadJwtException("Spring has no form for the claims of the token", error)
}

/** Clients are told the code, and no more. */
private fun failed(error: TokenException) = if (error.fault == Fault.TOKEN) BadJwtException(error.code.name, error) else JwtException(error.code.name, error)
