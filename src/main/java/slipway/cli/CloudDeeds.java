package slipway.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.Exposure;
import slipway.model.Identity;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.Tier;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.WayOut;
import slipway.model.Weights;
import slipway.operations.logs.LogFollower;
import slipway.operations.logs.ScopeFinder;
import slipway.operations.rollout.DeployRequest;
import slipway.operations.rollout.EnvironmentDeployer;
import slipway.operations.rollout.ExposureReader;
import slipway.operations.rollout.ReleaseReader;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.rollout.Releaser;
import slipway.operations.services.EnvironmentReader;
import slipway.operations.services.IdentityReader;
import slipway.operations.sessions.Sessions;
import slipway.operations.traffic.Consent;
import slipway.operations.traffic.TrafficReader;
import slipway.operations.traffic.TrafficShifter;
import slipway.operations.traffic.TrafficWriter;

/** The deeds on a target's clients. */
final class CloudDeeds implements Deeds {
    private static final String WITH = "command line";

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final EnvironmentDeployer deployer;
    private final EnvironmentReader reader;
    private final ExposureReader exposures;
    private final TrafficReader traffic;
    private final TrafficShifter shifter;
    private final Releaser releaser;
    private final Sessions sessions;

    CloudDeeds(Cloud cloud, Timer timer, InstantSource clock) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.deployer = new EnvironmentDeployer(cloud, timer, clock);
        this.reader = new EnvironmentReader(cloud, clock);
        this.exposures = new ExposureReader(cloud);
        this.traffic = new TrafficReader(cloud);
        this.shifter = new TrafficShifter(cloud, timer, clock);
        this.releaser = new Releaser(cloud, timer, clock, WITH);
        this.sessions = new Sessions(cloud, timer, clock);
    }

    @Override
    public Identity identity() {
        return new IdentityReader(cloud).read();
    }

    @Override
    public Optional<String> atWork(EnvironmentName environment) {
        return deployer.atWork(environment);
    }

    @Override
    public EnvironmentStatus status(EnvironmentName environment) {
        return reader.read(environment);
    }

    @Override
    public DeployPlan plan(DeployRequest request) {
        return deployer.plan(request);
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
    public Exposure exposure(EnvironmentName environment) {
        return exposures.read(environment, Optional.empty(), Map.of());
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
    public Map<Tier, TrafficLedger> ledger(EnvironmentName environment) {
        return traffic.ledger(environment);
    }

    @Override
    public TrafficStatus traffic(EnvironmentName environment) {
        return traffic.read(environment);
    }

    @Override
    public TrafficMove shift(
            EnvironmentName environment, Tier tier, Weights to, String why, Consent consent, Consumer<Weights> moved) {
        return shifter.shift(environment, tier, to, why, TrafficWriter.here(WITH), consent, moved);
    }

    @Override
    public ReleaseStatus releases(EnvironmentName environment) {
        return new ReleaseReader(cloud, clock).read(environment);
    }

    @Override
    public Optional<Release> newestRelease(EnvironmentName environment, Tier tier) {
        return releaser.newest(environment, tier);
    }

    @Override
    public ReleasePlan planRelease(ReleaseRequest request) {
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
    public void retire(EnvironmentName environment, Tier tier, Colour colour, Cancellation cancellation) {
        releaser.retire(environment, tier, colour, cancellation);
    }

    @Override
    public LogScope logsOfService(EnvironmentName environment, String service) {
        return new ScopeFinder(cloud).ofService(environment, service);
    }

    @Override
    public LogScope logsOfTask(EnvironmentName environment, String task, Optional<LogScope> within) {
        return new ScopeFinder(cloud).ofTask(environment, task, within);
    }

    @Override
    public void readLogs(LogScope scope, Duration back, Consumer<List<LogLine>> receiver, Cancellation cancellation) {
        follower(scope, back).read(receiver, cancellation);
    }

    @Override
    public void followLogs(LogScope scope, Duration back, Consumer<LogNews> receiver, Cancellation cancellation) {
        follower(scope, back).follow(receiver, cancellation);
    }

    private LogFollower follower(LogScope scope, Duration back) {
        return new LogFollower(cloud, timer, clock, scope, cloud.now().minus(back));
    }

    @Override
    public SessionDeeds sessions() {
        return new CloudSessions(sessions);
    }

    @Override
    public void close() {
        sessions.close();
        cloud.close();
    }
}
