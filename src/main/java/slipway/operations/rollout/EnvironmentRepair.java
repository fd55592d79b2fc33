package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.model.WayOut;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord;
import slipway.operations.DeploymentRecord.Kind;
import slipway.operations.EnvironmentStack;
import slipway.operations.logs.FailureReader;
import slipway.operations.stacks.PollPace;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackRepair;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.WaysOut;

/** Helps the stuck stacks of an environment out. */
final class EnvironmentRepair {
    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final DeploymentLedger ledger;
    private final EnvironmentPlanner planner;
    private final StackReader reader;
    private final WaysOut waysOut;

    EnvironmentRepair(
            Cloud cloud, Timer timer, InstantSource clock, DeploymentLedger ledger, EnvironmentPlanner planner) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.ledger = ledger;
        this.planner = planner;
        this.reader = new StackReader(cloud);
        this.waysOut = new WaysOut(cloud);
    }

    /** None while somebody is at work: then what is under way is no riddle, and what failed is being seen to. */
    List<WayOut> waysOut(EnvironmentName environment) {
        Optional<DeploymentRecord> run = ledger.read(environment);
        if (run.filter(ledger::isAlive).isPresent()) {
            return List.of();
        }
        // What a run that was left had begun goes on by itself, and whoever continues the run joins it.
        return waysOut.of(environment).stream()
                .filter(way -> run.isEmpty() || way.kind() != WayOut.Kind.WAIT)
                .toList();
    }

    DeployProgress carryOut(
            EnvironmentName environment,
            String stack,
            Set<String> leftAlone,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        StackSnapshot found = find(environment, stack);
        try (Run run = Run.hold(ledger, environment, clock, timer, Kind.REPAIR, found.name())) {
            try {
                return carryOut(environment, found, leftAlone, run, progress, cancellation);
            } finally {
                run.end();
            }
        }
    }

    private DeployProgress carryOut(
            EnvironmentName environment,
            StackSnapshot stack,
            Set<String> leftAlone,
            Run run,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        WayOut way = waysOut.of(stack)
                .orElseThrow(() -> new FailureException(new Failure.Rejected(
                        stack.name() + " is " + stack.status() + ": there is nothing to repair.", "")));
        boolean deletes = way.kind() == WayOut.Kind.RECREATE || way.kind() == WayOut.Kind.DELETE_AGAIN;
        StackPlan stackPlan = stackPlan(environment, stack, deletes);
        var plan = new DeployPlan(
                environment, List.of(stackPlan), List.of(), Map.of(), "", Path.of(""), Optional.empty(), List.of());
        var board = new ProgressBoard(plan, clock, progress);
        board.show();
        cancellation.onRequest(() -> board.phase(Phase.CANCELLING));
        if (deletes && stack.name().equals(EnvironmentStack.DATA.in(environment))) {
            new KeptFileSystem(reader, ledger)
                    .note(environment)
                    .ifPresent(id ->
                            board.note("the file system " + id + " is kept, and the next deployment uses it again"));
        }
        var repair = new StackRepair(
                cloud,
                PollPace.of(cloud.target(), () -> ThreadLocalRandom.current().nextDouble()),
                new Poller(timer, cancellation),
                clock,
                new FailureReader(cloud)::ofService);
        return board.end(phase(repair, way, leftAlone, stackPlan, run, board), Optional.empty());
    }

    private Phase phase(
            StackRepair repair, WayOut way, Set<String> leftAlone, StackPlan plan, Run run, ProgressBoard board) {
        try {
            return switch (repair.take(way, leftAlone, plan, run.token() + "-repair", board::stack)) {
                case StackOutcome.Deleted _, StackOutcome.Stands _ -> Phase.SUCCEEDED;
                case StackOutcome.Left _ -> Phase.CANCELLED;
                case StackOutcome.Failed failed -> {
                    board.failed(failed.failure());
                    yield Phase.FAILED;
                }
            };
        } catch (FailureException refused) {
            board.failed(StackTrouble.of(
                    cloud.target(), cloud.now(), refused.failure(), way.stack(), "was being repaired", ""));
            return Phase.FAILED;
        }
    }

    private StackSnapshot find(EnvironmentName environment, String stack) {
        Map<String, StackSnapshot> there = reader.all(environment);
        StackSnapshot found = there.getOrDefault(stack, there.get(environment.stack(stack)));
        if (found == null) {
            throw new FailureException(new Failure.NotFound(
                    environment + " has no stack " + stack + "."
                            + (there.isEmpty()
                                    ? " It has none at all."
                                    : " It has " + String.join(", ", there.keySet()) + "."),
                    ""));
        }
        return found;
    }

    private StackPlan stackPlan(EnvironmentName environment, StackSnapshot stack, boolean deletes) {
        return planner.deletion(environment, false).stacks().stream()
                .filter(plan -> plan.name().equals(stack.name()))
                .map(plan -> new StackPlan(
                        plan.name(),
                        plan.template(),
                        plan.subtitle(),
                        deletes ? StackPlan.Action.DELETE : StackPlan.Action.UPDATE,
                        List.of(),
                        plan.resources(),
                        List.of()))
                .findFirst()
                .orElseThrow(
                        () -> new FailureException(new Failure.NotFound(stack.name() + " was deleted meanwhile.", "")));
    }
}
