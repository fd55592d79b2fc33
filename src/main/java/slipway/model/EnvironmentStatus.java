package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An environment at one moment, as {@code slipway status} prints it and the overview draws it.
 *
 * @param url the application's public address; absent before the balancer exists
 * @param interrupted an unfinished deployment whose runner is gone
 * @param stacks every stack of the environment that exists, in the order of deployment
 * @param balancers the public and the internal one; empty before they exist
 * @param colours every deployed colour of every tier; empty before the services exist
 * @param events what the services reported lately, newest first
 * @param readAt when it was read, cloud time
 */
public record EnvironmentStatus(
        EnvironmentName environment,
        Optional<String> url,
        Optional<Interrupted> interrupted,
        List<StackStatus> stacks,
        List<BalancerStatus> balancers,
        List<ColourStatus> colours,
        Optional<RedisStatus> redis,
        Optional<VolumeStatus> volume,
        List<ServiceEvent> events,
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
     * @param health the balancer's: initial, healthy, unhealthy, draining, unused; empty when none judges it
     */
    public record TaskStatus(String id, String lastStatus, String health, String address) {}

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
}
