package slipway.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that a session can be opened on, or that tells why not.
 *
 * @param cluster the cluster's name
 * @param container the container that runs the application
 * @param runtimeId what ECS calls this run of the container; empty before it has started
 * @param lastStatus AWS's, such as {@code RUNNING}
 * @param stopping whether ECS is taking it away
 * @param healthy whether it runs, stays, and its balancer finds it healthy; without a balancer, whether its own check does
 * @param execEnabled whether ECS Exec was switched on when it was started
 * @param agent AWS's status of the agent that opens sessions: {@code PENDING}, {@code RUNNING}, {@code STOPPED}; empty without one
 * @param started absent before it runs
 */
public record SessionTask(
        EnvironmentName environment,
        String cluster,
        Tier tier,
        Colour colour,
        String id,
        String container,
        String runtimeId,
        String lastStatus,
        boolean stopping,
        boolean healthy,
        boolean execEnabled,
        String agent,
        @Nullable Instant started) {
    private static final int SHORT = 8;

    /** Whether a session opens at once. */
    public boolean ready() {
        return healthy && execEnabled && agent.equals("RUNNING");
    }

    /** The first digits of its id, as people tell tasks apart. */
    public String shortId() {
        return id.substring(0, Math.min(SHORT, id.length()));
    }

    /** {@code api · green · 3f2a91c4}. */
    public String label() {
        return tier.label() + " · " + colour.label() + " · " + shortId();
    }

    /** As SSM names the container: {@code ecs:CLUSTER_TASK_RUNTIME}. */
    public String target() {
        return "ecs:" + cluster + "_" + id + "_" + runtimeId;
    }
}
