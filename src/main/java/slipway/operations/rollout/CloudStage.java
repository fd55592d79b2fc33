package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.Release;
import slipway.model.Tier;
import slipway.model.Weights;
import slipway.operations.ClientUrl;
import slipway.operations.EnvironmentStack;
import slipway.operations.build.ImagePublisher;
import slipway.operations.probe.SmokeTest;
import slipway.operations.probe.SyntheticTraffic;
import slipway.operations.stacks.StackReader;
import slipway.operations.traffic.ColourCounts;
import slipway.operations.traffic.GuardReader;
import slipway.operations.traffic.TrafficWriter;
import slipway.operations.traffic.WeightWriter;

/** A release's stage on a target. */
final class CloudStage implements Stage, AutoCloseable {
    private final Cloud cloud;
    private final Timer timer;
    private final EnvironmentName environment;
    private final TrafficWriter writer;
    private final Release release;
    private final Optional<Path> from;
    private final Tier tier;
    private final ColourRoller roller;
    private final GuardReader guards;
    private final ColourCounts counts;
    private final StackReader reader;
    private @Nullable WeightWriter weights;
    private @Nullable SyntheticTraffic traffic;

    /**
     * @param clock real time
     * @param from the folder whose image is published; empty for an image that is there
     */
    CloudStage(
            Cloud cloud,
            Timer timer,
            InstantSource clock,
            EnvironmentName environment,
            TrafficWriter writer,
            Release release,
            Optional<Path> from) {
        this.cloud = cloud;
        this.timer = timer;
        this.environment = environment;
        this.writer = writer;
        this.release = release;
        this.from = from;
        this.tier = release.tier();
        this.roller = new ColourRoller(cloud, timer, clock, environment, tier);
        this.guards = new GuardReader(cloud, environment);
        this.counts = new ColourCounts(cloud, environment);
        this.reader = new StackReader(cloud);
    }

    /** What the lock is held for. */
    static String purpose(Release release) {
        return (release.kind() == Release.Kind.ROLLBACK
                        ? "roll " + release.tier().label() + " back to "
                        : "release ")
                + release.version().shown()
                + (release.kind() == Release.Kind.ROLLBACK
                        ? ""
                        : " of " + release.tier().label());
    }

    @Override
    public Instant now() {
        return cloud.now();
    }

    @Override
    public Duration real(Duration time) {
        return Duration.ofNanos((long) (time.toNanos() / cloud.clockFactor()));
    }

    @Override
    public Duration pace() {
        return switch (cloud.target()) {
            case Target.Local _ -> Duration.ofMillis(500);
            case Target.Aws _ -> Duration.ofSeconds(5);
        };
    }

    @Override
    public void lock() {
        weights = WeightWriter.begin(cloud, timer, environment, writer, purpose(release), false);
    }

    @Override
    public void renew() {
        held().check();
    }

    @Override
    public void unlock() {
        if (weights != null) {
            WeightWriter ending = weights;
            weights = null;
            ending.end();
        }
    }

    private WeightWriter held() {
        if (weights == null) {
            throw new IllegalStateException("the weights are moved without the lock");
        }
        return weights;
    }

    @Override
    public Weights weights() {
        return WeightWriter.weights(cloud, environment, tier);
    }

    @Override
    public void move(Weights to, String why) {
        // The release knows of the deployments that warn: they are its own.
        held().move(tier, to, why, true);
    }

    @Override
    public void settle() {
        new Poller(timer, new Cancellation()).pause(WeightWriter.quiet(cloud));
        held().settle();
    }

    @Override
    public void publish(Cancellation cancellation, Consumer<String> said) {
        var publisher = new ImagePublisher(cloud);
        String repositoryUri = repository();
        if (from.isPresent()) {
            publisher.publish(from.get(), repositoryUri, release.version().tag(), cancellation, said);
            return;
        }
        // An image of another registry cannot be looked for: rolling it tells.
        if (release.version().image().startsWith(repositoryUri + ":")
                && !publisher.exists(
                        ReleasePlanner.name(repositoryUri), release.version().tag())) {
            throw new FailureException(new Failure.NotFound(
                    "The repository " + repositoryUri + " holds no image "
                            + release.version().tag() + ": begin a release from the folder that makes it.",
                    ""));
        }
    }

    private String repository() {
        return reader.find(EnvironmentStack.service(tier, release.colour()).in(environment))
                .map(stack -> stack.parameters().getOrDefault("RepositoryUri", ""))
                .orElse("");
    }

    @Override
    public void roll(Cancellation cancellation) {
        Colour colour = release.colour();
        int own = roller.desired(colour);
        boolean first = release.previous().isNone();
        int others = first ? 0 : roller.desired(colour.other());
        // What autoscaling has given it meanwhile stays.
        int tasks = Math.max(Math.max(Transition.FEWEST, others), running() ? own : 0);
        if (!running() || own < tasks) {
            roller.change(colour, Optional.of(release.version().image()), Transition.roll(tier, tasks), cancellation);
        }
        roller.awaitHealthy(colour, tasks, cancellation);
    }

    /** Whether the colour's stack stands with this version, and not as a retired one. */
    private boolean running() {
        return reader.find(EnvironmentStack.service(tier, release.colour()).in(environment))
                .filter(stack -> stack.stands() && !stack.status().equals("UPDATE_FAILED"))
                .filter(stack ->
                        release.version().image().equals(stack.parameters().get("Image")))
                .filter(stack -> !"0".equals(stack.parameters().get("MaxCapacity")))
                .isPresent();
    }

    @Override
    public void finish() {
        roller.change(
                release.colour(),
                Optional.empty(),
                Transition.finish(tier, roller.desired(release.colour())),
                new Cancellation());
    }

    @Override
    public void retire(Colour colour) {
        roller.cancelUpdate(colour);
        roller.change(colour, Optional.empty(), Transition.retire(), new Cancellation());
    }

    @Override
    public Optional<String> smoke(Cancellation cancellation) {
        String url = url();
        SmokeTest.Verdict verdict = new SmokeTest(new Poller(timer, cancellation))
                .test(url, ProbeHeaders.read(reader, environment, tier, release.colour()));
        return verdict.passed() ? Optional.empty() : Optional.of(verdict.words());
    }

    private String url() {
        return reader.find(EnvironmentStack.PLATFORM.in(environment))
                .flatMap(platform -> ClientUrl.read(cloud, platform.outputs()))
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "The platform stack of " + environment + " does not tell where the application answers.", "")));
    }

    @Override
    public GuardReading guard() {
        return guards.read(tier, release.colour());
    }

    @Override
    public Counted counted(Instant since) {
        ColourCounts.Count count = counts.since(tier, release.colour(), since);
        return new Counted(count.requests(), count.failed(), count.asOf());
    }

    @Override
    public void send(double perSecond) {
        if (perSecond <= 0) {
            close();
        } else {
            if (traffic == null) {
                traffic = new SyntheticTraffic(timer, url());
            }
            traffic.start(perSecond);
        }
    }

    /** Ends the synthetic requests. */
    @Override
    public void close() {
        if (traffic != null) {
            traffic.close();
            traffic = null;
        }
    }
}
