package slipway.operations.sessions;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.channel.ChannelClient;
import slipway.channel.FrameConnector;
import slipway.channel.JdkConnector;
import slipway.channel.PresignedUrl;
import slipway.channel.TerminalSize;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ForwardStatus;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.model.Tier;

/**
 * The sessions of one target: the tasks they can be opened on, and those that are open. Closing it ends them all, not the
 * target's clients.
 */
public final class Sessions implements AutoCloseable {
    /** The program of a session unless another is asked for. */
    public static final String COMMAND = "irb";

    private static final String SIGNING_NAME = "ssmmessages";

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final TaskFinder finder;
    private final TaskWatch watch;
    private final SsmControl control;
    private final Optional<FrameConnector> given;
    private final List<Owned> open = new ArrayList<>();
    private @Nullable HttpClient http;
    private boolean closed;

    /** @param clock real time */
    public Sessions(Cloud cloud, Timer timer, InstantSource clock) {
        this(cloud, timer, clock, Optional.empty());
    }

    /** @param connector opens the channels' sockets, in place of the JDK's client */
    Sessions(Cloud cloud, Timer timer, InstantSource clock, Optional<FrameConnector> connector) {
        this.cloud = cloud;
        this.given = connector;
        this.timer = timer;
        this.clock = clock;
        this.finder = new TaskFinder(cloud);
        this.watch = new TaskWatch(cloud, timer, finder);
        this.control = new SsmControl(cloud);
    }

    /**
     * The tasks of both tiers that run or shall run, the newest first. Blocks.
     *
     * @throws FailureException when they cannot be read
     */
    public List<SessionTask> tasks(EnvironmentName environment) {
        return finder.all(environment);
    }

    /**
     * The newest task of a tier that a session opens on; a healthy one whose agent is starting when there is no other. Blocks.
     *
     * @throws FailureException {@code NotFound} when none is healthy
     */
    public SessionTask newest(EnvironmentName environment, Tier tier, Optional<Colour> colour) {
        return finder.newest(environment, tier, colour);
    }

    /**
     * A task by its id or how that begins, healthy or not. Blocks.
     *
     * @throws FailureException {@code NotFound} when there is none, {@code Rejected} when there are several
     */
    public SessionTask byId(EnvironmentName environment, String id, Optional<Tier> tier, Optional<Colour> colour) {
        return finder.byId(environment, id, tier, colour);
    }

    /**
     * Opens a session; returns at once, and the receiver hears how it goes on.
     *
     * @param command a program and its arguments, which the agent splits at spaces; it has no shell
     * @param columns of the terminal, 1 to 65535
     * @param rows of the terminal, 1 to 65535
     */
    public Session open(SessionTask task, String command, int columns, int rows, SessionReceiver receiver) {
        ChannelClient client = client();
        var session = new ChannelSession(
                task, new TerminalSize(columns, rows), receiver, timer, watch, control, this::forget);
        remember(session);
        Background.start(
                "session on " + task.shortId(),
                () -> session.open(SessionOpening.command(cloud, clock, task, command), client));
        return session;
    }

    /**
     * Looks at everything that a session on the task needs, before an attempt or after one. Blocks; never throws for what
     * cannot be found out, but says so.
     *
     * @param attempt what the last attempt failed with
     */
    public List<SessionCheck> examine(SessionTask task, Optional<Failure> attempt) {
        return new SessionDoctor(cloud, clock).examine(task, attempt);
    }

    /**
     * Forwards a port of 127.0.0.1 to one that a task reaches. Returns when the port is listened on; blocks until then, also
     * while the agent is starting.
     *
     * @param host a host by the name that the task has for it; empty for the task itself
     * @param localPort 0 for any free one
     * @param receiver hears how it goes on, one call at a time
     * @param cancellation gives up waiting for the agent
     * @throws FailureException when it cannot be, {@code Rejected} where the local port is taken, {@code Cancelled}
     */
    public Forward forward(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> receiver,
            Cancellation cancellation) {
        var forward = new ChannelForward(
                task, host, port, SessionOpening.port(cloud, clock, task, host, port), control, receiver, this::forget);
        remember(forward);
        forward.open(client(), localPort, new Poller(timer, cancellation));
        return forward;
    }

    /** The forwarded ports, the oldest first. */
    public synchronized List<Forward> forwards() {
        return open.stream()
                .filter(Forward.class::isInstance)
                .map(Forward.class::cast)
                .toList();
    }

    /**
     * Where an api's task finds Redis: host and port, as its own variable {@code REDIS_URL} says. Blocks.
     *
     * @throws FailureException {@code NotFound} for a task without such a variable
     */
    public InetSocketAddress redis(SessionTask task) {
        return new TaskVariables(cloud).redis(task);
    }

    private ChannelClient client() {
        return new ChannelClient(
                given.orElseGet(() -> new JdkConnector(http(), timer)),
                this::headers,
                control,
                control,
                timer,
                clock,
                task -> Background.start("session", task));
    }

    private Map<String, String> headers(URI url) {
        return PresignedUrl.is(url) ? Map.of() : cloud.signedHeaders(url, SIGNING_NAME);
    }

    private synchronized HttpClient http() {
        HttpClient made = http;
        if (made == null) {
            made = SessionHttp.client();
            http = made;
        }
        return made;
    }

    /** What is open. */
    interface Owned {
        /** Begins the end. */
        void terminate();

        /** Returns when it has ended. */
        void close();
    }

    private void remember(Owned session) {
        synchronized (this) {
            if (!closed) {
                open.add(session);
                return;
            }
        }
        throw new IllegalStateException("the sessions of this target are closed");
    }

    private synchronized void forget(Owned session) {
        open.remove(session);
    }

    /** Ends what is open and waits until AWS has been told: seconds at most. */
    @Override
    public void close() {
        List<Owned> left;
        HttpClient client;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open);
            client = http;
        }
        left.forEach(Owned::terminate);
        left.forEach(Owned::close);
        if (client != null) {
            client.shutdownNow();
        }
    }
}
