package slipway.operations.sessions;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import slipway.async.Poller;
import slipway.channel.SessionOffer;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionTask;
import slipway.operations.Failures;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.Session;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;

/**
 * Asks ECS for a session on a task, again and again while its agent is starting. ECS answers an agent that is not there yet
 * and a task without ECS Exec in the same words, so the task is looked at to tell them apart.
 */
final class SessionOpening {
    /** How long an agent may take: on AWS it is there some ten seconds after its task runs. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PACE = Duration.ofSeconds(2);

    private final Cloud cloud;
    private final InstantSource clock;
    private final SessionTask task;
    private final String deed;
    private final Supplier<SessionOffer> call;

    private SessionOpening(
            Cloud cloud, InstantSource clock, SessionTask task, String deed, Supplier<SessionOffer> call) {
        this.cloud = cloud;
        this.clock = clock;
        this.task = task;
        this.deed = deed;
        this.call = call;
    }

    /** By {@code ExecuteCommand}. */
    static SessionOpening command(Cloud cloud, InstantSource clock, SessionTask task, String command) {
        return new SessionOpening(cloud, clock, task, "open a session on task " + task.id(), () -> {
            Session session = cloud.ecs()
                    .executeCommand(request -> request.cluster(task.cluster())
                            .task(task.id())
                            .container(task.container())
                            .command(command)
                            .interactive(true))
                    .session();
            return new SessionOffer(
                    session.sessionId(), URI.create(session.streamUrl()), session.tokenValue(), task.target());
        });
    }

    /** By {@code StartSession} with one of the documents for ports: to a host that the task reaches, or to the task itself. */
    static SessionOpening port(Cloud cloud, InstantSource clock, SessionTask task, String host, int port) {
        boolean remote = !host.isEmpty();
        Map<String, List<String>> parameters = new HashMap<>();
        parameters.put("portNumber", List.of(String.valueOf(port)));
        if (remote) {
            parameters.put("host", List.of(host));
        }
        String document = "AWS-StartPortForwardingSession" + (remote ? "ToRemoteHost" : "");
        return new SessionOpening(cloud, clock, task, "forward a port from task " + task.id(), () -> {
            StartSessionResponse session = cloud.ssm()
                    .startSession(request ->
                            request.target(task.target()).documentName(document).parameters(parameters));
            return new SessionOffer(
                    session.sessionId(), URI.create(session.streamUrl()), session.tokenValue(), task.target());
        });
    }

    /**
     * The session that ECS offers; empty when cancelled.
     *
     * @param waiting told why there is none yet, each time
     * @throws FailureException when there is none and waiting does not help
     */
    Optional<SessionOffer> offer(Poller poller, Consumer<String> waiting) {
        Instant until = clock.instant().plus(PATIENCE);
        return poller.until(() -> Failures.translated(deed, () -> attempt(until, waiting)), () -> PACE);
    }

    private Optional<SessionOffer> attempt(Instant until, Consumer<String> waiting) {
        try {
            return Optional.of(call.get());
        } catch (TargetNotConnectedException
                | InvalidParameterException
                | software.amazon.awssdk.services.ssm.model.TargetNotConnectedException notYet) {
            String reason = lookedAt(notYet).orElseThrow(() -> notYet);
            if (!clock.instant().isBefore(until)) {
                throw new FailureException(
                        new Failure.Rejected(
                                reason + " " + PATIENCE.toMinutes()
                                        + " minutes were not enough. Run the doctor, or choose another task.",
                                Failures.code(notYet) + ": " + Failures.words(notYet)),
                        notYet);
            }
            waiting.accept(reason);
            return Optional.empty();
        }
    }

    /** Why the agent may be there in a while; empty when it was refused for another reason. Throws when it never will. */
    private Optional<String> lookedAt(AwsServiceException refused) {
        Task now =
                cloud
                        .ecs()
                        .describeTasks(
                                request -> request.cluster(task.cluster()).tasks(task.id()))
                        .tasks()
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> rejected("Task " + task.id() + " is gone. Choose another one."));
        String status = Objects.requireNonNullElse(now.lastStatus(), "");
        if ("STOPPED".equals(now.desiredStatus())) {
            String reason = Objects.requireNonNullElse(now.stoppedReason(), "");
            throw rejected("Task " + task.id() + (status.equals("STOPPED") ? " has stopped" : " is being stopped")
                    + (reason.isEmpty() ? "" : ": " + reason) + ". Choose another one.");
        }
        if (!Boolean.TRUE.equals(now.enableExecuteCommand())) {
            throw rejected("Task " + task.id() + " was started without ECS Exec. Switch it on for its service"
                    + " (EnableExecuteCommand), redeploy, and open a session on a new task.");
        }
        if (!status.equals("RUNNING")) {
            return Optional.of("Task " + task.shortId() + " is " + status + ".");
        }
        Container container = TaskFinder.application(now, task.tier());
        Optional<ManagedAgent> agent = TaskFinder.agent(container);
        String agentStatus = agent.map(ManagedAgent::lastStatus).orElse("PENDING");
        return switch (agentStatus) {
            case "STOPPED" ->
                throw rejected("The agent of task " + task.id() + " has stopped"
                        + agent.map(ManagedAgent::reason)
                                .filter(reason -> !reason.isEmpty())
                                .map(reason -> ": " + reason)
                                .orElse("")
                        + ". Stop the task, so that its service starts a new one, or run the doctor.");
            case "RUNNING" ->
                !(refused instanceof InvalidParameterException)
                        ? Optional.of("The agent of task " + task.shortId() + " is not connected yet.")
                        : Optional.empty();
            default -> Optional.of("The agent of task " + task.shortId() + " is starting.");
        };
    }

    private static FailureException rejected(String words) {
        return new FailureException(new Failure.Rejected(words, ""));
    }
}
