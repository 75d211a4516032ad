package dev.tokenseal;

import android.security.keystore.KeyGenParameterSpec;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Android's Keystore on a JVM, as far as examples use it: keys by their aliases, for as long as the tests run. */
public final class AndroidKeystore extends Provider implements BeforeAllCallback {
    private static final Map<String, Object> ENTRIES = new ConcurrentHashMap<>();

    public AndroidKeystore() {
        super("AndroidKeyStore", "1", "keys by their aliases");
        put("KeyPairGenerator.EC", Pairs.class.getName());
        put("KeyGenerator.AES", Secrets.class.getName());
        put("KeyStore.AndroidKeyStore", Store.class.getName());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Security.getProvider(getName()) == null) Security.addProvider(this);
    }

    public static final class Pairs extends KeyPairGeneratorSpi {
        private KeyGenParameterSpec spec;

        @Override
        public void initialize(int size, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void initialize(AlgorithmParameterSpec given, SecureRandom random) throws InvalidAlgorithmParameterException {
            if (!(given instanceof KeyGenParameterSpec)) throw new InvalidAlgorithmParameterException();
            spec = (KeyGenParameterSpec) given;
        }

        @Override
        public KeyPair generateKeyPair() {
            spec.requireHardware();
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair pair = generator.generateKeyPair();
                ENTRIES.put(spec.alias, pair);
                return pair;
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }
    }

    public static final class Secrets extends KeyGeneratorSpi {
        private KeyGenParameterSpec spec;

        @Override
        protected void engineInit(SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(AlgorithmParameterSpec given, SecureRandom random) {
            spec = (KeyGenParameterSpec) given;
        }

        @Override
        protected void engineInit(int size, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SecretKey engineGenerateKey() {
            try {
                SecretKey key = KeyGenerator.getInstance("AES", "SunJCE").generateKey();
                ENTRIES.put(spec.alias, key);
                return key;
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }
    }

    public static final class Store extends KeyStoreSpi {
        @Override
        public Key engineGetKey(String alias, char[] password) {
            Object entry = ENTRIES.get(alias);
            return entry instanceof KeyPair ? ((KeyPair) entry).getPrivate() : (Key) entry;
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            return ENTRIES.get(alias) instanceof KeyPair ? new Holder(((KeyPair) ENTRIES.get(alias)).getPublic()) : null;
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            Certificate certificate = engineGetCertificate(alias);
            return certificate == null ? null : new Certificate[] {certificate};
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            return ENTRIES.containsKey(alias) ? new Date() : null;
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            ENTRIES.remove(alias);
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(ENTRIES.keySet());
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return ENTRIES.containsKey(alias);
        }

        @Override
        public int engineSize() {
            return ENTRIES.size();
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return ENTRIES.containsKey(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineStore(OutputStream to, char[] password) {}

        @Override
        public void engineLoad(InputStream from, char[] password) {}
    }

    /** Android gives a key's public half in a certificate that it signed itself. */
    private static final class Holder extends Certificate {
        private final PublicKey key;

        Holder(PublicKey key) {
            super("X.509");
            this.key = key;
        }

        @Override
        public byte[] getEncoded() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void verify(PublicKey by) {}

        @Override
        public void verify(PublicKey by, String provider) throws NoSuchAlgorithmException {}

        @Override
        public String toString() {
            return "Holder";
        }

        @Override
        public PublicKey getPublicKey() {
            return key;
        }
    }
}
