package slipway.ui;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.Exposure;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ForwardStatus;
import slipway.model.Identity;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.ReadinessCheck;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.SessionCheck;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.StackPlan;
import slipway.model.Tier;
import slipway.model.TrafficStatus;
import slipway.model.WayOut;
import slipway.model.Weights;
import slipway.operations.rollout.ParameterForm;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.sessions.Forward;
import slipway.operations.sessions.SessionReceiver;
import slipway.operations.traffic.Consent;
import slipway.operations.traffic.TrafficSession;
import slipway.ui.workspace.ConsoleServices;
import slipway.ui.workspace.LocalCloud;
import slipway.ui.workspace.LogTail;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.TrafficHand;
import slipway.ui.workspace.TrafficSource;

/** The outside of the console as a test wants it. Fields are set before, and read after; nothing here decides anything. */
@NullMarked
public final class FakeServices implements ConsoleServices, LocalCloud, TargetOperations {
    public volatile boolean running;
    public volatile boolean keepsStacks;
    public volatile Instant began = Samples.BEGAN.minus(Duration.ofMinutes(131));
    public volatile EnvironmentStatus status = Samples.nothing();
    public volatile List<ReadinessCheck> readiness = Samples.ready();
    public volatile DeployPlan plan = Samples.plan();
    public volatile ParameterForm form = new ParameterForm(List.of());
    public volatile @Nullable Failure readFailure;
    public volatile @Nullable Failure openFailure;
    public volatile @Nullable Failure planFailure;
    public volatile @Nullable Failure writeFailure;
    public volatile List<WayOut> waysOut = List.of();
    public volatile Exposure exposure = Samples.exposure();
    public volatile @Nullable Failure exposureFailure;
    public final AtomicInteger exposureReads = new AtomicInteger();
    /** What a deployment reports before it ends. */
    public volatile List<DeployProgress> reports = List.of();
    /** How a deployment ends. */
    public volatile DeployProgress end = Samples.succeeded();
    /** How a deployment ends that was cancelled. */
    public volatile DeployProgress cancelledEnd = Samples.cancelled();
    /** Opened: a deployment ends at once; closed: it reports, then waits for this or for its cancellation. */
    public volatile CountDownLatch gate = new CountDownLatch(0);
    /** Runs in the middle of a deployment, after the reports. */
    public volatile Runnable during = () -> {};
    /** What following every log brings; each scope gets its own of it. */
    public volatile LogTail logs = (receiver, cancellation) -> {};
    /** What the environment is read as once a deployment ended well. */
    public volatile EnvironmentStatus after = Samples.deployed();

    public volatile TrafficStatus traffic = TrafficSamples.idle();
    public volatile @Nullable Failure trafficFailure;
    public final AtomicInteger trafficReads = new AtomicInteger();
    /** Who is told what becomes of moves. */
    public volatile Consumer<TrafficSession.State> trafficTold = state -> {};

    public volatile ReleaseStatus releases = ReleaseSamples.none();
    public volatile @Nullable Failure releasesFailure;
    public volatile @Nullable Failure releasePlanFailure;
    public volatile @Nullable ReleaseRequest releaseRequest;
    /** What a release that is carried out here reports, and ends as. */
    public volatile Release release = ReleaseSamples.shifting();
    /** Of the release that was carried out last. */
    public volatile @Nullable Cancellation releaseCancellation;

    public volatile List<SessionTask> sessionTasks = List.of();
    public volatile @Nullable Failure sessionTasksFailure;
    public final AtomicInteger sessionTaskReads = new AtomicInteger();
    public final List<EnvironmentName> taskReadsOf = java.util.Collections.synchronizedList(new ArrayList<>());
    /** Those that were opened, the oldest first. */
    public final List<FakeSession> sessions = java.util.Collections.synchronizedList(new ArrayList<>());
    /** What becomes of a session as it is opened. */
    public volatile Consumer<FakeSession> sessionBegins = session -> {};

    public volatile List<SessionCheck> sessionChecks = List.of();
    public volatile @Nullable Failure forwardFailure;

    public volatile Identity identity =
            new Identity("000000000000", "arn:aws:iam::000000000000:user/local", "eu-west-1", true, 10);

    public final List<String> calls = java.util.Collections.synchronizedList(new ArrayList<>());
    public volatile Map<String, String> parameters = Map.of();

    @Override
    public List<TargetChoice> targets() {
        return List.of(
                TargetChoice.LOCAL,
                TargetChoice.of(
                        new Target.Aws(Optional.of("slipway-dev"), Optional.of("eu-west-1"), Optional.empty())));
    }

    @Override
    public TargetOperations open(TargetChoice target) {
        calls.add("open " + target.label());
        throwIf(openFailure);
        running = true;
        return this;
    }

    @Override
    public LocalCloud localCloud() {
        return this;
    }

    @Override
    public List<ReadinessCheck> readiness() {
        return readiness;
    }

    @Override
    public DeployPlan outline(EnvironmentName environment) {
        return Samples.plan();
    }

    @Override
    public Status status() {
        return new Status(running ? Optional.of(new Running(10, 148_000_000, began)) : Optional.empty(), keepsStacks);
    }

    @Override
    public void start() {
        calls.add("start");
        running = true;
    }

    @Override
    public void stop() {
        calls.add("stop");
        running = false;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public EnvironmentStatus read(EnvironmentName environment) {
        throwIf(readFailure);
        return status;
    }

    @Override
    public ParameterForm form(EnvironmentName environment) {
        return form;
    }

    @Override
    public DeployPlan plan(EnvironmentName environment, Map<String, String> parameters) {
        calls.add("plan " + environment);
        this.parameters = parameters;
        throwIf(planFailure);
        return plan;
    }

    @Override
    public DeployPlan preview(DeployPlan plan) {
        calls.add("preview");
        return Samples.plan(StackPlan.Action.UPDATE);
    }

    @Override
    public DeployProgress deploy(DeployPlan plan, Consumer<DeployProgress> progress, Cancellation cancellation) {
        calls.add("deploy");
        reports.forEach(progress);
        during.run();
        cancellation.onRequest(gate::countDown);
        try {
            gate.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        if (cancellation.isRequested()) {
            return cancelledEnd;
        }
        if (end.phase() == DeployProgress.Phase.SUCCEEDED) {
            status = after;
        }
        return end;
    }

    @Override
    public DeployProgress cancelUpdates(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        calls.add("cancelUpdates");
        return cancelled;
    }

    @Override
    public DeployProgress deleteCreated(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        calls.add("deleteCreated");
        return cancelled;
    }

    @Override
    public DeployPlan deletionPlan(EnvironmentName environment, boolean eraseData) {
        calls.add("deletionPlan " + eraseData);
        return Samples.plan(StackPlan.Action.DELETE);
    }

    @Override
    public DeployProgress delete(
            EnvironmentName environment,
            boolean eraseData,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        calls.add("delete " + eraseData);
        status = Samples.nothing();
        return end;
    }

    @Override
    public void stopTask(EnvironmentName environment, String task) {
        calls.add("stopTask " + environment + " " + task);
        throwIf(writeFailure);
    }

    @Override
    public void redeploy(EnvironmentName environment, String service) {
        calls.add("redeploy " + environment + " " + service);
        throwIf(writeFailure);
    }

    @Override
    public LogTail logs(LogScope scope, Optional<Instant> from) {
        calls.add("logs of " + String.join(" and ", scope.services())
                + (scope.task().isEmpty() ? "" : ", task " + scope.task())
                + from.map(at -> " from " + at).orElse(""));
        LogTail all = logs;
        return (receiver, cancellation) -> all.follow(
                news -> receiver.accept(news instanceof LogNews.Lines found ? of(scope, found) : news), cancellation);
    }

    private static LogNews of(LogScope scope, LogNews.Lines found) {
        return new LogNews.Lines(found.lines().stream()
                .filter(line -> line.source() == scope.source())
                .filter(line ->
                        scope.colour().map(colour -> colour == line.colour()).orElse(true))
                .filter(line -> line.task().startsWith(scope.task()))
                .toList());
    }

    @Override
    public List<WayOut> waysOut(EnvironmentName environment) {
        return waysOut;
    }

    @Override
    public DeployProgress repair(
            EnvironmentName environment,
            String stack,
            Set<String> leftAlone,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        calls.add("repair " + stack + (leftAlone.isEmpty() ? "" : " without " + String.join(",", leftAlone)));
        throwIf(writeFailure);
        waysOut = List.of();
        status = Samples.deployed();
        return Samples.repaired();
    }

    @Override
    public List<SessionTask> sessionTasks(EnvironmentName environment) {
        sessionTaskReads.incrementAndGet();
        taskReadsOf.add(environment);
        throwIf(sessionTasksFailure);
        return sessionTasks;
    }

    @Override
    public FakeSession openSession(SessionTask task, String command, int columns, int rows, SessionReceiver receiver) {
        calls.add("open " + command + " on " + task.id() + ", " + columns + "x" + rows);
        var session = new FakeSession(task, receiver);
        sessions.add(session);
        sessionBegins.accept(session);
        return session;
    }

    @Override
    public List<SessionCheck> examineSession(SessionTask task, Optional<Failure> attempt) {
        calls.add("examine " + task.id()
                + attempt.map(failure -> " after " + failure.message()).orElse(""));
        return sessionChecks;
    }

    @Override
    public Forward forwardPort(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> told,
            Cancellation cancellation) {
        calls.add("forward " + localPort + " to " + host + ":" + port + " through " + task.id());
        throwIf(forwardFailure);
        var status = new ForwardStatus(
                task,
                host,
                port,
                localPort == 0 ? 40_001 : localPort,
                false,
                new SessionStatus.Live("port-0f1e2d3c4b5a69788", false));
        return new Forward() {
            @Override
            public ForwardStatus status() {
                return status;
            }

            @Override
            public void close() {
                calls.add("forward no more " + status.localPort());
            }
        };
    }

    @Override
    public InetSocketAddress redisOf(SessionTask task) {
        return InetSocketAddress.createUnresolved("redis.dev.internal", 6379);
    }

    @Override
    public Exposure exposure(EnvironmentName environment) {
        exposureReads.incrementAndGet();
        throwIf(exposureFailure);
        return exposure;
    }

    @Override
    public TrafficStatus traffic(EnvironmentName environment) {
        trafficReads.incrementAndGet();
        throwIf(trafficFailure);
        return traffic;
    }

    @Override
    public TrafficHand trafficHand(EnvironmentName environment, Consumer<TrafficSession.State> told) {
        trafficTold = told;
        return new TrafficHand() {
            @Override
            public void move(Tier tier, Weights weights, String why, Consent consent) {
                calls.add("move " + tier.label() + " to " + weights + ", " + why + (consent.force() ? ", forced" : "")
                        + (consent.takeOver() ? ", taken over" : ""));
            }

            @Override
            public void close() {
                calls.add("let go of the weights of " + environment);
            }
        };
    }

    @Override
    public ReleaseStatus releases(EnvironmentName environment) {
        throwIf(releasesFailure);
        return releases;
    }

    @Override
    public Path applicationFolder(Tier tier) {
        return Path.of("/home/kim/shop", tier.label());
    }

    @Override
    public ReleasePlan releasePlan(ReleaseRequest request) {
        releaseRequest = request;
        throwIf(releasePlanFailure);
        return ReleaseSamples.plan(request);
    }

    @Override
    public Release release(ReleasePlan plan, Consumer<Release> progress, Cancellation cancellation) {
        calls.add("release " + plan.version().tag() + " of " + plan.tier().label());
        return run(progress, cancellation);
    }

    @Override
    public Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> progress, Cancellation cancellation) {
        calls.add("steer " + tier.label() + " to " + wish);
        throwIf(writeFailure);
        return run(progress, cancellation);
    }

    private Release run(Consumer<Release> progress, Cancellation cancellation) {
        progress.accept(release);
        releaseCancellation = cancellation;
        during.run();
        return release;
    }

    @Override
    public void retire(EnvironmentName environment, Tier tier, Colour colour) {
        calls.add("retire " + tier.label() + "-" + colour.label());
        throwIf(writeFailure);
    }

    @Override
    public TrafficSource sendTraffic(EnvironmentName environment, Consumer<TrafficSource.Count> told) {
        calls.add("send traffic to " + environment);
        throwIf(writeFailure);
        told.accept(new TrafficSource.Count(412, 0));
        return () -> calls.add("send no more");
    }

    @Override
    public String trafficWriter() {
        return "kim@desk, slider";
    }

    @Override
    public int callsPerMinute() {
        return 41;
    }

    @Override
    public void close() {
        calls.add("close");
    }

    private static void throwIf(@Nullable Failure failure) {
        if (failure != null) {
            throw new FailureException(failure);
        }
    }
}
