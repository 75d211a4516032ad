package bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the Kotlin package against other libraries of the JVM. Prints one JSON document; says on standard error where it is. */
public final class Main {
    private static final String PLAIN = "tokenseal, a plain set";
    private static final String NO_REFRESH = "tokenseal, no refresh";
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("tokenseal", "tokenseal " + System.getProperty("tokenseal.version"));
        NAMES.put("unread", "tokenseal, claims not read");
        NAMES.put("nimbus", "Nimbus " + System.getProperty("nimbus.version"));
        NAMES.put("jjwt", "jjwt " + System.getProperty("jjwt.version"));
        NAMES.put("jose4j", "jose4j " + System.getProperty("jose4j.version"));
    }

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new OptionsBuilder().include("bench\\.(Verifying|Decrypting)\\..*").mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS)
            .forks(1).warmupIterations(2).warmupTime(TimeValue.seconds(1)).measurementIterations(3).measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend("-Dtokenseal.claims=" + System.getProperty("tokenseal.claims")).build();
        var results = new Runner(options, OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run();
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (RunResult result : results) {
            String path = result.getParams().getParam("path");
            String benchmark = result.getParams().getBenchmark();
            rows.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(benchmark.substring(benchmark.lastIndexOf('.') + 1), result.getPrimaryResult().getScore());
        }
        System.err.println("# fetched keys");
        Fetched fetched = new Fetched();
        String warm = row("RS256: verify, by keys that were fetched", fetched.warm(), List.of(own(), PLAIN), within("within 100 ns of a plain set", 1, 100, PLAIN));
        String refreshing = row("RS256: verify during refreshes, the slowest of a thousand", fetched.refreshing(), List.of(own(), NO_REFRESH),
            within("at most 1.1 x no refresh", 1.1, 0, NO_REFRESH));
        System.out.println(document(rows, List.of(warm, refreshing)));
    }

    private static String own() {
        return NAMES.get("tokenseal");
    }

    private static String row(String path, double[] values, List<String> names, String goal) {
        List<String> contenders = new ArrayList<>();
        for (int at = 0; at < values.length; at++) {
            contenders.add("{\"name\": %s, \"value\": %.1f}".formatted(quoted(names.get(at)), values[at]));
        }
        return "{\"path\": %s, \"unit\": \"ns\", \"contenders\": [%s], \"goals\": [%s]}".formatted(quoted(path), String.join(", ", contenders), goal);
    }

    private static String within(String text, double times, int plus, String against) {
        return "{\"text\": %s, \"at_most_times\": %s, \"plus\": %d, \"against\": %s}".formatted(quoted(text), times, plus, quoted(against));
    }

    private static String document(Map<String, Map<String, Double>> measured, List<String> more) {
        List<String> rows = new ArrayList<>();
        for (String path : List.of("HS256", "RS256", "ES256", "dir", "ECDH-ES+A256KW")) {
            List<String> contenders = new ArrayList<>();
            NAMES.forEach((id, name) -> {
                Double value = measured.get(path).get(id);
                if (value != null) {
                    contenders.add("{\"name\": %s, \"value\": %.1f}".formatted(quoted(name), value));
                }
            });
            boolean isSigned = path.endsWith("S256");
            String title = isSigned ? path + ": verify, claims read" : path + " and A256GCM: decrypt, claims read";
            String goals = path.equals("HS256") ? goal("at least 2 x jjwt", 2, "jjwt") + ", " + goal("no slower than Nimbus", 1, "nimbus") : "";
            rows.add("{\"path\": %s, \"unit\": \"ns\", \"contenders\": [%s], \"goals\": [%s]}".formatted(quoted(title), String.join(", ", contenders), goals));
        }
        rows.addAll(more);
        String machine = "%d cores, %s %s on %s; Java %s; %s".formatted(Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
            System.getProperty("os.version"), System.getProperty("os.arch"), System.getProperty("java.version"), String.join(", ", NAMES.values()));
        String note = "Measured by JMH, one fork for each; every library is given its key once, and checks iss, aud and exp.";
        String refreshes = "By fetched keys: in many short rounds in turns, without JMH. The slowest of a thousand: 20 times, a check finds its keys due, and other"
            + " ones come after 200 ms, without HTTP. The checks until then are held against those at all other times. Time that the system gave to other programs"
            + " is left out, where it says how much that was (Linux).";
        return "{\"language\": \"kotlin\", \"machine\": %s, \"rows\": [%s], \"notes\": [%s, %s]}".formatted(quoted(machine), String.join(", ", rows), quoted(note),
            quoted(refreshes));
    }

    private static String goal(String text, int times, String against) {
        return "{\"text\": %s, \"at_least_times\": %d, \"against\": %s}".formatted(quoted(text), times, quoted(NAMES.get(against)));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
