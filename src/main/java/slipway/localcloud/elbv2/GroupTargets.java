package slipway.localcloud.elbv2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.localcloud.http.Backend;
import slipway.localcloud.http.BackendPool;
import slipway.localcloud.http.Prober;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The targets of one group and their health. A target is checked while a rule names its group; one check of a target
 * ends before the next begins. Requests go to the healthy ones, and to all when none is healthy.
 */
final class GroupTargets {
    private static final Logger log = LoggerFactory.getLogger(GroupTargets.class);
    /** How often a target that drains beyond the delay is looked at; real time. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String group;
    private final CloudClock clock;
    private final Prober prober;
    private final BackendPool pool = new BackendPool();
    private final Map<Key, Target> targets = new LinkedHashMap<>();
    private HealthCheck check;
    private Duration deregistrationDelay;
    private LeastHealthy leastHealthy = LeastHealthy.DEFAULT;
    private boolean inUse;
    private HostCounts counts = HostCounts.now(0, 0, 0);

    record Key(String id, int port) {}

    /** A target and its health as described. */
    record Described(Key key, TargetHealth health) {}

    private static final class Target {
        private final Key key;
        private final Backend backend;
        private TargetHealth health;
        private int successes;
        private int failures;
        private Cancellable next = () -> {};

        Target(Key key, TargetHealth health) {
            this.key = key;
            this.backend = new Backend(key.id(), key.port());
            this.health = health;
        }

        TargetHealthStateEnum state() {
            return health.state();
        }
    }

    GroupTargets(String group, CloudClock clock, Prober prober, HealthCheck check, Duration deregistrationDelay) {
        this.group = group;
        this.clock = clock;
        this.prober = prober;
        this.check = check;
        this.deregistrationDelay = deregistrationDelay;
    }

    synchronized void configure(
            HealthCheck newCheck, Duration newDelay, LeastHealthy least, BackendPool.Algorithm algorithm) {
        check = newCheck;
        deregistrationDelay = newDelay;
        leastHealthy = least;
        pool.setAlgorithm(algorithm);
        refreshPool();
    }

    /** Says whether a rule or listener names the group: only then are its targets checked. */
    synchronized void setInUse(boolean used) {
        if (used == inUse) {
            return;
        }
        inUse = used;
        for (Target target : targets.values()) {
            if (target.state() != TargetHealthStateEnum.DRAINING) {
                begin(target);
            }
        }
        refreshPool();
    }

    /** Adds targets; one that drains comes back as a new one. */
    synchronized void register(List<Key> added) {
        for (Key key : added) {
            Target known = targets.get(key);
            if (known != null && known.state() != TargetHealthStateEnum.DRAINING) {
                continue;
            }
            if (known != null) {
                known.next.cancel();
            }
            var target = new Target(key, notInUse());
            targets.put(key, target);
            begin(target);
        }
        refreshPool();
    }

    /** Lets targets drain: no new requests from now on, and gone after the delay. */
    synchronized void deregister(List<Key> removed) {
        for (Key key : removed) {
            Target target = targets.get(key);
            if (target == null || target.state() == TargetHealthStateEnum.DRAINING) {
                continue;
            }
            target.next.cancel();
            if (inUse) {
                target.health = health(
                        TargetHealthStateEnum.DRAINING,
                        TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS,
                        "Target deregistration is in progress");
                Duration least = clock.toReal(deregistrationDelay);
                Duration more = deregistrationDelay.minus(least);
                target.next = clock.realTimer().after(least, () -> endDraining(target, more));
            } else {
                targets.remove(key);
            }
        }
        refreshPool();
    }

    /** The registered port of each target of this address. */
    synchronized List<Key> keys(String id) {
        return targets.keySet().stream().filter(key -> key.id().equals(id)).toList();
    }

    synchronized boolean isRegistered(Key key) {
        Target target = targets.get(key);
        return target != null && target.state() != TargetHealthStateEnum.DRAINING;
    }

    synchronized List<Described> describe() {
        return targets.values().stream()
                .map(target -> new Described(target.key, target.health))
                .toList();
    }

    /** The health of one target, whether or not it is registered. */
    synchronized TargetHealth describe(Key key) {
        Target target = targets.get(key);
        return target != null
                ? target.health
                : health(
                        TargetHealthStateEnum.UNUSED,
                        TargetHealthReasonEnum.TARGET_NOT_REGISTERED,
                        "Target is not registered to the target group");
    }

    /** How many were healthy and unhealthy since the last call. */
    synchronized HostCounts takeCounts() {
        HostCounts taken = counts;
        counts = currentCounts();
        return taken;
    }

    /** The target for the next request, which then counts as outstanding there; nothing when the group is empty. */
    Optional<Backend> choose() {
        return pool.choose();
    }

    synchronized void close() {
        targets.values().forEach(target -> target.next.cancel());
        targets.clear();
        refreshPool();
    }

    private void begin(Target target) {
        target.next.cancel();
        target.successes = 0;
        target.failures = 0;
        if (inUse) {
            target.health = health(
                    TargetHealthStateEnum.INITIAL,
                    TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS,
                    "Target registration is in progress");
            target.next = clock.after(Duration.ZERO, () -> probe(target));
        } else {
            target.health = notInUse();
        }
    }

    private void probe(Target target) {
        HealthCheck current;
        synchronized (this) {
            if (!isChecked(target)) {
                return;
            }
            current = check;
            if (target.state() == TargetHealthStateEnum.INITIAL) {
                target.health = health(
                        TargetHealthStateEnum.INITIAL,
                        TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING,
                        "Initial health checks in progress");
            }
        }
        int port = current.port() == 0 ? target.key.port() : current.port();
        Prober.Result result = prober.probe(target.key.id(), port, current.path(), current.timeout());
        synchronized (this) {
            if (!isChecked(target)) {
                return;
            }
            judge(target, result);
            target.next = clock.after(check.interval(), () -> probe(target));
        }
    }

    private boolean isChecked(Target target) {
        return inUse && targets.get(target.key) == target && target.state() != TargetHealthStateEnum.DRAINING;
    }

    private void judge(Target target, Prober.Result result) {
        TargetHealth failed = switch (result) {
            case Prober.Result.Answered(int status) ->
                check.matches(status)
                        ? null
                        : unhealthy(
                                TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH,
                                "Health checks failed with these codes: [" + status + "]");
            case Prober.Result.TimedOut() -> unhealthy(TargetHealthReasonEnum.TARGET_TIMEOUT, "Request timed out");
            case Prober.Result.Failed ignored ->
                unhealthy(TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
        };
        TargetHealthStateEnum before = target.state();
        if (failed == null) {
            target.successes++;
            target.failures = 0;
            boolean enough = before == TargetHealthStateEnum.INITIAL || target.successes >= check.healthyAfter();
            if (before != TargetHealthStateEnum.HEALTHY && enough) {
                target.health = health(TargetHealthStateEnum.HEALTHY, null, null);
            }
        } else {
            target.successes = 0;
            target.failures++;
            if (target.failures >= check.unhealthyAfter()) {
                target.health = failed;
            }
        }
        if (target.state() != before) {
            log.info(
                    "{} in {}: {} -> {}{}",
                    target.backend,
                    group,
                    before,
                    target.state(),
                    target.health.description() == null ? "" : " (" + target.health.description() + ")");
            refreshPool();
        }
    }

    /**
     * The delay, which is cloud time, is over. Requests under way are real and may need all of it by the wall's clock:
     * while there are any, the target goes on draining for so long (a). What is under way even then goes on unseen.
     */
    private synchronized void endDraining(Target target, Duration more) {
        if (targets.get(target.key) != target) {
            return;
        }
        if (target.backend.outstanding() > 0 && more.isPositive()) {
            target.next = clock.realTimer().after(LOOK, () -> endDraining(target, more.minus(LOOK)));
        } else {
            targets.remove(target.key);
        }
    }

    private HostCounts currentCounts() {
        int registered = 0;
        int healthy = 0;
        int unhealthy = 0;
        for (Target target : targets.values()) {
            registered += target.state() == TargetHealthStateEnum.DRAINING ? 0 : 1;
            healthy += target.state() == TargetHealthStateEnum.HEALTHY ? 1 : 0;
            unhealthy += target.state() == TargetHealthStateEnum.UNHEALTHY ? 1 : 0;
        }
        return HostCounts.now(inUse ? registered : 0, healthy, unhealthy);
    }

    private void refreshPool() {
        counts = counts.then(currentCounts());
        List<Backend> healthy = new ArrayList<>();
        List<Backend> all = new ArrayList<>();
        for (Target target : targets.values()) {
            if (target.state() == TargetHealthStateEnum.HEALTHY) {
                healthy.add(target.backend);
            }
            if (target.state() != TargetHealthStateEnum.DRAINING) {
                all.add(target.backend);
            }
        }
        // Too few are healthy: all get requests, those too that are new and not yet judged (a).
        pool.setBackends(healthy.size() < leastHealthy.of(all.size()) ? all : healthy);
    }

    private static TargetHealth notInUse() {
        return health(
                TargetHealthStateEnum.UNUSED,
                TargetHealthReasonEnum.TARGET_NOT_IN_USE,
                "Target group is not configured to receive traffic from the load balancer");
    }

    private static TargetHealth unhealthy(TargetHealthReasonEnum reason, String description) {
        return health(TargetHealthStateEnum.UNHEALTHY, reason, description);
    }

    private static TargetHealth health(
            TargetHealthStateEnum state, @Nullable TargetHealthReasonEnum reason, @Nullable String description) {
        return TargetHealth.builder()
                .state(state)
                .reason(reason)
                .description(description)
                .build();
    }
}
