package slipway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.Exposure;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Identity;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficRefusedException;
import slipway.model.TrafficStatus;
import slipway.model.WayOut;
import slipway.model.Weights;
import slipway.model.WrongUsageException;
import slipway.operations.rollout.DeployRequest;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.traffic.Consent;
import slipway.ui.Samples;

/** A target that answers with samples and remembers what was asked of it. */
final class FakeDeeds implements Deeds {
    final List<String> done = new ArrayList<>();
    final List<DeployRequest> requests = new ArrayList<>();
    EnvironmentStatus status = Samples.deployed();
    DeployPlan plan = Samples.plan();
    List<DeployProgress> progress = List.of(Samples.deploying(), Samples.succeeded());
    List<WayOut> waysOut = List.of();
    Map<Tier, TrafficLedger> ledger = Map.of(Tier.API, new TrafficLedger.InSync());
    TrafficStatus traffic = TrafficSamples.shifting();
    List<TrafficGuard> refusing = List.of();
    TrafficMove.Outcome outcome = TrafficMove.Outcome.SETTLED;
    ReleaseStatus releases = ReleaseSamples.status();
    ReleasePlan releasePlan = ReleaseSamples.plan();
    List<Release> course = ReleaseSamples.course();
    final List<ReleaseRequest> releaseRequests = new ArrayList<>();
    Optional<Failure> releasesFailure = Optional.empty();

    @Nullable
    RuntimeException planning;

    Exposure exposure = Samples.exposure();
    Optional<Failure> exposureFailure = Optional.empty();
    String wrongUsage = "";
    DeployProgress repaired = Samples.repaired();
    Runnable midway = () -> {};
    /** How the course of a release ends after its last state. */
    Optional<Failure> courseFailure = Optional.empty();

    List<LogLine> lines = List.of();
    List<LogNews> news = List.of();
    IntConsumer reading = count -> {};
    private int readings;
    final FakeSessions sessions = new FakeSessions(done);

    @Nullable
    String busy;

    @Nullable
    Failure failure;

    private void does(String deed) {
        done.add(deed);
        if (failure != null) {
            throw new FailureException(failure);
        }
    }

    @Override
    public Identity identity() {
        does("identity");
        return new Identity("123456789012", "arn:aws:iam::123456789012:user/ada", "eu-west-1", false, 1);
    }

    @Override
    public Optional<String> atWork(EnvironmentName environment) {
        return Optional.ofNullable(busy);
    }

    @Override
    public EnvironmentStatus status(EnvironmentName environment) {
        does("status " + environment);
        reading.accept(++readings);
        return status;
    }

    @Override
    public DeployPlan plan(DeployRequest request) {
        requests.add(request);
        does("plan");
        if (!wrongUsage.isEmpty()) {
            throw new WrongUsageException(wrongUsage);
        }
        return plan;
    }

    @Override
    public DeployPlan preview(DeployPlan planned) {
        does("preview");
        return planned;
    }

    @Override
    public DeployProgress deploy(DeployPlan planned, Consumer<DeployProgress> listener, Cancellation cancellation) {
        does("deploy");
        listener.accept(progress.getFirst());
        midway.run();
        if (cancellation.isRequested()) {
            listener.accept(Samples.cancelled());
            return Samples.cancelled();
        }
        listener.accept(progress.getLast());
        return progress.getLast();
    }

    @Override
    public DeployProgress cancelUpdates(
            DeployProgress cancelled, Consumer<DeployProgress> listener, Cancellation cancellation) {
        does("cancelUpdates");
        return cancelled;
    }

    @Override
    public DeployProgress deleteCreated(
            DeployProgress cancelled, Consumer<DeployProgress> listener, Cancellation cancellation) {
        does("deleteCreated");
        return cancelled;
    }

    @Override
    public DeployPlan deletionPlan(EnvironmentName environment, boolean eraseData) {
        does("deletionPlan");
        return plan;
    }

    @Override
    public DeployProgress delete(
            EnvironmentName environment,
            boolean eraseData,
            Consumer<DeployProgress> listener,
            Cancellation cancellation) {
        does("delete " + environment + (eraseData ? " with data" : ""));
        listener.accept(progress.getLast());
        return progress.getLast();
    }

    @Override
    public Map<Tier, TrafficLedger> ledger(EnvironmentName environment) {
        return ledger;
    }

    @Override
    public TrafficStatus traffic(EnvironmentName environment) {
        does("traffic " + environment);
        return traffic;
    }

    @Override
    public TrafficMove shift(
            EnvironmentName environment, Tier tier, Weights to, String why, Consent consent, Consumer<Weights> moved) {
        does("shift " + tier.label() + " " + to + " " + why + (consent.force() ? " force" : "")
                + (consent.takeOver() ? " take-over" : ""));
        if (!refusing.isEmpty()) {
            throw new TrafficRefusedException(refusing);
        }
        Weights from = traffic.tier(tier).orElseThrow().weights();
        moved.accept(from);
        return new TrafficMove(TrafficSamples.NOW, "kim@desk, command line", tier, from, to, why, outcome);
    }

    @Override
    public ReleaseStatus releases(EnvironmentName environment) {
        releasesFailure.ifPresent(refused -> {
            throw new FailureException(refused);
        });
        return releases;
    }

    @Override
    public Optional<Release> newestRelease(EnvironmentName environment, Tier tier) {
        return releases.tier(tier).flatMap(ReleaseStatus.TierRelease::release);
    }

    @Override
    public ReleasePlan planRelease(ReleaseRequest request) {
        releaseRequests.add(request);
        does("planRelease");
        if (planning != null && request.bake().isPresent()) {
            throw planning;
        }
        return releasePlan;
    }

    @Override
    public Release release(ReleasePlan planned, Consumer<Release> listener, Cancellation cancellation) {
        does("release " + planned.version().tag());
        return runThrough(listener, cancellation);
    }

    @Override
    public Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> listener, Cancellation cancellation) {
        does("steer " + tier.label() + " " + wish);
        return runThrough(listener, cancellation);
    }

    /** As far as it goes until it is cancelled. */
    private Release runThrough(Consumer<Release> listener, Cancellation cancellation) {
        for (Release each : course) {
            listener.accept(each);
            midway.run();
            if (cancellation.isRequested()) {
                return each;
            }
        }
        courseFailure.ifPresent(failed -> {
            throw new FailureException(failed);
        });
        return course.getLast();
    }

    @Override
    public void retire(EnvironmentName environment, Tier tier, Colour colour, Cancellation cancellation) {
        does("retire " + tier.label() + "-" + colour.label());
    }

    @Override
    public Exposure exposure(EnvironmentName environment) {
        exposureFailure.ifPresent(refused -> {
            throw new FailureException(refused);
        });
        return exposure;
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
            Consumer<DeployProgress> listener,
            Cancellation cancellation) {
        does("repair " + stack + (leftAlone.isEmpty() ? "" : " without " + String.join(",", leftAlone)));
        waysOut = List.of();
        listener.accept(repaired);
        return repaired;
    }

    @Override
    public LogScope logsOfService(EnvironmentName environment, String service) {
        does("logsOfService " + service);
        return LogScope.ofService(environment, service).orElseThrow();
    }

    @Override
    public LogScope logsOfTask(EnvironmentName environment, String task, Optional<LogScope> within) {
        does("logsOfTask " + task
                + within.map(scope -> " within " + scope.services()).orElse(""));
        return LogScope.ofService(environment, "dev-api-blue").orElseThrow().ofTask(task);
    }

    @Override
    public void readLogs(LogScope scope, Duration back, Consumer<List<LogLine>> receiver, Cancellation cancellation) {
        does("readLogs " + scope.services() + scope.task() + " " + back);
        receiver.accept(lines);
    }

    @Override
    public void followLogs(LogScope scope, Duration back, Consumer<LogNews> receiver, Cancellation cancellation) {
        does("followLogs " + scope.services() + scope.task() + " " + back);
        for (LogNews each : news) {
            if (!cancellation.isRequested()) {
                receiver.accept(each);
                midway.run();
            }
        }
    }

    @Override
    public SessionDeeds sessions() {
        return sessions;
    }

    @Override
    public void close() {
        done.add("close");
    }
}
