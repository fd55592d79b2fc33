package slipway.app;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.async.Timer;
import slipway.cloud.Cloud;
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
import slipway.model.LogScope;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.model.TrafficStatus;
import slipway.model.WayOut;
import slipway.model.Weights;
import slipway.operations.logs.LogFollower;
import slipway.operations.rollout.DeployRequest;
import slipway.operations.rollout.EnvironmentDeployer;
import slipway.operations.rollout.ExposureReader;
import slipway.operations.rollout.ParameterForm;
import slipway.operations.rollout.ReleaseReader;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.rollout.Releaser;
import slipway.operations.services.EnvironmentReader;
import slipway.operations.services.IdentityReader;
import slipway.operations.services.ServiceControl;
import slipway.operations.services.StoppedTaskArchive;
import slipway.operations.sessions.Forward;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;
import slipway.operations.sessions.Sessions;
import slipway.operations.traffic.Consent;
import slipway.operations.traffic.TrafficReader;
import slipway.operations.traffic.TrafficSession;
import slipway.operations.traffic.TrafficShifter;
import slipway.operations.traffic.TrafficWriter;
import slipway.ui.workspace.LogTail;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.TrafficHand;
import slipway.ui.workspace.TrafficSource;

/** The operations on one target, as the console asks for them. */
final class ConsoleOperations implements TargetOperations {
    private static final Duration LOGS_BACK = Duration.ofMinutes(30);

    private final Cloud cloud;
    private final Path home;
    private final Timer timer;
    private final InstantSource clock;
    private final EnvironmentDeployer deployer;
    private final EnvironmentReader reader;
    private final ExposureReader exposures;
    private final ServiceControl services;
    private final StoppedTaskArchive stopped;
    private final TrafficReader traffic;
    private final TrafficWriter slider = TrafficWriter.here("slider");
    private final Releaser releaser;
    private final ReleaseReader releases;
    private final Sessions sessions;
    private final Consumer<ConsoleOperations> closed;
    private volatile @Nullable Identity known;

    /** @param closed told when these are closed */
    ConsoleOperations(
            Cloud cloud,
            Path home,
            StoppedTaskArchive stopped,
            Timer timer,
            InstantSource clock,
            Consumer<ConsoleOperations> closed) {
        this.closed = closed;
        this.cloud = cloud;
        this.home = home;
        this.timer = timer;
        this.clock = clock;
        this.deployer = new EnvironmentDeployer(cloud, timer, clock);
        this.reader = new EnvironmentReader(cloud, clock);
        this.exposures = new ExposureReader(cloud);
        this.services = new ServiceControl(cloud);
        this.traffic = new TrafficReader(cloud);
        this.releaser = new Releaser(cloud, timer, clock, "console");
        this.releases = new ReleaseReader(cloud, clock);
        this.sessions = new Sessions(cloud, timer, clock);
        this.stopped = stopped;
    }

    @Override
    public Identity identity() {
        Identity read = new IdentityReader(cloud).read();
        known = read;
        return read;
    }

    @Override
    public EnvironmentStatus read(EnvironmentName environment) {
        Identity identity = known;
        return stopped.keep(identity == null ? identity() : identity, reader.read(environment));
    }

    @Override
    public ParameterForm form(EnvironmentName environment) {
        return deployer.form(environment, Optional.empty());
    }

    @Override
    public DeployPlan plan(EnvironmentName environment, Map<String, String> parameters) {
        return deployer.plan(new DeployRequest(environment, parameters, home, Optional.empty()));
    }

    @Override
    public DeployPlan preview(DeployPlan plan) {
        return deployer.preview(plan);
    }

    @Override
    public DeployProgress deploy(DeployPlan plan, Consumer<DeployProgress> progress, Cancellation cancellation) {
        return deployer.deploy(plan, progress, cancellation);
    }

    @Override
    public DeployProgress cancelUpdates(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        return deployer.cancelUpdates(cancelled, progress, cancellation);
    }

    @Override
    public DeployProgress deleteCreated(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        return deployer.deleteCreated(cancelled, progress, cancellation);
    }

    @Override
    public DeployPlan deletionPlan(EnvironmentName environment, boolean eraseData) {
        return deployer.deletionPlan(environment, eraseData);
    }

    @Override
    public DeployProgress delete(
            EnvironmentName environment,
            boolean eraseData,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        return deployer.delete(environment, eraseData, progress, cancellation);
    }

    @Override
    public void stopTask(EnvironmentName environment, String task) {
        services.stopTask(environment, task);
    }

    @Override
    public void redeploy(EnvironmentName environment, String service) {
        services.redeploy(environment, service);
    }

    @Override
    public LogTail logs(LogScope scope, Optional<Instant> from) {
        // What the panel says of its last minutes holds for a jump to a crash of just now too.
        Instant back = cloud.now().minus(LOGS_BACK);
        Instant since = from.filter(back::isAfter).orElse(back);
        return new LogFollower(cloud, timer, clock, scope, since)::follow;
    }

    @Override
    public List<WayOut> waysOut(EnvironmentName environment) {
        return deployer.waysOut(environment);
    }

    @Override
    public DeployProgress repair(
            EnvironmentName environment,
            String stack,
            Set<String> leftAlone,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        return deployer.repair(environment, stack, leftAlone, progress, cancellation);
    }

    @Override
    public Exposure exposure(EnvironmentName environment) {
        return exposures.read(environment, Optional.empty(), Map.of());
    }

    @Override
    public List<SessionTask> sessionTasks(EnvironmentName environment) {
        return sessions.tasks(environment);
    }

    @Override
    public Session openSession(SessionTask task, String command, int columns, int rows, SessionReceiver receiver) {
        return sessions.open(task, command, columns, rows, receiver);
    }

    @Override
    public List<SessionCheck> examineSession(SessionTask task, Optional<Failure> attempt) {
        return sessions.examine(task, attempt);
    }

    @Override
    public Forward forwardPort(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> told,
            Cancellation cancellation) {
        return sessions.forward(task, host, port, localPort, told, cancellation);
    }

    @Override
    public InetSocketAddress redisOf(SessionTask task) {
        return sessions.redis(task);
    }

    @Override
    public TrafficStatus traffic(EnvironmentName environment) {
        return traffic.read(environment);
    }

    @Override
    public TrafficHand trafficHand(EnvironmentName environment, Consumer<TrafficSession.State> told) {
        return new SessionHand(new TrafficShifter(cloud, timer, clock).session(environment, slider, told), timer);
    }

    /** Letting go blocks until all is written down, which nobody on the UI thread waits for. */
    private record SessionHand(TrafficSession session, Timer timer) implements TrafficHand {
        @Override
        public void move(Tier tier, Weights weights, String why, Consent consent) {
            session.move(tier, weights, why, consent);
        }

        @Override
        public void close() {
            timer.after(Duration.ZERO, session::close);
        }
    }

    @Override
    public String trafficWriter() {
        return slider.owner();
    }

    @Override
    public ReleaseStatus releases(EnvironmentName environment) {
        return releases.read(environment);
    }

    @Override
    public Path applicationFolder(Tier tier) {
        return home.resolve(tier.label());
    }

    @Override
    public ReleasePlan releasePlan(ReleaseRequest request) {
        return releaser.plan(request);
    }

    @Override
    public Release release(ReleasePlan plan, Consumer<Release> progress, Cancellation cancellation) {
        return releaser.release(plan, progress, cancellation);
    }

    @Override
    public Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> progress, Cancellation cancellation) {
        return releaser.steer(environment, tier, wish, progress, cancellation);
    }

    @Override
    public void retire(EnvironmentName environment, Tier tier, Colour colour) {
        releaser.retire(environment, tier, colour, new Cancellation());
    }

    @Override
    public TrafficSource sendTraffic(EnvironmentName environment, Consumer<TrafficSource.Count> told) {
        String url = reader.read(environment)
                .url()
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "It is not known where " + environment + " answers: deploy its client first.", "")));
        return new SyntheticSource(timer, url, told);
    }

    @Override
    public int callsPerMinute() {
        return cloud.callsPerMinute();
    }

    @Override
    public void close() {
        closed.accept(this);
        sessions.close();
        cloud.close();
    }

    /** Ends every session, and returns when the target has been told: for the end of the process. */
    void endSessions() {
        sessions.close();
    }
}
