package slipway.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An environment at one moment, as {@code slipway status} prints it and the console draws it.
 *
 * @param created when its oldest stack was created; absent when there is none
 * @param url the application's public address; absent before the balancer exists
 * @param interrupted an unfinished deployment whose runner is gone
 * @param failure why the last deployment failed; absent when it succeeded
 * @param stacks every stack of the environment that exists, in the order of deployment
 * @param balancers the public and the internal one; empty before they exist
 * @param colours every deployed colour of every tier; empty before the services exist
 * @param services every service of the environment's cluster: the tiers' first, then Redis, then others by name
 * @param stopped tasks that have stopped and are still known, newest first
 * @param events what the services reported lately, newest first
 * @param unread what could not be read, while the rest could
 * @param readAt when it was read, cloud time
 */
public record EnvironmentStatus(
        EnvironmentName environment,
        Optional<Instant> created,
        Optional<String> url,
        Optional<Interrupted> interrupted,
        Optional<FailureChain> failure,
        List<StackStatus> stacks,
        List<BalancerStatus> balancers,
        List<ColourStatus> colours,
        Optional<RedisStatus> redis,
        Optional<VolumeStatus> volume,
        List<ServiceStatus> services,
        List<StoppedTask> stopped,
        List<ServiceEvent> events,
        List<Unread> unread,
        Instant readAt) {

    /** A deployment that began and whose runner is gone: "interrupted after N of M". */
    public record Interrupted(int finishedStacks, int plannedStacks, Instant began) {}

    /**
     * @param status AWS's own, such as {@code CREATE_COMPLETE}
     * @param reason AWS's words on the status; may be empty
     */
    public record StackStatus(String name, String status, String reason, Instant changed) {}

    public record BalancerStatus(String name, boolean internal, String address) {}

    /**
     * @param image the image's tag; empty when the colour has none
     * @param deployed since when its primary deployment runs
     * @param weight the live rule's, 0 to 999
     * @param share of the tier's requests by weight, 0 to 1
     * @param minimum autoscaling's lower bound
     * @param maximum autoscaling's upper bound
     * @param cpuPercent average of the newest point; absent when none is known
     */
    public record ColourStatus(
            Tier tier,
            Colour colour,
            String service,
            String image,
            @Nullable Instant deployed,
            int desired,
            int running,
            int pending,
            int healthy,
            int weight,
            double share,
            int minimum,
            int maximum,
            OptionalDouble cpuPercent,
            List<TaskStatus> tasks) {}

    /**
     * A task that runs, shall run, or is on its way out.
     *
     * @param id the last part of its ARN
     * @param health the balancer's: initial, healthy, unhealthy, draining, unused; where none judges, what the container's own
     *     check says: healthy, unhealthy; empty when nobody judges
     * @param healthReason the balancer's words on a target that is not healthy; may be empty
     * @param address private; empty before it has one
     * @param port where its container listens; 0 while unknown
     * @param revision its task definition as {@code family:number}
     * @param image the tag of its essential container's image; empty when unknown
     * @param memoryLimitBytes what it may use; 0 when unknown
     * @param started when it reached RUNNING; absent before
     * @param stopping why it is on its way out, AWS's words; absent while it shall run
     */
    public record TaskStatus(
            String id,
            String lastStatus,
            String health,
            String healthReason,
            String address,
            int port,
            String revision,
            String image,
            long memoryLimitBytes,
            @Nullable Instant created,
            @Nullable Instant started,
            Optional<String> stopping,
            TaskGauges gauges) {}

    public record RedisStatus(String service, int desired, int running, String image) {}

    /** @param bytes what it holds; absent while nobody has measured it */
    public record VolumeStatus(String fileSystemId, OptionalLong bytes) {}

    /**
     * What ECS says happened to a service.
     *
     * @param at the target's time
     * @param message ECS's words: "(service dev-api-blue) has reached a steady state."
     */
    public record ServiceEvent(Instant at, String service, String message) {}

    /**
     * A part of the reading that was refused.
     *
     * @param part what is missing, in words: "tasks"
     * @param failure why; a {@code Denied} names the permission
     */
    public record Unread(String part, Failure failure) {}

    /** The stopped tasks that stopped within the given time before the reading, newest first. */
    public List<StoppedTask> stoppedWithin(Duration time) {
        return stopped.stream()
                .filter(task -> !task.stopped().isBefore(readAt.minus(time)))
                .toList();
    }

    /** The same reading with other stopped tasks: those that somebody kept are more than AWS lists. */
    public EnvironmentStatus withStopped(List<StoppedTask> others) {
        return with(others, unread);
    }

    /** The same reading with one more part that is missing. */
    public EnvironmentStatus withUnread(Unread part) {
        return with(stopped, Stream.concat(unread.stream(), Stream.of(part)).toList());
    }

    private EnvironmentStatus with(List<StoppedTask> newStopped, List<Unread> newUnread) {
        return new EnvironmentStatus(
                environment,
                created,
                url,
                interrupted,
                failure,
                stacks,
                balancers,
                colours,
                redis,
                volume,
                services,
                List.copyOf(newStopped),
                events,
                newUnread,
                readAt);
    }
}
