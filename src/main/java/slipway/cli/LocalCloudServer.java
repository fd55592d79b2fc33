package slipway.cli;

import java.util.OptionalInt;

/** The local cloud as this process, for {@code slipway local}. Given by the composition root. */
public interface LocalCloudServer {
    /**
     * Runs the local cloud in the foreground until it is stopped or the process is interrupted.
     *
     * @param clockFactor cloud seconds per real second, 1 to 60
     * @param port of the wire endpoint; absent for a free one
     * @return the exit status
     */
    int run(double clockFactor, OptionalInt port);

    /** Stops this user's running local cloud and waits until it ended; false when none runs. */
    boolean stop();
}
