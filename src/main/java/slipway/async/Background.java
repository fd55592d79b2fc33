package slipway.async;

/** Work beside the caller, on virtual threads. It may block; a thread is named for what it does, and never keeps the program alive. */
public final class Background {
    private Background() {}

    /** Starts the work at once. Cancelling interrupts it. */
    public static Cancellable start(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).start(work);
        return thread::interrupt;
    }

    /**
     * As {@link #start}, on a platform thread: for work that blocks in native code, where a virtual thread would keep one of
     * the few threads that carry all the others. Cancelling does not reach into native code.
     */
    public static Cancellable startNative(String name, Runnable work) {
        Thread thread = Thread.ofPlatform().name(name).daemon(true).start(work);
        return thread::interrupt;
    }
}
