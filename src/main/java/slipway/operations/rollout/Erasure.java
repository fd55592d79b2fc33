package slipway.operations.rollout;

import java.util.List;
import java.util.Optional;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.operations.DeploymentLedger;
import slipway.operations.stacks.StackDeployer;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.VolumeEraser;

/** The erasure of the file system that a deletion took out of the data stack, by a small stack that is made for it. */
final class Erasure {
    private final EnvironmentName environment;
    private final StackReader reader;
    private final DeploymentLedger ledger;
    private final StackDeployer deployer;

    Erasure(EnvironmentName environment, StackReader reader, DeploymentLedger ledger, StackDeployer deployer) {
        this.environment = environment;
        this.reader = reader;
        this.ledger = ledger;
        this.deployer = deployer;
    }

    private static String stack(EnvironmentName environment) {
        return environment.stack("erase");
    }

    private StackPlan plan() {
        return new StackPlan(
                stack(environment),
                "erase",
                "a file system on its way out",
                StackPlan.Action.DELETE,
                List.of(),
                List.of(),
                List.of());
    }

    /** Whether a deletion whose runner is gone has begun to erase: then there is no way back. */
    static boolean isBegun(StackReader reader, EnvironmentName environment) {
        return reader.find(stack(environment))
                .filter(left -> !VolumeEraser.holdsNothing(left.status()))
                .isPresent();
    }

    StackOutcome carryOut(VolumeEraser eraser, String fileSystemId, String token) {
        return eraser.erase(fileSystemId, stack(environment), plan(), token, progress -> {});
    }

    /**
     * Before a deployment: ends what a deletion whose runner is gone had begun. A file system that was only announced to go stays.
     *
     * @throws FailureException {@code Rejected} when the stack that erases does not go
     */
    void finish(String token) {
        if (reader.find(stack(environment)).isEmpty()) {
            return;
        }
        boolean begun = isBegun(reader, environment);
        switch (deployer.delete(stack(environment), plan(), token, progress -> {})) {
            case StackOutcome.Deleted _ -> {
                if (begun) {
                    ledger.forgetFileSystem(environment);
                }
            }
            case StackOutcome.Failed failed ->
                throw new FailureException(new Failure.Rejected(failed.failure().cause(), ""));
            case StackOutcome.Left _ ->
                throw new FailureException(new Failure.Cancelled(
                        "Cancelled while the erasure that was begun went on: " + stack(environment) + ".", ""));
            case StackOutcome.Stands stands ->
                throw new IllegalStateException(stands.stack().name() + " stands after its deletion");
        }
    }

    /** The file system that a deployment uses again: the one that was kept, unless it is being erased. */
    static Optional<String> kept(StackReader reader, DeploymentLedger ledger, EnvironmentName environment) {
        return ledger.retainedFileSystem(environment).filter(_ -> !isBegun(reader, environment));
    }
}
