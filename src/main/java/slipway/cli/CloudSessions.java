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
import slipway.operations.sessions.Sessions;

/** Sessions by the operations. */
record CloudSessions(Sessions sessions) implements SessionDeeds {
    @Override
    public SessionTask task(
            EnvironmentName environment, Optional<Tier> tier, Optional<Colour> colour, Optional<String> id) {
        return id.map(wanted -> sessions.byId(environment, wanted, tier, colour))
                .orElseGet(() -> sessions.newest(environment, tier.orElse(Tier.API), colour));
    }

    @Override
    public Session open(SessionTask task, String command, int columns, int rows, SessionReceiver receiver) {
        return sessions.open(task, command, columns, rows, receiver);
    }

    @Override
    public List<SessionCheck> examine(SessionTask task, Optional<Failure> attempt) {
        return sessions.examine(task, attempt);
    }

    @Override
    public InetSocketAddress redis(SessionTask task) {
        return sessions.redis(task);
    }

    @Override
    public Forward forward(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> receiver,
            Cancellation cancellation) {
        return sessions.forward(task, host, port, localPort, receiver, cancellation);
    }
}
