package slipway.operations.rollout;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.Tier;
import slipway.model.WayOut;
import slipway.operations.DeploymentLedger;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.WaysOut;
import slipway.operations.traffic.GuardReader;
import software.amazon.awssdk.services.ecs.model.Service;

/** Reads the releases of environments, and what is to be done next about each tier. Keep one: it remembers what guards are made of. */
public final class ReleaseReader {
    private final Cloud cloud;
    private final InstantSource clock;
    private final WaysOut waysOut;
    private final Map<EnvironmentName, GuardReader> guards = new HashMap<>();

    /** @param clock real time */
    public ReleaseReader(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
        this.waysOut = new WaysOut(cloud);
    }

    /**
     * The environment's releases; one that does not exist, or has no services yet, has no tiers. What the principal may not read, or the
     * target does not offer, is left out and named. Blocks.
     *
     * @throws FailureException when the target does not answer, or refuses to tell even stacks or rules
     */
    public ReleaseStatus read(EnvironmentName environment) {
        EnvironmentState state = EnvironmentState.read(cloud, environment);
        List<Tier> tiers = Arrays.stream(Tier.values())
                .filter(tier -> !stacks(state, tier).isEmpty())
                .toList();
        if (tiers.isEmpty()) {
            return new ReleaseStatus(environment, List.of(), List.of(), cloud.now());
        }
        var unread = new Parts();
        var deployments = new DeploymentLedger(cloud, clock);
        boolean busy = unread.read(
                "whether the environment is being deployed",
                false,
                () -> deployments.read(environment).filter(deployments::isAlive).isPresent());
        Map<String, Integer> desired = unread.read("services", Map.<String, Integer>of(), () -> desired(state));
        List<TierRelease> releases = tiers.stream()
                .map(tier -> tier(state, tier, busy, desired, unread))
                .toList();
        return new ReleaseStatus(environment, releases, List.copyOf(unread.unread), cloud.now());
    }

    private static List<StackSnapshot> stacks(EnvironmentState state, Tier tier) {
        return Arrays.stream(Colour.values())
                .flatMap(colour ->
                        Optional.ofNullable(state.stacks().get(EnvironmentStack.service(tier, colour))).stream())
                .toList();
    }

    /** How many tasks each service shall have, by its name. */
    private Map<String, Integer> desired(EnvironmentState state) {
        String cluster = state.outputs()
                .getOrDefault(EnvironmentStack.PLATFORM, Map.of())
                .getOrDefault("ClusterName", "");
        List<String> names = state.stacks().entrySet().stream()
                .filter(stack -> stack.getKey().tier().isPresent())
                .map(stack -> stack.getValue().name())
                .toList();
        Map<String, Integer> desired = new HashMap<>();
        if (!cluster.isEmpty()) {
            Failures.translatedRun(
                    "read the services of " + state.environment(),
                    () ->
                            cloud
                                    .ecs()
                                    .describeServices(
                                            request -> request.cluster(cluster).services(names))
                                    .services()
                                    .stream()
                                    .filter(service -> "ACTIVE".equals(service.status()))
                                    .forEach((Service service) ->
                                            desired.put(service.serviceName(), service.desiredCount())));
        }
        return desired;
    }

    private TierRelease tier(
            EnvironmentState state, Tier tier, boolean busy, Map<String, Integer> desired, Parts unread) {
        EnvironmentName environment = state.environment();
        String part = "the release of the " + tier.label();
        Optional<ReleaseLedger.Entry> entry = unread.read(
                part,
                Optional.<ReleaseLedger.Entry>empty(),
                () -> new ReleaseLedger(cloud, clock, environment, tier).read());
        Optional<Release> release = entry.map(ReleaseLedger.Entry::release);
        var standing = new ReleasePlanner.Standing(tier, state, entry, Optional.empty(), Optional.empty());
        Colour guarded = release.filter(newest -> !newest.phase().isOver())
                .map(Release::colour)
                .orElse(standing.live());
        GuardReading guard = guards(environment).read(tier, guarded, unread.unread::add);
        return new TierRelease(
                tier,
                release,
                Optional.of(guard).filter(reading -> !reading.alarm().isEmpty()),
                entry.flatMap(known -> known.before(standing.version(standing.live()))),
                // Whoever cannot tell whether a release is on cannot tell what to do.
                unread.lacks(part) ? NextAction.NONE : next(state, tier, busy, desired, release, unread));
    }

    private synchronized GuardReader guards(EnvironmentName environment) {
        return guards.computeIfAbsent(environment, name -> new GuardReader(cloud, name));
    }

    private NextAction next(
            EnvironmentState state,
            Tier tier,
            boolean busy,
            Map<String, Integer> desired,
            Optional<Release> release,
            Parts unread) {
        List<WayOut> stuck = unread.read(
                "what helps a stuck stack of the " + tier.label(),
                List.<WayOut>of(),
                () -> stacks(state, tier).stream()
                        .flatMap(stack -> waysOut.of(stack).stream())
                        .toList());
        Map<Colour, NextActions.Part> parts = new EnumMap<>(Colour.class);
        for (Colour colour : Colour.values()) {
            parts.put(colour, part(state, tier, colour, desired));
        }
        boolean moving = busy || stacks(state, tier).stream().anyMatch(StackSnapshot::inProgress);
        return NextActions.of(new NextActions.Situation(state.environment(), tier, parts, release, stuck, moving));
    }

    private static NextActions.Part part(
            EnvironmentState state, Tier tier, Colour colour, Map<String, Integer> desired) {
        EnvironmentStack stack = EnvironmentStack.service(tier, colour);
        // Before there are rules blue is to have everything.
        int weight =
                state.live(tier).contains(colour) ? Math.max(1, state.weights().weight(tier, colour)) : 0;
        return new NextActions.Part(
                state.usable(stack).isPresent(),
                weight,
                state.image(tier, colour).isPresent(),
                desired.getOrDefault(stack.in(state.environment()), 0),
                number(state.usable(stack)
                        .map(known -> known.parameters().getOrDefault("MaxCapacity", ""))
                        .orElse("")));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** What could not be read, while the rest could. */
    private static final class Parts {
        private final List<Unread> unread = new ArrayList<>();

        private boolean lacks(String part) {
            return unread.stream().anyMatch(lacking -> lacking.part().equals(part));
        }

        private <T> T read(String part, T otherwise, Supplier<T> calls) {
            try {
                return calls.get();
            } catch (FailureException failed) {
                if (failed.failure() instanceof Failure.NotFound) {
                    return otherwise; // It went meanwhile.
                }
                if (failed.failure() instanceof Failure.Denied || failed.failure() instanceof Failure.Unsupported) {
                    unread.add(new Unread(part, failed.failure()));
                    return otherwise;
                }
                throw failed;
            }
        }
    }
}
