package bench;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tokenseal.VerifyOptions;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** Keys and claims: the same for everybody. */
final class Material {
    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "https://api.example";
    static final String SUBJECT = "user-7c2f41d9";
    static final byte[] SECRET = new byte[32];

    static {
        new SecureRandom().nextBytes(SECRET);
    }

    private Material() {}

    /** The same claims everywhere, about 200 bytes. */
    static String claims() throws Exception {
        return Files.readString(Path.of(System.getProperty("tokenseal.claims")), StandardCharsets.UTF_8).strip();
    }

    // What each library is told to check: iss, aud and exp.

    static VerifyOptions.Builder expected() {
        return VerifyOptions.builder().issuer(ISSUER).audience(AUDIENCE);
    }

    static DefaultJWTProcessor<SecurityContext> nimbus() {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(ISSUER).build();
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(AUDIENCE, exact, Set.of("exp")));
        return processor;
    }

    static JwtParserBuilder jjwt() {
        return Jwts.parser().requireIssuer(ISSUER).requireAudience(AUDIENCE);
    }

    static JwtConsumerBuilder jose4j() {
        return new JwtConsumerBuilder().setRequireExpirationTime().setExpectedIssuer(ISSUER).setExpectedAudience(AUDIENCE);
    }

    static SecretKeySpec secret(String algorithm) {
        return new SecretKeySpec(SECRET, algorithm);
    }

    static KeyPair pair(String algorithm) throws Exception {
        boolean isRsa = algorithm.startsWith("RS");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa ? "RSA" : "EC");
        if (isRsa) {
            generator.initialize(2048);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    /** Nobody is measured who gives other claims. */
    static void require(String subject) {
        if (!SUBJECT.equals(subject)) {
            throw new IllegalStateException("other claims: " + subject);
        }
    }
}
