package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.EnvironmentStatus.TaskStatus;

/**
 * A service of the environment's cluster, with all that belongs to it.
 *
 * @param tier absent for a service that is none of the two tiers, such as Redis
 * @param colour absent as {@code tier} is
 * @param image the tag that its primary deployment runs; empty when it has none
 * @param created when the service was created; absent where AWS does not say
 * @param judged whether a balancer judges its tasks
 * @param healthy tasks that the balancer finds healthy; without one, those whose own check does, or that run without a check
 * @param share of its tier's requests by weight, 0 to 1; absent where no rule leads to it
 * @param cpuPercent average of the newest point; absent when none is known
 * @param breaker absent when no circuit breaker guards its deployments
 * @param deployments newest first
 * @param tasks oldest first; those on their way out are among them
 * @param events newest first, at most a hundred
 */
public record ServiceStatus(
        String name,
        Optional<Tier> tier,
        Optional<Colour> colour,
        String image,
        @Nullable Instant created,
        int desired,
        int running,
        int pending,
        boolean judged,
        int healthy,
        OptionalDouble share,
        OptionalDouble cpuPercent,
        Optional<Breaker> breaker,
        List<Deployment> deployments,
        List<TaskStatus> tasks,
        List<ServiceEvent> events) {

    /**
     * @param rollback whether a deployment that it ends goes back to the last completed one
     * @param threshold after so many failed tasks it ends a deployment
     */
    public record Breaker(boolean rollback, int threshold) {}

    /**
     * @param status AWS's: PRIMARY, ACTIVE, INACTIVE
     * @param rolloutState AWS's: IN_PROGRESS, COMPLETED, FAILED; empty where it has none
     * @param rolloutReason AWS's words; may be empty
     * @param revision its task definition as {@code family:number}
     * @param image the tag of its essential container's image; empty when unknown
     */
    public record Deployment(
            String id,
            String status,
            String rolloutState,
            String rolloutReason,
            int desired,
            int running,
            int pending,
            int failed,
            String revision,
            String image,
            Instant created,
            Instant updated) {}

    /** The deployment that the service wants, if it has any. */
    public Optional<Deployment> primary() {
        return deployments.stream()
                .filter(deployment -> deployment.status().equals("PRIMARY"))
                .findFirst();
    }

    /** How often the containers of its tasks were started again in place; absent while nobody has counted. */
    public OptionalInt restarts() {
        List<OptionalInt> counted = tasks.stream()
                .map(task -> task.gauges().restarts())
                .filter(OptionalInt::isPresent)
                .toList();
        return counted.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        counted.stream().mapToInt(OptionalInt::getAsInt).sum());
    }

    /** What its tasks use on average; absent while nobody has measured it. */
    public OptionalLong memoryBytes() {
        var average = tasks.stream()
                .map(task -> task.gauges().memoryBytes())
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .average();
        return average.isPresent() ? OptionalLong.of(Math.round(average.getAsDouble())) : OptionalLong.empty();
    }
}
