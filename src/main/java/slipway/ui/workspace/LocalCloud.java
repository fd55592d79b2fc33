package slipway.ui.workspace;

import java.time.Instant;
import java.util.Optional;

/** The local cloud's process, seen from outside. Every method may block; none is called on the UI thread. */
public interface LocalCloud {
    /**
     * @param running the process, if there is one
     * @param keepsStacks whether its state folder holds an environment from before, so that starting it brings one back
     */
    record Status(Optional<Running> running, boolean keepsStacks) {}

    /**
     * @param clockFactor cloud seconds per real second
     * @param residentBytes memory it takes; 0 where the system does not tell
     * @param started real time
     */
    record Running(double clockFactor, long residentBytes, Instant started) {}

    Status status();

    /** Starts it unless it runs, and waits until it answers; throws a {@code FailureException} when it does not. */
    void start();

    /** Ends it and its tasks, and waits until it has ended. What is deployed is kept. */
    void stop();
}
