package slipway.operations.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficRefusedException;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Runner;
import slipway.operations.ParameterJson;
import slipway.operations.Parameters;

/**
 * The right to move an environment's weights, in one SSM parameter, which its creation makes atomic. It runs out by itself, in
 * the target's time, and it is free at once when its holder's process, on this machine, is gone.
 */
public final class TrafficLock {
    /** Long enough for a settled move on AWS; a holder that is at work pushes the end on. */
    static final Duration TERM = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 5;

    private final Cloud cloud;
    private final EnvironmentName environment;
    private final Parameters parameters;
    private final String name;

    public TrafficLock(Cloud cloud, EnvironmentName environment) {
        this.cloud = cloud;
        this.environment = environment;
        this.parameters = new Parameters(cloud);
        this.name = name(environment);
    }

    static String name(EnvironmentName environment) {
        return "/" + environment + "/traffic-lock";
    }

    private record Kept(String id, String owner, String purpose, Instant since, Instant expires, Runner runner) {
        TrafficLease lease() {
            return new TrafficLease(id, owner, purpose, since, expires, isAbandoned());
        }

        private boolean isAbandoned() {
            return runner.host().equals(DeploymentLedger.thisProcess().host()) && !DeploymentLedger.runs(runner);
        }
    }

    static TrafficLease parsed(String name, String text) {
        return Parameters.parsed(name, text, Kept.class).lease();
    }

    /** Who holds it; one that ran out is still told. */
    public Optional<TrafficLease> read() {
        return parameters.value(name).map(text -> parsed(name, text));
    }

    /**
     * Takes the lock.
     *
     * @param purpose to follow "in order to": {@code move api to 70/30}
     * @param takeOver whether it is taken from whoever holds it; that holder notices before its next step, and stops
     * @throws TrafficRefusedException while somebody else holds it
     */
    public TrafficLease take(TrafficWriter writer, String purpose, boolean takeOver) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Instant now = cloud.now();
            var mine = new Kept(
                    UUID.randomUUID().toString().substring(0, 8),
                    writer.owner(),
                    purpose,
                    now,
                    now.plus(TERM),
                    writer.runner());
            if (parameters.create(name, ParameterJson.text(mine))) {
                return mine.lease();
            }
            Optional<TrafficLease> held = read();
            if (held.isPresent()) {
                if (!takeOver && !held.get().isOver(now)) {
                    throw new TrafficRefusedException(List.of(new TrafficGuard.LockHeld(held.get())));
                }
                parameters.remove(name);
            }
        }
        throw new FailureException(new Failure.Rejected(
                "The lock on the weights of " + environment + " changes hands too fast: try again.", ""));
    }

    /**
     * To be asked before each step: whether the lock is still this holder's. Pushes its end on.
     *
     * @throws FailureException {@code Rejected} when it is not any more, with who has it
     */
    public void check(TrafficLease lease) {
        Optional<Kept> kept = parameters.value(name).map(text -> Parameters.parsed(name, text, Kept.class));
        if (kept.filter(now -> now.id().equals(lease.id())).isEmpty()) {
            throw new FailureException(new Failure.Rejected(
                    "The weights of " + environment
                            + kept.map(other -> " were taken over by " + other.owner() + ", to " + other.purpose())
                                    .orElse(" are locked no more: somebody removed the lock")
                            + ". Nothing more was moved.",
                    ""));
        }
        Kept mine = kept.get();
        Instant now = cloud.now();
        if (Duration.between(now, mine.expires()).compareTo(TERM.dividedBy(2)) < 0) {
            parameters.replace(
                    name,
                    ParameterJson.text(new Kept(
                            mine.id(), mine.owner(), mine.purpose(), mine.since(), now.plus(TERM), mine.runner())));
        }
    }

    /** Gives it back; one that somebody took over is left to them. */
    public void giveBack(TrafficLease lease) {
        if (read().filter(held -> held.id().equals(lease.id())).isPresent()) {
            parameters.remove(name);
        }
    }
}
