package bench;

import dev.tokenseal.HttpAnswer;
import dev.tokenseal.Jwt;
import dev.tokenseal.Key;
import dev.tokenseal.KeySet;
import dev.tokenseal.RemoteKeySet;
import dev.tokenseal.RemoteOptions;
import dev.tokenseal.SignatureAlgorithm;
import dev.tokenseal.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks by keys that are fetched: what one costs once they are there, and the slowest of a thousand while they are fetched again. Without JMH, which measures
 * one after the other: a difference of 100 ns shows only in turns.
 */
final class Fetched {
    private static final String URL = "https://issuer.example/jwks.json";
    private static final int ROUNDS = 401;
    private static final int CHECKS = 20;
    private static final int WARMING = 20_000;
    private static final int REFRESHES = 20;
    /** What a request takes to a server that is far away. */
    private static final Duration DELAY = Duration.ofMillis(200);

    private final String token;
    private final Verifier plain;
    /** By the system's clocks, as services do. */
    private final Verifier fetched;
    private final Source refreshed;
    private final Stopwatch watch = new Stopwatch();

    Fetched() throws Exception {
        KeyPair pair = Material.pair("RS256");
        Key key = Key.fromDer(pair.getPrivate().getEncoded(), SignatureAlgorithm.of("RS256"));
        token = Jwt.signJson(Material.claims(), key);
        plain = new Verifier(new KeySet(key.publicKey()), null, Material.expected().build());
        byte[] published = new KeySet(key.publicKey()).toJwks().getBytes(StandardCharsets.UTF_8);
        RemoteKeySet keys = new RemoteKeySet(URL, RemoteOptions.builder().build(), null, null, null, null, request -> new HttpAnswer(200, Map.of(), published));
        fetched = new Verifier(keys, null, Material.expected().build());
        fetched.ready();
        refreshed = new Source(key.publicKey());
        for (int done = 0; done < WARMING; done++) {
            plain.verify(token);
            fetched.verify(token);
            refreshed.verifier.verify(token);
        }
    }

    /** What one takes, by fetched keys and by others: the median of many short rounds in turns. */
    double[] warm() {
        double[][] taken = new double[2][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            boolean turned = round % 2 == 1;
            taken[turned ? 1 : 0][round] = each(turned ? plain : fetched);
            taken[turned ? 0 : 1][round] = each(turned ? fetched : plain);
        }
        return new double[] {at(taken[0], 0.5), at(taken[1], 0.5)};
    }

    private double each(Verifier verifier) {
        long began = System.nanoTime();
        for (int done = 0; done < CHECKS; done++) {
            verifier.verify(token);
        }
        return (System.nanoTime() - began) / (double) CHECKS;
    }

    /** The slowest of a thousand while the keys are refreshed, the check that begins it among them, and at all other times. */
    double[] refreshing() throws Exception {
        List<Double> during = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        while (refreshed.exchanged.get() < REFRESHES) {
            int before = refreshed.asked.get();
            boolean flies = before > refreshed.fetched.get();
            double taken = check();
            (flies || refreshed.asked.get() > before ? during : without).add(taken);
        }
        return new double[] {slowest(during), slowest(without)};
    }

    private double check() throws Exception {
        long heldUp = watch.heldUp();
        long began = System.nanoTime();
        refreshed.verifier.verify(token);
        long taken = System.nanoTime() - began;
        return Math.max(1, taken - (watch.heldUp() - heldUp));
    }

    private static double slowest(List<Double> taken) {
        return at(taken.stream().mapToDouble(Double::doubleValue).toArray(), 0.999);
    }

    private static double at(double[] taken, double share) {
        double[] sorted = taken.clone();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * share)];
    }

    /** Keys that are published, other ones each time, and a verifier that follows them. */
    private static final class Source {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger fetched = new AtomicInteger();
        final AtomicInteger exchanged = new AtomicInteger();
        final Verifier verifier;

        Source(Key key) {
            Key another = Key.generate(SignatureAlgorithm.of("RS256")).publicKey();
            List<byte[]> published = new ArrayList<>();
            for (KeySet keys : List.of(new KeySet(key), new KeySet(key, another))) {
                published.add(keys.toJwks().getBytes(StandardCharsets.UTF_8));
            }
            // Due after one and a half seconds, in real time; a request ends before they expire.
            RemoteOptions options = RemoteOptions.builder().defaultAge("2s").minAge("1s").build();
            RemoteKeySet keys = new RemoteKeySet(URL, options, null, null, null, event -> {
                switch (event.text("event")) {
                    case "fetched" -> fetched.incrementAndGet();
                    case "rotated" -> exchanged.incrementAndGet();
                    default -> throw new IllegalStateException(event.toString());
                }
            }, request -> {
                int number = asked.getAndIncrement();
                Thread.sleep(DELAY.toMillis());
                return new HttpAnswer(200, Map.of(), published.get(number % 2));
            });
            verifier = new Verifier(keys, null, Material.expected().build());
            verifier.ready();
        }
    }
}
