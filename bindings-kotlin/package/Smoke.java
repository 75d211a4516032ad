import com.sun.jna.NativeLibrary;
import java.net.URL;
import java.util.List;

/** Whether the jar works where nothing but it and its dependencies is there: `cargo xtask package try` runs it. */
public class Smoke {
    public static void main(String[] arguments) throws Exception {
        for (String name : List.of("dev.tokenseal.Key", "dev.tokenseal.Issuer", "dev.tokenseal.Verifier", "dev.tokenseal.TokenException")) {
            URL place = Class.forName(name).getProtectionDomain().getCodeSource().getLocation();
            check(place.getPath().endsWith(arguments[0]), name + " is not from the package but from " + place);
        }
        // JNA finds the library inside the jar, by the name of this platform; nothing else on this machine may stand in for it.
        check(System.getProperty("jna.library.path") == null, "jna.library.path is set");
        NativeLibrary library = NativeLibrary.getInstance("tokenseal_uniffi");
        int version = library.getFunction("ffi_tokenseal_uniffi_uniffi_contract_version").invokeInt(new Object[0]);
        check(version > 0, "the library does not say its version");
        System.out.println("loaded " + library.getFile().getName() + ", contract " + version + ", Java " + System.getProperty("java.version"));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
