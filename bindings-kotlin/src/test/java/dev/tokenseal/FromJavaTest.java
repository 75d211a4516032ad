package dev.tokenseal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
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
            assertEquals("alice", checked.getSubject());
            assertEquals(List.of("https://api.example"), checked.getAudience());
            assertTrue(checked.getExpiresAt().isAfter(checked.getIssuedAt()));
            assertEquals(List.of("admin"), checked.claimsMap().get("roles"));
            TokenException error = assertThrows(TokenException.class, () -> verifier.verify(token, Instant.now().plus(Duration.ofDays(1))));
            assertEquals(ErrorCode.ERR_JWT_EXPIRED, error.getCode());
            assertEquals("exp", error.getClaim());
        }
    }

    @Test
    void rotatesKeys() {
        Instant start = Instant.parse("2030-01-01T00:00:00Z");
        Clock clock = Clock.fixed(start, ZoneOffset.UTC);
        RingOptions options = RingOptions.builder().rotateEvery(Duration.ofDays(7)).tokenLifetime("15m").build();
        try (KeyRing ring = KeyRing.create(List.of(SignatureAlgorithm.ES256, KeyManagement.ECDH_ES_A256KW), options, signingKey, clock)) {
            Issuer issuer = new Issuer(ring, ring, IssuerOptions.builder().lifetime("15m").build(), clock);
            Token token = new Verifier(ring, ring).verify(issuer.issue(Map.of("sub", "alice")), start);
            assertEquals(signingKey.getKeyId(), token.getKeyId());
            RingKey first = ring.keys().get(0);
            assertEquals(KeyState.ACTIVE, first.getState());
            assertEquals(start, first.getActiveFrom());
            assertTrue(!first.isExternal() && ring.advance().getNext().isAfter(start));
            assertEquals(KeyState.REVOKED, ring.revoke(signingKey.getKeyId()).getChanges().get(0).getState());
            assertEquals("max-age=600", ring.cacheControl());
            Key wrapping = Key.generate(KeyManagement.A256KW);
            assertEquals(ring.keys().size(), KeyRing.fromJwe(ring.toJwe(wrapping), wrapping, clock).keys().size());
        }
        assertThrows(TokenException.class, () -> KeyRing.open("keys.ring.none", signingKey));
    }

    @Test
    void revokesAndTakesBack() {
        Instant start = Instant.parse("2030-01-01T00:00:00Z");
        Clock clock = Clock.fixed(start, ZoneOffset.UTC);
        RevocationsOptions made = RevocationsOptions.builder().longestLifetime(Duration.ofMinutes(15)).audit().build();
        VerifyOptions expected = VerifyOptions.builder().issuer("https://issuer.example").build();
        try (Revocations revocations = new Revocations(made, clock)) {
            Verifier verifier = Verifier.builder().keys(signingKey.publicKey()).options(expected).revocations(revocations).clock(clock).build();
            String text = Jwt.sign(Map.of("jti", "t"), signingKey, TokenOptions.builder().issuer("https://issuer.example").expiresIn("15m").now(start).build());
            Token token = verifier.verify(text);
            RevocationEntry entry = revocations.revoke(token, RevokeOptions.builder().by("api").reason("log-out").build());
            TokenException error = assertThrows(TokenException.class, () -> verifier.verify(text));
            assertEquals(ErrorCode.ERR_JWT_REVOKED, error.getCode());
            assertEquals(RevocationKind.TOKEN, entry.getKind());
            assertEquals(start.plus(Duration.ofMinutes(75)), entry.getEnds());
            assertEquals("api", revocations.entries().get(0).getBy());
            assertEquals("mistaken", revocations.withdraw(entry, RevokeOptions.builder().reason("mistaken").build()).getWithdrawn().getReason());
            assertEquals("t", verifier.verify(text).text("jti"));
            revocations.revokeSubject("https://issuer.example", "alice");
            revocations.revokeSession("https://issuer.example", "s", RevokeOptions.builder().until(start.plus(Duration.ofMinutes(15))).build());
            revocations.revokeId(null, "t");
            revocations.revokeIssuer("https://other.example", RevokeOptions.builder().before(start).build());
            assertThrows(TokenException.class, () -> revocations.applyEvents(token));
            assertThrows(TokenException.class, () -> revocations.applyEvents(token, EventOptions.builder().subjectIssuers("https://other.example").build()));
            Revocations copy = Revocations.fromSnapshot(revocations.snapshot(), true);
            copy.revokeKey(null, "k");
            revocations.merge(copy.snapshot());
            EntriesOptions asked = EntriesOptions.builder().issuer("https://issuer.example").subject("alice").build();
            assertEquals(RevocationKind.SUBJECT, revocations.entries(asked).get(0).getKind());
            assertTrue(revocations.status().containsKey("entries"));
            KeyRing.create(SignatureAlgorithm.ES256).useRevocations(revocations, "https://issuer.example");
        }
    }

    @Test
    void bindsTokensToKeys() throws Exception {
        Issuer issuer = new Issuer(signingKey, IssuerOptions.builder().lifetime("15m").build());
        Key appsKey = Key.generate(SignatureAlgorithm.ES256);
        String token = issuer.issue(Map.of("sub", "alice"), IssueOptions.builder().build(), appsKey.publicKey());
        VerifyOptions expected = VerifyOptions.builder().publicOrigins("https://api.example").proofOfPossession(ProofOfPossession.REQUIRED).build();
        ReplayCache replays = new ReplayCache(ReplayOptions.builder().capacity(10).build());
        Verifier verifier = Verifier.builder().keys(signingKey.publicKey()).options(expected).replays(replays).nonceKey(Key.generate(SignatureAlgorithm.HS256)).build();
        ProofOptions made = ProofOptions.builder().accessToken(token).nonce(verifier.dpopNonce()).build();
        CheckOptions sent = CheckOptions.builder().proof(Dpop.prove(appsKey, "GET", "https://api.example/", made)).method("GET").url("/").build();
        assertEquals("alice", verifier.verify(token, sent).text("sub"));
        assertEquals(ErrorCode.ERR_DPOP_INVALID, assertThrows(TokenException.class, () -> verifier.verify(token, sent)).getCode());
        assertTrue(verifier.getReplays() == replays && replays.status().containsKey("remembered"));
        String proof = Dpop.prove(appsKey, "GET", "https://api.example/", ProofOptions.builder().accessToken(token).build());
        CheckOptions without = CheckOptions.builder().proof(List.of(proof)).method("GET").url("/").build();
        ExecutionException error = assertThrows(ExecutionException.class, () -> verifier.verifyAsync(token, without).get());
        assertEquals(ErrorCode.ERR_DPOP_NONCE_REQUIRED, ((TokenException) error.getCause()).getCode());
        assertEquals(54, ((TokenException) error.getCause()).getDpopNonce().length());
        Unsigned unsigned = Dpop.prepare(appsKey.publicKey(), "GET", "https://api.example/");
        CompleteOptions der = CompleteOptions.builder().format(SignatureFormat.DER).build();
        assertThrows(TokenException.class, () -> unsigned.complete(new byte[70], der));
        assertThrows(TokenException.class, () -> issuer.issue(Map.of(), IssueOptions.builder().build(), new ClientCertificate("none")));
        ReplayCache.redis(request -> List.of(), ReplayStoreOptions.builder().namespace("api").timeout("1s").build());
    }

    @Test
    void looksUpStatuses() {
        String uri = "https://issuer.example/statuses/1";
        StatusList list = new StatusList(64);
        long index = list.allocate();
        String token = Jwt.sign(Map.of("status", list.claim(uri, index)), signingKey, TokenOptions.builder().expiresIn("5m").build());
        list.set(index, StatusList.INVALID);
        assertEquals(StatusList.INVALID, StatusList.fromState(list.toState()).get(index));
        byte[] published = list.toJwt(signingKey, uri, StatusTokenOptions.builder().ttl("5m").build()).getBytes(StandardCharsets.UTF_8);
        StatusListsOptions options = StatusListsOptions.builder().allowedUris(uri).maxAge(Duration.ofMinutes(10)).build();
        StatusLists lists = StatusLists.builder(options).onEvent(event -> {}).http(request -> new HttpAnswer(200, Map.of(), published)).build();
        Verifier verifier = Verifier.builder().keys(signingKey).statusLists(lists).build();
        assertEquals("status", assertThrows(TokenException.class, () -> verifier.verify(token)).getClaim());
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

    @Test
    void tellsTheTimeByItsOwnClock() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
        Issuer issuer = Issuer.builder().signingKey(signingKey).options(IssuerOptions.builder().lifetime("5m").build()).clock(clock).build();
        String token = issuer.issue(Map.of("sub", "alice"));
        assertEquals("alice", Verifier.builder().keys(signingKey).clock(clock).build().verify(token).text("sub"));
        TokenException error = assertThrows(TokenException.class, () -> new Verifier(signingKey).verify(token));
        assertEquals(ErrorCode.ERR_JWT_EXPIRED, error.getCode());
    }

    @Test
    void buildsEveryKindOfOptions() {
        Key key = Key.generate(SignatureAlgorithm.RS256, GenerateOptions.builder().bits(2048).keyId("k").build());
        assertEquals("k", key.getKeyId());
        String jwk = key.toJwk(ExportOptions.builder().withPrivate().build());
        assertEquals(key, Key.fromJwk(jwk, JwkOptions.builder().alg(SignatureAlgorithm.RS256).build()));
        assertEquals(1, KeySet.fromJwks(new KeySet(key).toJwks(), JwksOptions.builder().strict().build()).getSize());

        byte[] payload = "hello".getBytes(StandardCharsets.UTF_8);
        JwsSignOptions signed = JwsSignOptions.builder().header(Map.of("x", 1)).serialization(Serialization.GENERAL).build();
        String token = Jws.sign(payload, new KeySet(key, signingKey), signed);
        assertEquals(2, Jws.verify(token, new KeySet(key, signingKey), JwsVerifyOptions.builder().require(Require.ALL).build()).getVerified().size());
        JweEncryptOptions encrypted = JweEncryptOptions.builder().aad(payload).serialization(Serialization.FLATTENED).build();
        assertEquals("hello", new String(Jwe.decrypt(Jwe.encrypt(payload, serviceKey, encrypted), serviceKey).getAad(), StandardCharsets.UTF_8));
    }

    @Test
    void fetchesKeys() throws Exception {
        byte[] published = new KeySet(signingKey.publicKey()).toJwks().getBytes(StandardCharsets.UTF_8);
        List<String> events = new CopyOnWriteArrayList<>();
        HttpCarrier carrier = request -> new HttpAnswer(200, Map.of("Cache-Control", List.of("max-age=600")), published);
        RemoteOptions options = RemoteOptions.builder().maxAge("30m").build();
        RemoteKeySet keys =
                RemoteKeySet.builder()
                        .url("https://issuer.example/jwks.json")
                        .options(options)
                        .headers(() -> Map.of("x", "y"))
                        .onEvent(event -> events.add(event.getName()))
                        .http(carrier)
                        .build();
        keys.ready(Duration.ofSeconds(5));
        VerifyOptions expected = VerifyOptions.builder().issuer("https://issuer.example").build();
        Verifier verifier = Verifier.byIssuer(List.of(new Verifier(keys, expected)));
        String token = Jwt.sign(Map.of("sub", "alice"), signingKey, TokenOptions.builder().issuer("https://issuer.example").expiresIn("5m").build());
        assertEquals("alice", verifier.verify(token).text("sub"));
        assertEquals("alice", verifier.verifyAsync(token).get().text("sub"));
        assertEquals(List.of("fetched"), events);
        assertEquals("TokenException", assertThrows(ExecutionException.class, () -> verifier.verifyAsync("a.b.c").get()).getCause().getClass().getSimpleName());
        Verifier discovering = Verifier.forIssuer("https://tenant.example/", VerifyOptions.builder().audience("a").build());
        assertThrows(TokenException.class, () -> discovering.remove("https://tenant.example/"));
    }
}
