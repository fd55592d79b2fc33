package slipway.cli;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ForwardStatus;
import slipway.model.LogSource;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.operations.sessions.Forward;

/** {@code slipway forward}. */
@Command(
        name = "forward",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Leads a port of this machine to a task's, or to Redis, which only tasks reach, until Ctrl-C.",
            "The port is one of 127.0.0.1. It takes one connection at a time; where the agent shares it among several,"
                    + " that is said (which was not tried on AWS)."
        },
        footer = {"", "Exit status: 0 after Ctrl-C, 1 when it could not be opened or was lost, 2 wrong usage."})
final class ForwardCommand implements Callable<Integer> {
    private static final int APPLICATION_PORT = 4567;
    private static final int HIGHEST_PORT = 65_535;

    private final Tools tools;

    @Option(
            names = "--tier",
            paramLabel = "client|api|redis",
            description =
                    "To the newest healthy task of a tier, the api unless given; or to Redis, through a task of the"
                            + " api.")
    private LogSource tier = LogSource.API;

    @Option(names = "--colour", paramLabel = "blue|green", description = "A task of one colour of the tier only.")
    private Optional<Colour> colour = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "ID",
            description = "This task of the tier, by its id or how that begins, healthy or not.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port there; 4567 unless given, where the application listens, or Redis's own.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--local-port", paramLabel = "N", description = "The port here; one that is free unless given.")
    private Optional<Integer> localPort = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    ForwardCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() throws InterruptedException {
        Target target = tools.target(spec.commandLine());
        refuse("--port", port);
        refuse("--local-port", localPort);
        var cancellation = new Cancellation();
        var ended = new CountDownLatch(1);
        var last = new AtomicReference<@Nullable SessionStatus>();
        try (Deeds deeds = tools.open(target);
                var _ = FirstInterrupt.of(tools.context().terminal(), () -> {
                    cancellation.cancel();
                    ended.countDown();
                })) {
            SessionDeeds sessions = deeds.sessions();
            SessionTask through = sessions.task(tools.options().environment(), Optional.of(through()), colour, task);
            InetSocketAddress destination = destination(sessions, through);
            try (Forward forward = sessions.forward(
                    through,
                    destination.getHostString(),
                    destination.getPort(),
                    localPort.orElse(0),
                    status -> hear(status, last, ended),
                    cancellation)) {
                tell(forward.status());
                ended.await();
            } catch (FailureException failed) {
                if (failed.failure() instanceof Failure.Cancelled && cancellation.isRequested()) {
                    return ExitStatus.DONE;
                }
                throw failed;
            }
        }
        return status(last.get());
    }

    private void refuse(String option, Optional<Integer> value) {
        if (value.isPresent() && (value.get() < 1 || value.get() > HIGHEST_PORT)) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value.get() + ": ports go from 1 to " + HIGHEST_PORT + ".");
        }
    }

    /** Redis opens no sessions of its own: it is reached from a task of the api, as the application reaches it. */
    private Tier through() {
        return tier == LogSource.CLIENT ? Tier.CLIENT : Tier.API;
    }

    /** Without a host it is the task itself. */
    private InetSocketAddress destination(SessionDeeds sessions, SessionTask through) {
        if (tier != LogSource.REDIS) {
            return InetSocketAddress.createUnresolved("", port.orElse(APPLICATION_PORT));
        }
        InetSocketAddress redis = sessions.redis(through);
        return InetSocketAddress.createUnresolved(redis.getHostString(), port.orElse(redis.getPort()));
    }

    private void hear(ForwardStatus status, AtomicReference<@Nullable SessionStatus> last, CountDownLatch ended) {
        last.set(status.status());
        switch (status.status()) {
            case SessionStatus.Connecting _ -> {}
            case SessionStatus.AgentStarting starting -> tools.answers().say(starting.reason() + " Waiting.");
            case SessionStatus.Live _ -> {
                if (status.multiplexed()) {
                    tools.answers()
                            .say("The agent shares the session among connections (smux), which was not tried on AWS.");
                }
            }
            case SessionStatus.Reconnecting lost ->
                tools.answers().say("The connection was lost (" + lost.reason() + "). Reconnecting.");
            case SessionStatus.Finished _, SessionStatus.Terminated _, SessionStatus.Failed _ -> ended.countDown();
        }
    }

    private void tell(ForwardStatus status) {
        if (tools.answers().json()) {
            tools.answers()
                    .line(new Document(
                            status.address(),
                            status.localPort(),
                            status.destination(),
                            status.task().id()));
        } else {
            tools.answers()
                    .text(List.of(status.address() + " leads to " + status.destination()
                            + (status.host().isEmpty()
                                    ? ""
                                    : " through " + status.task().label())
                            + ". Ctrl-C ends it."));
        }
    }

    /**
     * @param address on this machine
     * @param destination what it leads to
     * @param task through which
     */
    private record Document(String address, int localPort, String destination, String task) {}

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    private int status(@Nullable SessionStatus last) {
        return switch (last) {
            case SessionStatus.Failed failed -> throw new FailureException(failed.failure());
            case SessionStatus.Finished finished -> {
                tools.answers()
                        .say("The session was ended by the service"
                                + (finished.text().isBlank()
                                        ? "."
                                        : ": " + sentence(finished.text().strip()))
                                + " " + spec.qualifiedName() + tools.options().repeated()
                                + " begins another, on a task that runs.");
                yield ExitStatus.FAILED;
            }
            case null, default -> ExitStatus.DONE;
        };
    }
}
