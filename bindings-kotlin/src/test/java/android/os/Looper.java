package android.os;

/** Stands in for Android's, whose main thread is here whichever a test says. */
public final class Looper {
    /** The main thread, while a test has one. */
    public static volatile Thread main;

    private final Thread thread;

    private Looper(Thread thread) {
        this.thread = thread;
    }

    public static Looper getMainLooper() {
        Thread now = main;
        return now == null ? null : new Looper(now);
    }

    public Thread getThread() {
        return thread;
    }
}
