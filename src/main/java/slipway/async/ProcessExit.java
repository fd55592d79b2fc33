package slipway.async;

/** Work to do when the process is asked to end, by SIGTERM, SIGINT or {@link System#exit}. */
public final class ProcessExit {
    private ProcessExit() {}

    /** Runs the work before the process ends, beside other such works. It delays the end until it returns. */
    public static void before(String name, Runnable work) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name(name).unstarted(work));
    }
}
