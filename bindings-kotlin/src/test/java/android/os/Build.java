package android.os;

/** Android's class of this name, as far as examples use it. */
public final class Build {
    private Build() {}

    /** The version of the system: the oldest that the package is for, unless a test says otherwise. */
    public static final class VERSION {
        public static int SDK_INT = Integer.getInteger("android.sdk", 26);

        private VERSION() {}
    }
}
