package slipway.operations.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficMove;
import slipway.model.TrafficMove.Outcome;
import slipway.model.TrafficRefusedException;
import slipway.model.Weights;
import slipway.operations.Failures;

/**
 * The procedure of every writer, from taking the lock to giving it back. Moves follow each other while it lasts; {@link #settle} writes
 * them down. Every method blocks; one thread at a time.
 */
public final class WeightWriter {
    /** How long the rule has to stand still before it is written down, in the target's time. */
    static final Duration QUIET = Duration.ofSeconds(5);

    private final Cloud cloud;
    private final EnvironmentName environment;
    private final TrafficWriter writer;
    private final TrafficLock lock;
    private final TrafficLease lease;
    private final TrafficGuards guards;
    private final TrafficHistory history;
    private final LedgerWriter ledger;
    private final Map<Tier, Way> ways = new EnumMap<>(Tier.class);

    /** From where to where a tier was moved while the lock was held. */
    private record Way(Weights from, Weights to, Instant at, String why) {}

    private WeightWriter(
            Cloud cloud, Timer timer, EnvironmentName environment, TrafficWriter writer, TrafficLease lease) {
        this.cloud = cloud;
        this.environment = environment;
        this.writer = writer;
        this.lock = new TrafficLock(cloud, environment);
        this.lease = lease;
        this.guards = new TrafficGuards(cloud, environment);
        this.history = new TrafficHistory(cloud, environment);
        this.ledger = new LedgerWriter(cloud, environment, new Poller(timer, new Cancellation()));
    }

    /**
     * Takes the lock.
     *
     * @param purpose to follow "in order to": {@code move api to 70/30}
     * @param takeOver whether it is taken from whoever holds it
     * @throws TrafficRefusedException while somebody else holds it
     */
    public static WeightWriter begin(
            Cloud cloud,
            Timer timer,
            EnvironmentName environment,
            TrafficWriter writer,
            String purpose,
            boolean takeOver) {
        TrafficLease lease = new TrafficLock(cloud, environment).take(writer, purpose, takeOver);
        return new WeightWriter(cloud, timer, environment, writer, lease);
    }

    /**
     * Changes the live rule. One that has these weights already is left as it is.
     *
     * @param why in a few words, for the history
     * @param force whether warnings are lifted
     * @return the weights that the rule had
     * @throws TrafficRefusedException for what the guards forbid, or warn of
     */
    public Weights move(Tier tier, Weights to, String why, boolean force) {
        lock.check(lease);
        TrafficTable table = TrafficTable.read(cloud, environment);
        WeightedRule rule = table.rule(environment, tier);
        Weights from = rule.weights();
        if (!from.equals(to)) {
            List<TrafficGuard> inTheWay = guards.ofMove(rule, to, guards.services(table)).stream()
                    .filter(guard -> guard.forbids() || !force)
                    .toList();
            if (!inTheWay.isEmpty()) {
                throw new TrafficRefusedException(inTheWay);
            }
            lock.check(lease);
            modify(rule, to);
        }
        Way before = ways.get(tier);
        var way = new Way(before == null ? from : before.from(), to, cloud.now(), why);
        ways.put(tier, way);
        if (before == null && !from.equals(to)) {
            // Noted before its end, so that a writer who is killed leaves word.
            history.note(move(tier, way, to, Outcome.UNSETTLED), false);
        }
        return from;
    }

    private void modify(WeightedRule rule, Weights to) {
        Failures.translatedRun(
                "move the weights of the " + rule.tier().label(),
                () -> cloud.balancers()
                        .modifyRule(request -> request.ruleArn(rule.arn()).actions(rule.with(to))));
    }

    private TrafficMove move(Tier tier, Way way, Weights to, Outcome outcome) {
        return new TrafficMove(way.at(), writer.owner(), tier, way.from(), to, way.why(), outcome);
    }

    /**
     * Writes the rules' weights down in the traffic stack, applies a move again that CloudFormation took back, and notes the moves
     * in the history. Where somebody else moved a rule meanwhile without the lock, that is what is written down.
     *
     * @return the moves of this writer since the last time, with what became of them
     * @throws FailureException when the stack does not let itself be written; the rule stays as moved, and the history says so
     */
    public List<TrafficMove> settle() {
        Set<Tier> repaired = EnumSet.noneOf(Tier.class);
        Map<Tier, Weights> settled;
        try {
            settled = ledger.write(() -> lock.check(lease), table -> again(table, repaired));
        } catch (FailureException failed) {
            ways.clear();
            throw failed;
        }
        List<TrafficMove> moves = ways.entrySet().stream()
                .map(entry -> {
                    Weights ended = Optional.ofNullable(settled.get(entry.getKey()))
                            .orElse(entry.getValue().to());
                    Way way = entry.getValue();
                    Outcome outcome = repaired.contains(entry.getKey()) ? Outcome.REPAIRED : Outcome.SETTLED;
                    return move(entry.getKey(), way, ended, ended.equals(way.to()) ? outcome : Outcome.OVERTAKEN);
                })
                .toList();
        ways.clear();
        moves.stream().filter(move -> !move.from().equals(move.to())).forEach(move -> history.note(move, true));
        return moves;
    }

    /** CloudFormation took its update back, and with it the weights: they are set again. */
    private void again(TrafficTable table, Set<Tier> repaired) {
        ways.forEach((tier, way) -> {
            WeightedRule rule = table.rule(environment, tier);
            if (!rule.weights().equals(way.to())) {
                lock.check(lease);
                modify(rule, way.to());
                repaired.add(tier);
            }
        });
    }

    /**
     * To be asked between two moves: whether the lock is still this writer's. Pushes its end on.
     *
     * @throws FailureException {@code Rejected} when it is not any more, with who has it
     */
    public void check() {
        lock.check(lease);
    }

    /**
     * What a tier's live rule does. Reads only.
     *
     * @throws FailureException {@code NotFound} before there is one
     */
    public static Weights weights(Cloud cloud, EnvironmentName environment, Tier tier) {
        return TrafficTable.read(cloud, environment).rule(environment, tier).weights();
    }

    /** How long the rule has to stand still before it is written down, as real time. */
    public static Duration quiet(Cloud cloud) {
        return Duration.ofNanos((long) (QUIET.toNanos() / cloud.clockFactor()));
    }

    /** Whether there is anything that {@link #settle} would write down. */
    boolean isUnsettled() {
        return !ways.isEmpty();
    }

    /** Gives the lock back. One that was lost is nobody's business any more. */
    public void end() {
        try {
            lock.giveBack(lease);
        } catch (FailureException left) {
            // It runs out by itself; what the writer was about matters more than this.
            if (left.failure() instanceof Failure.Denied) {
                throw left;
            }
        }
    }
}
