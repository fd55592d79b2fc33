package slipway.operations.rollout;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.StackPlan;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.State;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.stacks.StackDeployer;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.VolumeEraser;

/** The deletion of an environment, or of some of its stacks, while it is carried out. */
final class Deletion {
    private final DeployPlan plan;
    private final Wiring wiring;
    private final Run run;
    private final ProgressBoard board;
    private final StackDeployer deployer;
    private final DeploymentLedger ledger;
    private final StackReader reader;
    private final Cancellation cancellation;
    private final Target target;
    private final InstantSource time;
    private final Map<String, StackPlan> plans;

    /** @param time the target's */
    Deletion(
            DeployPlan plan,
            Wiring wiring,
            Run run,
            ProgressBoard board,
            StackDeployer deployer,
            DeploymentLedger ledger,
            StackReader reader,
            Cancellation cancellation,
            Target target,
            InstantSource time) {
        this.plan = plan;
        this.wiring = wiring;
        this.run = run;
        this.board = board;
        this.deployer = deployer;
        this.ledger = ledger;
        this.reader = reader;
        this.cancellation = cancellation;
        this.target = target;
        this.time = time;
        this.plans = plan.stacks().stream().collect(Collectors.toMap(StackPlan::name, Function.identity()));
    }

    /**
     * Deletes everything.
     *
     * @param eraser erases the kept file system afterwards; absent to keep it
     */
    DeployProgress all(Optional<VolumeEraser> eraser) {
        board.show();
        EnvironmentName environment = plan.environment();
        Optional<String> fileSystem = plans.containsKey(EnvironmentStack.DATA.in(environment))
                ? new KeptFileSystem(reader, ledger).note(environment)
                : ledger.retainedFileSystem(environment);
        Set<EnvironmentStack> stacks = stacks();
        boolean gone = delete(stacks)
                && eraser.map(tool -> fileSystem.map(id -> erase(tool, id)).orElse(true))
                        .orElse(true);
        if (!gone) {
            boolean failed = board.failure().isPresent();
            run.leave(failed ? State.FAILED : State.CANCELLED);
            return board.end(failed ? Phase.FAILED : Phase.CANCELLED, Optional.empty());
        }
        run.end();
        boolean keeps = eraser.isEmpty() && fileSystem.isPresent();
        ledger.clear(environment, keeps);
        if (keeps) {
            board.note("the file system " + fileSystem.get() + " is kept, and the next deployment uses it again");
        }
        return board.end(Phase.SUCCEEDED, Optional.empty());
    }

    /** Deletes the given stacks and nothing else; the run is left as cancelled. */
    DeployProgress some(Set<EnvironmentStack> stacks, boolean nothingElse) {
        board.show();
        boolean gone = delete(stacks);
        boolean failed = board.failure().isPresent();
        if (gone && nothingElse) {
            run.end();
        } else {
            run.leave(failed ? State.FAILED : State.CANCELLED);
        }
        return board.end(failed ? Phase.FAILED : Phase.CANCELLED, Optional.empty());
    }

    private Set<EnvironmentStack> stacks() {
        return EnvironmentStack.all().stream()
                .filter(stack -> plans.containsKey(stack.in(plan.environment())))
                .collect(Collectors.toSet());
    }

    private boolean delete(Set<EnvironmentStack> stacks) {
        var done = ConcurrentHashMap.<EnvironmentStack>newKeySet();
        StackGraph.run(List.copyOf(stacks), wiring::feeds, stack -> {
            boolean deleted = delete(stack.in(plan.environment()));
            if (deleted) {
                done.add(stack);
            }
            return deleted;
        });
        return done.size() == stacks.size();
    }

    private boolean delete(String name) {
        if (cancellation.isRequested()) {
            return false;
        }
        return attempt("delete " + name, name, () -> {
            StackPlan stackPlan = Optional.ofNullable(plans.get(name))
                    .orElseThrow(() -> new IllegalStateException(name + " is not in the plan"));
            StackOutcome outcome = deployer.delete(name, stackPlan, run.token(), board::stack);
            if (outcome instanceof StackOutcome.Deleted) {
                run.finished(name);
            }
            return outcome;
        });
    }

    private boolean erase(VolumeEraser eraser, String fileSystemId) {
        board.remark("erasing the file system " + fileSystemId);
        boolean erased = attempt(
                "erase the file system " + fileSystemId,
                "",
                () -> new Erasure(plan.environment(), reader, ledger, deployer)
                        .carryOut(eraser, fileSystemId, run.token()));
        board.remark("");
        return erased;
    }

    private boolean attempt(String deed, String stack, Supplier<StackOutcome> work) {
        try {
            return switch (work.get()) {
                case StackOutcome.Deleted _ -> true;
                case StackOutcome.Failed failed -> {
                    board.failed(failed.failure());
                    yield false;
                }
                case StackOutcome.Left _, StackOutcome.Stands _ -> false;
            };
        } catch (RuntimeException thrown) {
            Failure failure = Failures.of(deed, thrown).orElseThrow(() -> thrown);
            board.failed(StackTrouble.of(
                    target,
                    time.instant(),
                    failure,
                    stack,
                    "was being deleted",
                    "Then delete again: what is gone stays gone."));
            return false;
        }
    }
}
