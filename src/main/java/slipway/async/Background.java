package slipway.async;

/** Work on virtual threads. It may block; a thread is named for what it does, and never keeps the program alive. */
public final class Background {
    private Background() {}

    /** Starts the work at once. Cancelling interrupts it. */
    public static Cancellable start(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).start(work);
        return thread::interrupt;
    }
}
