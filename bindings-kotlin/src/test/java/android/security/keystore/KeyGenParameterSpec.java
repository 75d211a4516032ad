package android.security.keystore;

import android.os.Build;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;

/** Android's class of this name, as far as examples use it: what is newer than the system is not there. */
public final class KeyGenParameterSpec implements AlgorithmParameterSpec {
    public final String alias;
    private final boolean isInStrongBox;

    private KeyGenParameterSpec(String alias, boolean isInStrongBox) {
        this.alias = alias;
        this.isInStrongBox = isInStrongBox;
    }

    /** What a phone without StrongBox does; Android's exception is of a class that extends this one, since API level 28. */
    public void requireHardware() {
        if (isInStrongBox) throw new ProviderException("StrongBox is not available");
    }

    public static final class Builder {
        private final String alias;
        private boolean isInStrongBox;

        public Builder(String alias, int purposes) {
            if ((purposes & KeyProperties.PURPOSE_AGREE_KEY) != 0) require(31, "PURPOSE_AGREE_KEY");
            this.alias = alias;
        }

        private static void require(int level, String name) {
            if (Build.VERSION.SDK_INT < level) throw new NoSuchMethodError(name + " is of API level " + level);
        }

        public Builder setAlgorithmParameterSpec(AlgorithmParameterSpec spec) {
            return this;
        }

        public Builder setDigests(String... digests) {
            return this;
        }

        public Builder setKeySize(int size) {
            return this;
        }

        public Builder setBlockModes(String... modes) {
            return this;
        }

        public Builder setEncryptionPaddings(String... paddings) {
            return this;
        }

        public Builder setIsStrongBoxBacked(boolean isStrongBoxBacked) {
            require(28, "setIsStrongBoxBacked");
            isInStrongBox = isStrongBoxBacked;
            return this;
        }

        public KeyGenParameterSpec build() {
            return new KeyGenParameterSpec(alias, isInStrongBox);
        }
    }
}
