package dev.tokenseal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The package as Java sees it: no argument too many, and nothing that only Kotlin can call. */
final class FromJavaTest {
    private final Key signingKey = Key.generate(SignatureAlgorithm.ES256);
    private final Key serviceKey = Key.generate(KeyManagement.ECDH_ES_A256KW);

    @Test
    void sealsAndUnseals() {
        IssuerOptions made = IssuerOptions.builder().issuer("https://issuer.example").audience("https://api.example").lifetime(Duration.ofMinutes(15)).build();
        Issuer issuer = new Issuer(signingKey, serviceKey.publicKey(), made);
        String token = issuer.issue(Map.of("sub", "alice", "roles", List.of("admin")));

        VerifyOptions expected = VerifyOptions.builder().issuer("https://issuer.example").audience("https://api.example").leeway("30s").build();
        try (Verifier verifier = new Verifier(signingKey.publicKey(), serviceKey, expected)) {
            Token checked = verifier.verify(token);
            assertEquals("alice", checked.text("sub"));
            assertEquals(List.of("admin"), checked.claimsMap().get("roles"));
            TokenException error = assertThrows(TokenException.class, () -> verifier.verify(token, Instant.now().plus(Duration.ofDays(1))));
            assertEquals(ErrorCode.ERR_JWT_EXPIRED, error.getCode());
            assertEquals("exp", error.getClaim());
        }
    }

    @Test
    void signsOne() {
        String token = Jwt.sign(Map.of("sub", "alice"), signingKey, TokenOptions.builder().expiresIn("5m").header(Map.of("x", 1)).build());
        assertEquals("alice", Jwt.verify(token, signingKey.publicKey()).text("sub"));
        assertTrue(Jwt.inspectUnverified(token).getClaimsJson().contains("alice"));
    }

    @Test
    void signsBytes() {
        byte[] payload = "hello".getBytes(StandardCharsets.UTF_8);
        assertEquals("hello", new String(Jws.verify(Jws.sign(payload, signingKey), new KeySet(signingKey, serviceKey)).getPayload(), StandardCharsets.UTF_8));
        assertEquals("hello", new String(Jwe.decrypt(Jwe.encrypt(payload, serviceKey), serviceKey).getPlaintext(), StandardCharsets.UTF_8));
        Unsigned unsigned = External.prepare(Map.of("sub", "alice"), signingKey.publicKey(), TokenOptions.builder().noExpiry().build());
        assertThrows(TokenException.class, () -> unsigned.complete(new byte[64]));
    }
}
