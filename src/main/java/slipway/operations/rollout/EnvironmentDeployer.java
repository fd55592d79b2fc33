package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;

/**
 * Deploys, continues and deletes whole environments. Every method blocks; call them off the user interface's thread.
 * Progress arrives on threads of the deployment, one call at a time, in order.
 *
 * <p>What goes wrong before the first write is thrown as a {@code FailureException}; what goes wrong later ends in a
 * progress whose phase is FAILED and whose failure says why.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class EnvironmentDeployer {
    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;

    /** @param clock real time */
    public EnvironmentDeployer(Cloud cloud, Timer timer, InstantSource clock) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
    }

    /** The parameters that a deployment takes, with the values in force. Reads only. */
    public ParameterForm form(EnvironmentName environment, Optional<Path> templates) {
        throw new UnsupportedOperationException("" + cloud + timer + clock);
    }

    /**
     * What a deployment would do. Reads only. When an earlier deployment of the environment was interrupted or failed,
     * the parameters chosen then stay in force unless the request names them: deploying this plan continues it.
     *
     * @throws slipway.model.FailureException {@code Rejected} for a template or a parameter that is wrong, with file,
     *     line and column
     */
    public DeployPlan plan(DeployRequest request) {
        throw new UnsupportedOperationException();
    }

    /** The plan with what CloudFormation's change sets announce for the stacks that exist; the change sets are deleted again. */
    public DeployPlan preview(DeployPlan plan) {
        throw new UnsupportedOperationException();
    }

    /**
     * Carries the plan out, and continues where an interrupted deployment stopped. A cancellation starts no further
     * stack and returns with phase CANCELLED, what is in progress still in progress: leave it as it is, or call {@link
     * #cancelUpdates} or {@link #deleteCreated}.
     */
    public DeployProgress deploy(DeployPlan plan, Consumer<DeployProgress> progress, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** After a cancelled deployment: cancels the updates that are in progress and waits until they are rolled back. */
    public DeployProgress cancelUpdates(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** After a cancelled deployment: deletes the stacks that it created, but never {@code data}. */
    public DeployProgress deleteCreated(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** What {@link #delete} would do: the environment's stacks in the order of deletion. Reads only. */
    public DeployPlan deletionPlan(EnvironmentName environment, boolean eraseData) {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes the environment's stacks.
     *
     * @param eraseData whether the file system with the application's data goes too; otherwise it is kept, and the next
     *     deployment adopts it again
     */
    public DeployProgress delete(
            EnvironmentName environment,
            boolean eraseData,
            Consumer<DeployProgress> progress,
            Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }
}
