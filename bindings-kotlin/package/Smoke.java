import dev.tokenseal.Jwt;
import dev.tokenseal.Key;
import dev.tokenseal.SignatureAlgorithm;
import dev.tokenseal.TokenException;
import dev.tokenseal.TokenOptions;
import dev.tokenseal.Verifier;
import java.util.Map;

/** Whether the jar works where nothing but it and its dependencies is there: `cargo xtask package try` runs it. */
public class Smoke {
    public static void main(String[] arguments) {
        String place = Key.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        check(place.endsWith("/" + arguments[0]), "the package is not from the jar but from " + place);
        // The library has to come out of the jar: nothing on this machine may stand in for it.
        check(System.getProperty("jna.library.path") == null, "jna.library.path is set");

        Key key = Key.generate(SignatureAlgorithm.ES256);
        String token = Jwt.sign(Map.of("sub", "alice"), key, TokenOptions.builder().expiresIn("15m").build());
        try (Verifier verifier = new Verifier(key)) {
            verifier.verify(token);
            String code = null;
            try {
                verifier.verify(token.substring(0, token.lastIndexOf('.') - 1) + "A" + token.substring(token.lastIndexOf('.')));
            } catch (TokenException refused) {
                code = refused.getCode().toString();
            }
            check(code != null, "a token that was changed is taken");
            System.out.println("made, checked and refused (" + code + ") on " + System.getProperty("os.name") + ", Java " + System.getProperty("java.version"));
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
