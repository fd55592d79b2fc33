package slipway.cli;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.ForwardStatus;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.operations.sessions.Forward;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;

/** What the commands do with sessions on one target; each is the operation of the same name. */
interface SessionDeeds {
    /**
     * The task that is meant: the newest healthy one of the tier, which is the api unless told, or the one that is named.
     *
     * @throws slipway.model.FailureException when there is none, or several
     */
    SessionTask task(EnvironmentName environment, Optional<Tier> tier, Optional<Colour> colour, Optional<String> id);

    /** Returns at once. */
    Session open(SessionTask task, String command, int columns, int rows, SessionReceiver receiver);

    List<SessionCheck> examine(SessionTask task, Optional<Failure> attempt);

    /** Where the task finds Redis. */
    InetSocketAddress redis(SessionTask task);

    /** Blocks until the port is listened on. */
    Forward forward(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> receiver,
            Cancellation cancellation);
}
