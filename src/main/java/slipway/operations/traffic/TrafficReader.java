package slipway.operations.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.ImageReference;
import slipway.operations.Parameters;
import slipway.operations.traffic.TrafficGuards.Health;
import slipway.operations.traffic.TrafficMetrics.OfColour;
import slipway.operations.traffic.TrafficMetrics.OfTier;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;

/** Reads an environment's traffic: stacks, rules, services, parameters and metrics in one call each, and one more per target group. */
public final class TrafficReader {
    private final Cloud cloud;
    private final Map<EnvironmentName, TrafficMetrics> metrics = new HashMap<>();

    public TrafficReader(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * The environment's traffic; one that does not exist, or has no rules yet, has no tiers. Blocks.
     *
     * @throws FailureException when the target does not answer, or refuses to tell even the rules
     */
    public TrafficStatus read(EnvironmentName environment) {
        return Failures.translated("read the traffic of " + environment, () -> {
            TrafficTable table = TrafficTable.read(cloud, environment);
            List<Unread> unread = new ArrayList<>();
            Memory memory = part("the lock and the history", Memory.NONE, unread, () -> memory(environment));
            List<TierTraffic> tiers = table.rules().isEmpty() ? List.of() : tiers(environment, table, memory, unread);
            return new TrafficStatus(
                    environment, tiers, memory.lock(), memory.history(), List.copyOf(unread), cloud.now());
        });
    }

    /** How the ledger stands to the rules, per tier: all that {@code status} tells of traffic beside the weights. Blocks. */
    public Map<Tier, TrafficLedger> ledger(EnvironmentName environment) {
        return Failures.translated("read the ledger of " + environment, () -> {
            TrafficTable table = TrafficTable.read(cloud, environment);
            Memory memory = table.rules().isEmpty() ? Memory.NONE : memory(environment);
            Map<Tier, TrafficLedger> ledgers = new EnumMap<>(Tier.class);
            table.rules().forEach((tier, rule) -> ledgers.put(tier, ledger(table, rule, memory)));
            return ledgers;
        });
    }

    private record Memory(Optional<TrafficLease> lock, List<TrafficMove> history) {
        static final Memory NONE = new Memory(Optional.empty(), List.of());

        Optional<TrafficMove> last(Tier tier) {
            return history.stream().filter(move -> move.tier() == tier).findFirst();
        }
    }

    private Memory memory(EnvironmentName environment) {
        String lock = TrafficLock.name(environment);
        String history = TrafficHistory.name(environment);
        Map<String, String> texts = new Parameters(cloud).read(lock, history);
        return new Memory(
                Optional.ofNullable(texts.get(lock))
                        .map(text -> TrafficLock.parsed(lock, text))
                        .filter(lease -> !lease.isOver(cloud.now())),
                Optional.ofNullable(texts.get(history))
                        .map(text -> TrafficHistory.parsed(history, text))
                        .orElse(List.of()));
    }

    private List<TierTraffic> tiers(
            EnvironmentName environment, TrafficTable table, Memory memory, List<Unread> unread) {
        var guards = new TrafficGuards(cloud, environment);
        Map<EnvironmentStack, Service> services =
                part("services", Map.<EnvironmentStack, Service>of(), unread, () -> guards.services(table));
        Map<Tier, OfTier> figures = part(
                "metrics",
                Map.<Tier, OfTier>of(),
                unread,
                () -> metrics(environment).read(table, moved(memory)));
        List<TierTraffic> tiers = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            WeightedRule rule = table.rules().get(tier);
            if (rule != null) {
                tiers.add(tier(table, rule, memory, guards, services, Optional.ofNullable(figures.get(tier)), unread));
            }
        }
        return tiers;
    }

    private synchronized TrafficMetrics metrics(EnvironmentName environment) {
        return metrics.computeIfAbsent(environment, _ -> new TrafficMetrics(cloud));
    }

    private static Map<Tier, Instant> moved(Memory memory) {
        Map<Tier, Instant> moved = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            memory.last(tier).ifPresent(move -> moved.put(tier, move.at()));
        }
        return moved;
    }

    private static TierTraffic tier(
            TrafficTable table,
            WeightedRule rule,
            Memory memory,
            TrafficGuards guards,
            Map<EnvironmentStack, Service> services,
            Optional<OfTier> figures,
            List<Unread> unread) {
        List<TrafficGuard> standing = new ArrayList<>();
        memory.lock().ifPresent(lease -> standing.add(new TrafficGuard.LockHeld(lease)));
        standing.addAll(guards.standing(rule, services));
        Map<Colour, ColourTraffic> colours = new EnumMap<>(Colour.class);
        for (Colour colour : Colour.values()) {
            Optional<Health> health = part(
                    "the targets' health",
                    Optional.<Health>empty(),
                    unread,
                    () -> Optional.of(guards.health(rule.group(colour))));
            health.flatMap(known -> TrafficGuards.unhealthy(rule, colour, known))
                    .ifPresent(standing::add);
            colours.put(
                    colour,
                    colour(
                            table,
                            rule,
                            colour,
                            Optional.ofNullable(services.get(EnvironmentStack.service(rule.tier(), colour))),
                            health.orElse(new Health(0, 0)),
                            figures.map(known -> known.colours().get(colour)).orElse(OfColour.UNKNOWN)));
        }
        return new TierTraffic(
                rule.tier(),
                rule.shown(),
                rule.tier() == Tier.API,
                rule.weights(),
                Objects.requireNonNull(colours.get(Colour.BLUE)),
                Objects.requireNonNull(colours.get(Colour.GREEN)),
                ledger(table, rule, memory),
                List.copyOf(standing),
                figures.map(OfTier::observed));
    }

    private static ColourTraffic colour(
            TrafficTable table,
            WeightedRule rule,
            Colour colour,
            Optional<Service> service,
            Health health,
            OfColour figures) {
        return new ColourTraffic(
                colour,
                rule.weights().of(colour),
                service.map(Service::serviceName).orElse(""),
                ImageReference.tag(table.parameter(EnvironmentStack.service(rule.tier(), colour), "Image")),
                service.flatMap(TrafficReader::deployed).orElse(null),
                service.map(Service::desiredCount).orElse(0),
                service.map(Service::runningCount).orElse(0),
                health.targets(),
                health.healthy(),
                figures.requestsPerSecond(),
                figures.errorShare(),
                figures.p50Millis(),
                figures.p95Millis());
    }

    private static Optional<Instant> deployed(Service service) {
        return service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .map(Deployment::createdAt)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static TrafficLedger ledger(TrafficTable table, WeightedRule rule, Memory memory) {
        Weights live = rule.weights();
        Optional<Weights> recorded = table.recorded(rule.tier());
        boolean writing = table.status().endsWith("_IN_PROGRESS");
        if (recorded.filter(live::equals).isPresent() && !writing) {
            return new TrafficLedger.InSync();
        }
        if (writing || memory.lock().isPresent()) {
            return new TrafficLedger.Settling(memory.lock().map(TrafficLease::owner));
        }
        return new TrafficLedger.Drifted(
                recorded.orElse(new Weights(0, 0)),
                memory.last(rule.tier()).filter(move -> move.to().equals(live)).map(TrafficMove::who));
    }

    /** What the principal may not read, or the target does not offer, is left out and named. */
    private static <T> T part(String part, T otherwise, List<Unread> unread, Supplier<T> calls) {
        if (unread.stream().anyMatch(other -> other.part().equals(part))) {
            return otherwise;
        }
        try {
            return calls.get();
        } catch (RuntimeException thrown) {
            RuntimeException translated = Failures.exception("read " + part, thrown);
            if (translated instanceof FailureException failed
                    && (failed.failure() instanceof Failure.Denied
                            || failed.failure() instanceof Failure.Unsupported)) {
                unread.add(new Unread(part, failed.failure()));
                return otherwise;
            }
            throw translated;
        }
    }
}
