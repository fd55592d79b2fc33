package slipway.operations.rollout;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureException;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord;
import slipway.operations.DeploymentRecord.Kind;
import slipway.operations.DeploymentRecord.State;

/**
 * One run in the environment's ledger: begun before the first write, renewed while it lives, and either forgotten or marked at
 * its end. It also keeps a second run out.
 */
final class Run implements AutoCloseable {
    private final DeploymentLedger ledger;
    private final EnvironmentName environment;
    private final InstantSource clock;
    private final Cancellable heartbeat;
    private DeploymentRecord record;
    private boolean over;
    /** How a run that is only held for a repair was left. */
    private @Nullable State heldFrom;

    private Run(
            DeploymentLedger ledger,
            EnvironmentName environment,
            InstantSource clock,
            Timer timer,
            DeploymentRecord record) {
        this.ledger = ledger;
        this.environment = environment;
        this.clock = clock;
        this.record = record;
        DeploymentLedger.works(record.id());
        this.heartbeat = timer.every(DeploymentLedger.HEARTBEAT, this::beat);
    }

    /** What a run is about. */
    record Intent(
            Kind kind, List<String> stacks, Map<String, String> parameters, String applications, String templates) {}

    /**
     * Begins a run, or goes on with one that was left.
     *
     * @throws FailureException {@code Rejected} while another runner is at work
     */
    static Run begin(
            DeploymentLedger ledger, EnvironmentName environment, InstantSource clock, Timer timer, Intent intent) {
        var fresh = new DeploymentRecord(
                UUID.randomUUID().toString().substring(0, 8),
                intent.kind(),
                State.RUNNING,
                DeploymentLedger.thisProcess(),
                ledger.now(),
                clock.instant(),
                intent.stacks(),
                List.of(),
                List.of(),
                intent.parameters(),
                intent.applications(),
                intent.templates());
        if (ledger.begin(environment, fresh)) {
            return new Run(ledger, environment, clock, timer, fresh);
        }
        DeploymentRecord left = ledger.read(environment).orElse(fresh);
        refuseAlive(ledger, environment, left);
        boolean goesOn = left.kind() == intent.kind() && intent.kind() == Kind.DEPLOY;
        var taken = new DeploymentRecord(
                goesOn ? left.id() : fresh.id(),
                intent.kind(),
                State.RUNNING,
                fresh.runner(),
                goesOn ? left.began() : fresh.began(),
                fresh.heartbeat(),
                intent.stacks(),
                List.of(),
                goesOn ? left.created() : List.of(),
                intent.parameters(),
                intent.applications(),
                intent.templates());
        ledger.write(environment, taken);
        return new Run(ledger, environment, clock, timer, taken);
    }

    /**
     * Holds the environment for work on one stack. A run that was left stays what it was: it is only held meanwhile.
     *
     * @param kind what the work is: {@code REPAIR} or {@code RELEASE}
     * @throws FailureException {@code Rejected} while another runner is at work
     */
    static Run hold(
            DeploymentLedger ledger,
            EnvironmentName environment,
            InstantSource clock,
            Timer timer,
            Kind kind,
            String stack) {
        Optional<DeploymentRecord> left = ledger.read(environment)
                .filter(record ->
                        (record.kind() != Kind.REPAIR && record.kind() != Kind.RELEASE) || ledger.isAlive(record));
        left.ifPresent(record -> refuseAlive(ledger, environment, record));
        var intent = new Intent(kind, List.of(stack), Map.of(), "", "");
        return left.map(record -> held(ledger, environment, clock, timer, record))
                .orElseGet(() -> begin(ledger, environment, clock, timer, intent));
    }

    private static Run held(
            DeploymentLedger ledger,
            EnvironmentName environment,
            InstantSource clock,
            Timer timer,
            DeploymentRecord left) {
        var record = new DeploymentRecord(
                left.id(),
                left.kind(),
                State.RUNNING,
                DeploymentLedger.thisProcess(),
                left.began(),
                clock.instant(),
                left.stacks(),
                left.finished(),
                left.created(),
                left.parameters(),
                left.applications(),
                left.templates());
        ledger.write(environment, record);
        var run = new Run(ledger, environment, clock, timer, record);
        run.heldFrom = left.state() == State.RUNNING ? State.CANCELLED : left.state();
        return run;
    }

    private static void refuseAlive(DeploymentLedger ledger, EnvironmentName environment, DeploymentRecord record) {
        if (ledger.isAlive(record)) {
            throw new FailureException(new Failure.Rejected(
                    "The environment " + environment + " is being "
                            + record.kind().participle() + " by "
                            + record.runner().shown()
                            + " " + ledger.since(record) + ": wait for it, or cancel it there.",
                    ""));
        }
    }

    /** Begins the request tokens of this run, and of the one that it goes on with. */
    synchronized String token() {
        return "slipway-" + record.id();
    }

    synchronized void finished(String stack) {
        if (!record.finished().contains(stack)) {
            write(record.state(), with(record.finished(), stack), record.created());
        }
    }

    /** Before the stack is created, so that a killed run knows what it had begun. */
    synchronized void creates(String stack) {
        if (!record.created().contains(stack)) {
            write(record.state(), record.finished(), with(record.created(), stack));
        }
    }

    private synchronized void beat() {
        if (!over) {
            write(record.state(), record.finished(), record.created());
        }
    }

    /**
     * Leaves the record as it ended, so that the environment is known to be unfinished. One that cannot be marked stays as that
     * of a run that nobody is at work on: interrupted.
     */
    synchronized void leave(State state) {
        over = true;
        try {
            write(state, record.finished(), record.created());
        } catch (FailureException unmarked) {
            if (!(unmarked.failure() instanceof Failure.Unreachable)) {
                throw unmarked;
            }
        }
    }

    /** Everything is done: there is nothing to remember, but for a run that was only held. */
    synchronized void end() {
        if (heldFrom != null) {
            leave(heldFrom);
            return;
        }
        over = true;
        ledger.end(environment);
    }

    void keepFailure(FailureChain failure) {
        ledger.keepFailure(environment, failure);
    }

    void forgetFailure() {
        ledger.forgetFailure(environment);
    }

    private void write(State state, List<String> finished, List<String> created) {
        record = new DeploymentRecord(
                record.id(),
                record.kind(),
                state,
                record.runner(),
                record.began(),
                clock.instant(),
                record.stacks(),
                finished,
                created,
                record.parameters(),
                record.applications(),
                record.templates());
        ledger.write(environment, record);
    }

    private static List<String> with(List<String> list, String item) {
        List<String> longer = new ArrayList<>(list);
        longer.add(item);
        return List.copyOf(longer);
    }

    @Override
    public synchronized void close() {
        heartbeat.cancel();
        DeploymentLedger.leaves(record.id());
    }
}
