package slipway.operations.rollout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slipway.async.Cancellation;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.ImageVersion;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficRefusedException;
import slipway.model.WayOut;
import slipway.operations.DeploymentLedger;
import slipway.operations.EnvironmentStack;
import slipway.operations.ImageReference;
import slipway.operations.build.ImagePublisher;
import slipway.operations.build.SourceVersion;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.WaysOut;
import slipway.operations.traffic.GuardReader;
import slipway.operations.traffic.TrafficWriter;
import slipway.operations.traffic.WeightWriter;

/** Finds out what a release would do, and whether its tier is in a state to be released into. */
final class ReleasePlanner {
    private static final Duration KEEP = Duration.ofMinutes(10);
    private static final Duration KEEP_IN_PRODUCTION = Duration.ofMinutes(60);

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final ImagePublisher publisher;
    private final SourceVersion versions;

    /** @param clock real time */
    ReleasePlanner(Cloud cloud, Timer timer, InstantSource clock) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.publisher = new ImagePublisher(cloud);
        this.versions = new SourceVersion();
    }

    /**
     * A tier as a release finds it.
     *
     * @param busy who deploys or deletes the environment, in words
     * @param stuck the way out of the stack of the colour that would take over
     */
    record Standing(
            Tier tier,
            EnvironmentState state,
            Optional<ReleaseLedger.Entry> newest,
            Optional<String> busy,
            Optional<WayOut> stuck) {
        List<ImageVersion> served() {
            return newest.map(ReleaseLedger.Entry::served).orElse(List.of());
        }

        /** The one with weight; the larger where both have some. */
        Colour live() {
            return state.weights().weight(tier, Colour.GREEN) > state.weights().weight(tier, Colour.BLUE)
                    ? Colour.GREEN
                    : Colour.BLUE;
        }

        ImageVersion version(Colour colour) {
            return state.image(tier, colour)
                    .map(image -> new ImageVersion(image, ImageReference.tag(image)))
                    .orElse(ImageVersion.NONE);
        }

        /** Nothing serves: the live colour gets the first image itself. */
        boolean first() {
            return version(live()).isNone();
        }

        Colour next() {
            return first() ? live() : live().other();
        }

        /** @throws TrafficRefusedException with what stands in the way of a release, and the way out */
        void require() {
            refusal().ifPresent(words -> {
                throw new TrafficRefusedException(List.of(new TrafficGuard.NotReleasable(tier, words)));
            });
        }

        private Optional<String> refusal() {
            EnvironmentName environment = state.environment();
            if (busy.isPresent()) {
                return Optional.of("The environment " + environment + " is busy, " + busy.get() + ": wait for it.");
            }
            Optional<Release> open = newest.map(ReleaseLedger.Entry::release)
                    .filter(release -> !release.phase().isOver())
                    .filter(release -> release.phase() != Phase.KEEPING || release.underWay());
            if (open.isPresent()) {
                return Optional.of(
                        "The " + open.get().name() + " by " + open.get().who() + " is "
                                + (open.get().isInterrupted()
                                        ? "interrupted"
                                        : open.get().phase().words())
                                + (open.get().underWay()
                                        ? ": wait for it, or abort it."
                                        : ": continue, promote or abort it first."));
            }
            Set<Colour> live = state.live(tier);
            if (live.size() > 1) {
                return Optional.of("Both colours of the " + tier.label() + " have requests (blue "
                        + state.weights().weight(tier, Colour.BLUE) + ", green "
                        + state.weights().weight(tier, Colour.GREEN)
                        + "): promote one or abort first, so that the other is free.");
            }
            return stuck.map(way -> way.stack() + " is " + way.status() + ". " + way.sentence());
        }
    }

    /** @throws FailureException {@code NotFound} for an environment without the tier's services */
    Standing standing(EnvironmentName environment, Tier tier) {
        EnvironmentState state = EnvironmentState.read(cloud, environment);
        var ledger = new DeploymentLedger(cloud, clock);
        Optional<String> busy = ledger.read(environment)
                .filter(ledger::isAlive)
                .map(record -> "it is being " + record.kind().participle() + " by "
                        + record.runner().shown() + " " + ledger.since(record));
        var standing = new Standing(
                tier, state, new ReleaseLedger(cloud, clock, environment, tier).read(), busy, Optional.empty());
        StackSnapshot stack = state.stacks().get(EnvironmentStack.service(tier, standing.next()));
        if (stack == null || !state.stacks().containsKey(EnvironmentStack.TRAFFIC)) {
            throw new FailureException(new Failure.NotFound(
                    "The environment " + environment + " has no service " + tier.label() + "-"
                            + standing.next().label() + ": deploy it first.",
                    ""));
        }
        return new Standing(tier, state, standing.newest(), busy, new WaysOut(cloud).of(stack));
    }

    ReleasePlan plan(ReleaseRequest request) {
        EnvironmentName environment = request.environment();
        Tier tier = request.tier();
        Standing standing = standing(environment, tier);
        standing.require();
        Colour next = standing.next();
        ImageVersion live = standing.version(standing.live());
        String repositoryUri = Optional.ofNullable(standing.state().stacks().get(EnvironmentStack.service(tier, next)))
                .map(stack -> stack.parameters().getOrDefault("RepositoryUri", ""))
                .orElse("");
        requireTag(request);
        ImageVersion version = version(request, standing, live, repositoryUri);
        requireOwnTag(request, repositoryUri);
        if (version.image().equals(live.image())) {
            throw new FailureException(new Failure.Rejected(
                    "The " + tier.label() + " of " + environment + " runs " + version.shown()
                            + " already: there is nothing to release.",
                    ""));
        }
        boolean publishes = request.source() instanceof ReleaseRequest.Source.Folder
                && !publisher.exists(name(repositoryUri), version.tag());
        if (publishes) {
            publisher.obstacle().ifPresent(obstacle -> {
                throw new FailureException(obstacle);
            });
        }
        GuardReading guard = new GuardReader(cloud, environment).read(tier, next);
        if (guard.state() == GuardReading.State.UNKNOWN && guard.figures().isEmpty()) {
            throw new FailureException(new Failure.Rejected(
                    "The guard of " + tier.label() + "-" + next.label()
                            + " cannot be read, so nothing would stop a bad version: the service stack's output"
                            + " GuardAlarmName names it, and cloudwatch:DescribeAlarms must be allowed.",
                    ""));
        }
        return new ReleasePlan(
                environment,
                tier,
                request.source() instanceof ReleaseRequest.Source.Previous
                        ? Release.Kind.ROLLBACK
                        : Release.Kind.RELEASE,
                next,
                version,
                live,
                request.source() instanceof ReleaseRequest.Source.Folder folder
                        ? Optional.of(folder.folder())
                        : Optional.empty(),
                publishes,
                Math.max(
                        Transition.FEWEST,
                        live.isNone() ? 0 : roller(environment, tier).desired(standing.live())),
                live.isNone(),
                terms(request, standing, guard),
                guard.shortestBake());
    }

    private ImageVersion version(ReleaseRequest request, Standing standing, ImageVersion live, String repositoryUri) {
        return switch (request.source()) {
            case ReleaseRequest.Source.Folder folder -> {
                String tag = folder.tag().orElseGet(() -> versions.tag(folder.folder()));
                yield new ImageVersion(repositoryUri + ":" + tag, tag);
            }
            case ReleaseRequest.Source.Published published -> {
                if (!publisher.exists(name(repositoryUri), published.tag())) {
                    throw new FailureException(new Failure.NotFound(
                            "The repository " + repositoryUri + " holds no image " + published.tag()
                                    + ": name a folder to build it from.",
                            ""));
                }
                yield new ImageVersion(repositoryUri + ":" + published.tag(), published.tag());
            }
            case ReleaseRequest.Source.Previous _ -> {
                ImageVersion before = standing.newest()
                        .flatMap(entry -> entry.before(live))
                        .orElseThrow(() -> new FailureException(new Failure.NotFound(
                                "No version of the " + standing.tier().label() + " is known that served before "
                                        + (live.isNone() ? "this one" : live.shown())
                                        + ": release one by its tag, or from its folder.",
                                "")));
                if (before.image().startsWith(repositoryUri + ":")
                        && !publisher.exists(name(repositoryUri), before.tag())) {
                    throw new FailureException(new Failure.NotFound(
                            "The repository " + repositoryUri + " does not hold the image " + before.tag()
                                    + " any more, which served before: release its folder again.",
                            ""));
                }
                yield before;
            }
        };
    }

    private static void requireTag(ReleaseRequest request) {
        Optional<String> given = switch (request.source()) {
            case ReleaseRequest.Source.Folder folder -> folder.tag();
            case ReleaseRequest.Source.Published published -> Optional.of(published.tag());
            case ReleaseRequest.Source.Previous _ -> Optional.empty();
        };
        given.filter(tag -> !ImageVersion.isTag(tag)).ifPresent(tag -> {
            throw new FailureException(new Failure.Rejected("'" + tag + "' " + ImageVersion.NO_TAG, ""));
        });
    }

    /** A tag that was given may name another content than the folder's: that would be released in its place, and nothing said so. */
    private void requireOwnTag(ReleaseRequest request, String repositoryUri) {
        if (!(request.source() instanceof ReleaseRequest.Source.Folder folder)
                || folder.tag().isEmpty()) {
            return;
        }
        String tag = folder.tag().get();
        if (publisher.exists(name(repositoryUri), tag)
                && publisher.isAnother(folder.folder(), name(repositoryUri), tag)) {
            throw new FailureException(new Failure.Rejected(
                    "The repository holds an image " + tag + " already, and " + folder.folder()
                            + " holds something else: give the folder another tag, or release the image by its tag alone.",
                    ""));
        }
    }

    /** The repository's name within its registry. */
    static String name(String repositoryUri) {
        return repositoryUri.substring(repositoryUri.indexOf('/') + 1);
    }

    private ReleaseTerms terms(ReleaseRequest request, Standing standing, GuardReading guard) {
        Duration shortest = guard.shortestBake();
        Duration usual = ReleaseTerms.BAKE.compareTo(shortest) < 0 ? shortest : ReleaseTerms.BAKE;
        Duration bake = request.bake().orElse(usual);
        if (bake.compareTo(shortest) < 0) {
            throw new FailureException(new Failure.Rejected(
                    "A bake of " + words(bake) + " is too short: " + guard.alarm() + " needs " + words(shortest)
                            + " to judge a step. Give that, or more.",
                    ""));
        }
        Duration keep = request.keep().orElse(isProduction(standing) ? KEEP_IN_PRODUCTION : KEEP);
        if (keep.isNegative()) {
            throw new FailureException(
                    new Failure.Rejected("The old colour cannot be kept for less than no time.", ""));
        }
        return new ReleaseTerms(
                request.shift().isEmpty() ? ReleaseTerms.SHIFT : request.shift(),
                bake,
                keep,
                request.sendsTraffic().orElse(cloud.target() instanceof Target.Local));
    }

    private static boolean isProduction(Standing standing) {
        return standing.state().stacks().values().stream()
                .anyMatch(stack -> "production".equals(stack.parameters().get("Profile")));
    }

    private static String words(Duration duration) {
        return duration.toSecondsPart() == 0
                ? duration.toMinutes() + (duration.toMinutes() == 1 ? " minute" : " minutes")
                : duration.toSeconds() + " seconds";
    }

    private ColourRoller roller(EnvironmentName environment, Tier tier) {
        return new ColourRoller(cloud, timer, clock, environment, tier);
    }

    /** Retires a colour that has no weight, under the lock. */
    void retire(
            EnvironmentName environment, Tier tier, Colour colour, TrafficWriter writer, Cancellation cancellation) {
        String name = EnvironmentStack.service(tier, colour).in(environment);
        WeightWriter holder = WeightWriter.begin(cloud, timer, environment, writer, "retire " + name, false);
        try {
            int weight = WeightWriter.weights(cloud, environment, tier).of(colour);
            if (weight > 0) {
                throw new TrafficRefusedException(List.of(new TrafficGuard.Weighted(tier, colour, weight)));
            }
            roller(environment, tier).change(colour, Optional.empty(), Transition.retire(), cancellation);
        } finally {
            holder.end();
        }
    }
}
